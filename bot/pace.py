"""How fast we may speak: 30 new messages a second in all, one a second to a chat (Telegram's limits).

Law: seconds are handed in. Edits, deletions and answers are not held back: Telegram counts messages, and says
so when it wants less.
"""

from dataclasses import dataclass, field

FORGET_AFTER = 10_000
"""Chats that are remembered before those who may speak again are forgotten."""


@dataclass(slots=True)
class Pace:
    """Tells how long a message has to wait."""

    overall: float = 30.0
    """Messages a second; 0: no limit."""
    a_chat: float = 1.0
    """Messages a second to one chat; 0: no limit."""
    _next: float = 0.0
    _chats: dict[int, float] = field(default_factory=dict)

    def wait(self, chat: int, now: float) -> float:
        """Take a place and give 0, or give the seconds after which to ask again."""
        free = max(self._next - 1.0 if self.overall else 0.0, self._chats.get(chat, 0.0))
        if free > now:
            return free - now
        if self.overall:
            self._next = max(self._next, now) + 1 / self.overall
        if self.a_chat:
            self._chats[chat] = now + 1 / self.a_chat
            self._forget(now)
        return 0.0

    def _forget(self, now: float) -> None:
        if len(self._chats) > FORGET_AFTER:
            self._chats = {chat: free for chat, free in self._chats.items() if free > now}
