"""Which letter is carried next: the most urgent first, one at a time a chat.

Law: a chat that waits holds nobody else up. A letter that was written anew takes the place of the older one.
A quick exit waits for nothing, not even for what is under way in its own chat.
"""

import heapq
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from itertools import count

from storage.letters import Lane
from storage.outbox import Outgoing, is_void


@dataclass(slots=True)
class LetterQueue:
    """The letters that wait, in memory; the outbox is the truth, and is read anew at every start."""

    _waiting: dict[bytes, Outgoing] = field(default_factory=dict)
    _order: list[tuple[int, int, bytes]] = field(default_factory=list)
    _held: dict[int, list[tuple[int, int, bytes]]] = field(default_factory=dict)
    """By chat: places in line of letters whose chat is busy or paused."""
    _numbers: "count[int]" = field(default_factory=count)

    @property
    def busy(self) -> Container[int]:
        """The chats of which a letter is under way or waits for its hour."""
        return self._held.keys()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, letters: Iterable[Outgoing]) -> None:
        """Put letters in line; one that stands there already keeps its place."""
        for letter in letters:
            known = letter.id in self._waiting
            self._waiting[letter.id] = letter
            if not known:
                heapq.heappush(self._order, (int(letter.lane), next(self._numbers), letter.id))

    def is_superseded(self, letter: Outgoing) -> bool:
        """Whether the letter was written anew while it was under way."""
        return letter.id in self._waiting

    def cancel(self, chats: Iterable[int]) -> tuple[Outgoing, ...]:
        """Take letters out that a quick exit has made void, and give them."""
        void = set(chats)
        taken = tuple(one for one in self._waiting.values() if one.chat in void and is_void(one))
        for letter in taken:
            del self._waiting[letter.id]
        return taken

    def pop(self, most: Lane = Lane.REST) -> Outgoing | None:
        """Take the next letter whose chat is free; none that is less urgent than ``most``."""
        while self._order and self._order[0][0] <= most:
            place = heapq.heappop(self._order)
            letter = self._waiting.get(place[2])
            if letter is None:
                continue
            if letter.lane is Lane.QUICK_EXIT:
                return self._waiting.pop(letter.id)
            if letter.chat in self._held:
                self._held[letter.chat].append(place)
                continue
            self._held[letter.chat] = []
            return self._waiting.pop(letter.id)
        return None

    def release(self, chat: int) -> None:
        """Let a chat's next letter go; whoever took a quick exit held nothing and releases nothing."""
        for place in self._held.pop(chat, ()):
            heapq.heappush(self._order, place)
