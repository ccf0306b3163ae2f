"""Which letter is carried next: the most urgent first, one at a time a chat.

Law: a chat that waits holds nobody else up, and costs nobody anything: one phone may be owed thousands of
alerts. A letter that was written anew takes the place of the older one. A quick exit waits for nothing, not
even for what is under way in its own chat; but what comes after it waits until it was tried, for it looks for
messages that nobody knows of, and would take away a new one.
"""

from collections import Counter, deque
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count
from typing import NamedTuple

from storage.letters import Lane
from storage.outbox import Outgoing, is_void


class _Place(NamedTuple):
    """A place in a chat's line."""

    lane: int
    number: int
    letter: bytes


class _Turn(NamedTuple):
    """A chat that is free, by the place of its first letter; out of date once another stands there."""

    place: _Place
    chat: int


@dataclass(slots=True)
class LetterQueue:
    """The letters that wait, in memory; the outbox is the truth, and is read anew at every start."""

    _waiting: dict[bytes, Outgoing] = field(default_factory=dict)
    _lines: dict[int, list[_Place]] = field(default_factory=dict)
    """By chat: its letters in their order, a heap."""
    _turns: list[_Turn] = field(default_factory=list)
    _exits: deque[bytes] = field(default_factory=deque)
    _busy: dict[int, Outgoing] = field(default_factory=dict)
    """By chat: the letter that holds it, under way or waiting for its hour."""
    _leaving: Counter[int] = field(default_factory=Counter)
    """By chat: quick exits that are being carried out."""
    _numbers: "count[int]" = field(default_factory=count)

    @property
    def busy(self) -> Container[int]:
        """The chats of which a letter is under way or waits for its hour."""
        return self._busy.keys()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, letters: Iterable[Outgoing]) -> None:
        """Put letters in line; one that stands there already keeps its place."""
        for letter in letters:
            known = letter.id in self._waiting
            self._waiting[letter.id] = letter
            if not known:
                self._stand(letter)

    def _stand(self, letter: Outgoing) -> None:
        if letter.lane is Lane.QUICK_EXIT:
            self._exits.append(letter.id)
            return
        line = self._lines.setdefault(letter.chat, [])
        place = _Place(int(letter.lane), next(self._numbers), letter.id)
        heappush(line, place)
        if line[0] is place:
            self._give_turn(letter.chat)

    def is_superseded(self, letter: Outgoing) -> bool:
        """Whether the letter was written anew while it was under way."""
        return letter.id in self._waiting

    def cancel(self, chats: Iterable[int]) -> tuple[Outgoing, ...]:
        """Take letters out that a quick exit has made void, and give them."""
        taken = list[Outgoing]()
        for chat in set(chats) & self._lines.keys():
            line = self._lines[chat]
            taken += [letter for place in line if is_void(letter := self._waiting[place.letter])]
            line[:] = [place for place in line if not is_void(self._waiting[place.letter])]
            heapify(line)
            self._give_turn(chat)
        for letter in taken:
            del self._waiting[letter.id]
        return tuple(taken)

    def pop(self, most: Lane = Lane.REST) -> Outgoing | None:
        """Take the next letter whose chat is free; none that is less urgent than ``most``."""
        if self._exits:
            leaving = self._waiting.pop(self._exits.popleft())
            self._leaving[leaving.chat] += 1
            return leaving
        while self._turns and self._turns[0].place.lane <= most:
            place, chat = heappop(self._turns)
            line = self._lines.get(chat)
            if not self._is_free(chat) or not line or line[0] is not place:
                continue
            heappop(line)
            letter = self._busy[chat] = self._waiting.pop(place.letter)
            return letter
        return None

    def holds(self, letter: Outgoing) -> bool:
        """Whether this very letter holds its chat: neither a quick exit does, nor one that was cancelled."""
        return self._busy.get(letter.chat) == letter

    def release(self, chat: int) -> None:
        """Let a chat's next letter go."""
        if self._busy.pop(chat, None) is not None:
            self._give_turn(chat)

    def tried(self, leaving: Outgoing) -> None:
        """Let what comes after a quick exit go: it was carried out, or will be tried again."""
        self._leaving -= Counter({leaving.chat: 1})
        self._give_turn(leaving.chat)

    def _is_free(self, chat: int) -> bool:
        return chat not in self._busy and chat not in self._leaving

    def _give_turn(self, chat: int) -> None:
        line = self._lines.get(chat)
        if line and self._is_free(chat):
            heappush(self._turns, _Turn(line[0], chat))
        elif not line:
            self._lines.pop(chat, None)
