"""What waits for the bot. Law: ids grow by one and are never given twice; a confirmed update is gone.

Semantics of tdlib/telegram-bot-api (Client.cpp, do_get_updates) and tdlib/td (TQueue.cpp).
"""

import secrets
from collections import deque
from dataclasses import dataclass, field
from itertools import islice

import orjson

from sandbox.values import JsonObject

DAY = 86_400.0
CALLBACK_LIFE = 150.0
OFFSET_SLACK = 10
ALL_KINDS = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
        "business_message", "edited_business_message", "deleted_business_messages", "message_reaction",
        "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
        "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
        "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot", "guest_message",
    }
)  # fmt: skip
DEFAULT_KINDS = ALL_KINDS - {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True, slots=True)
class Update:
    """One update, rendered once. `lane` is what must stay in order: a chat or a person."""

    update_id: int
    kind: str
    lane: int
    expires: float
    rendered: bytes = field(repr=False)


@dataclass(slots=True)
class UpdateQueue:
    """The bot's queue, with the kinds it asked for."""

    next_id: int = field(default_factory=lambda: 100_000_000 + secrets.randbelow(1_800_000_000))
    allowed: frozenset[str] = DEFAULT_KINDS
    waiting: deque[Update] = field(default_factory=deque)

    def put(self, kind: str, lane: int, body: JsonObject, now: float) -> Update | None:
        """Queue an update; a kind the bot did not ask for is never made."""
        if kind not in self.allowed:
            return None
        life = CALLBACK_LIFE if kind == "callback_query" else DAY
        rendered = orjson.dumps({"update_id": self.next_id, kind: body})
        update = Update(self.next_id, kind, lane, now + life, rendered)
        self.next_id += 1
        self.waiting.append(update)
        return update

    def take(self, offset: int, limit: int, now: float) -> list[Update]:
        """Forget what lies below the offset and give what comes next."""
        if offset < 0:
            self._keep_newest(-offset)
        elif 0 < offset <= self.next_id + OFFSET_SLACK:
            self._confirm_below(offset)
        self._expire(now)
        return list(islice(self.waiting, limit))

    def remember(self, names: object) -> bool:
        """Remember the kinds asked for; tell whether that changed anything. Nonsense changes nothing."""
        if not isinstance(names, list):
            return False
        wanted = frozenset(name for name in names if isinstance(name, str)) & ALL_KINDS
        changed = (wanted or DEFAULT_KINDS) != self.allowed
        self.allowed = wanted or DEFAULT_KINDS
        return changed

    def clear(self) -> None:
        """Drop everything that waits."""
        self.waiting.clear()

    def count(self, now: float) -> int:
        """Tell how many wait."""
        self._expire(now)
        return len(self.waiting)

    def drop(self, update_id: int) -> None:
        """Forget one update that a webhook took, or that nobody will take any more."""
        if self.waiting and self.waiting[0].update_id == update_id:
            self.waiting.popleft()
            return
        self.waiting = deque(update for update in self.waiting if update.update_id != update_id)

    def _keep_newest(self, number: int) -> None:
        while len(self.waiting) > number:
            self.waiting.popleft()

    def _confirm_below(self, offset: int) -> None:
        while self.waiting and self.waiting[0].update_id < offset:
            self.waiting.popleft()

    def _expire(self, now: float) -> None:
        while self.waiting and self.waiting[0].expires <= now:
            self.waiting.popleft()
        # A callback in the middle lives shorter than the message before it.
        head = self.waiting[0] if self.waiting else None
        if head is not None and head.kind != "callback_query" and self._has_dead_callback(now):
            self.waiting = deque(update for update in self.waiting if update.expires > now)

    def _has_dead_callback(self, now: float) -> bool:
        return any(update.expires <= now for update in islice(self.waiting, 100))
