"""How fast a bot may write: 30 messages a second overall, one a second to a chat, 20 a minute to a group.

Law: a refused message does not count. Telegram lets short bursts pass; this stand-in is the stricter.
"""

from collections import deque
from math import ceil

OVERALL = 30
GROUP = 20
MINUTE = 60.0
SLACK = 0.05
TRACKED = 10_000


class Flood:
    """When messages were last sent."""

    def __init__(self) -> None:
        self._all: deque[float] = deque()
        self._chats: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}

    def wait_for(self, chat_id: int, now: float, count: int = 1) -> int:
        """Tell how many seconds the bot must wait; zero means it may write, and is counted."""
        wait = max(self._overall(now), self._chat(chat_id, now), self._group(chat_id, now))
        if wait <= 0:
            self._count(chat_id, now, count)
            return 0
        return max(1, ceil(wait))

    def _overall(self, now: float) -> float:
        while self._all and self._all[0] <= now - 1.0 + SLACK:
            self._all.popleft()
        return self._all[0] + 1.0 - now if len(self._all) >= OVERALL else 0.0

    def _chat(self, chat_id: int, now: float) -> float:
        wait = self._chats.get(chat_id, 0.0) + 1.0 - now
        return wait if wait > SLACK else 0.0

    def _group(self, chat_id: int, now: float) -> float:
        sent = self._groups.get(chat_id)
        if sent is None:
            return 0.0
        while sent and sent[0] <= now - MINUTE:
            sent.popleft()
        return sent[0] + MINUTE - now if len(sent) >= GROUP else 0.0

    def _count(self, chat_id: int, now: float, count: int) -> None:
        self._all.extend([now] * count)
        if len(self._chats) > TRACKED:
            self._chats = {chat: at for chat, at in self._chats.items() if at > now - 1.0}
        self._chats[chat_id] = now
        if chat_id < 0:
            self._groups.setdefault(chat_id, deque()).extend([now] * count)
