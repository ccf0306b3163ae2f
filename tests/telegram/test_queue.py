"""The queue hands letters out in their order, one at a time a chat, however many wait."""

import sys
from dataclasses import dataclass, field
from types import FrameType

from hypothesis import given, settings
from hypothesis import strategies as some

from bot.queue import LetterQueue
from conversations.case_effects import RingReason
from conversations.people import CaseId, PersonId
from storage.letters import CardLetter, Lane, Letter, RedrawLetter, RemoveLetter, RingLetter, VanishLetter
from storage.outbox import Outgoing, is_void

LETTERS: tuple[Letter, ...] = (
    VanishLetter(),
    RingLetter(PersonId("p"), CaseId("c"), RingReason.NEW),
    CardLetter(),
    RedrawLetter(PersonId("p"), CaseId("c")),
    RemoveLetter((1,)),
)
CHATS = (1, 2)
MOST = (*map(int, Lane), int(Lane.REST), int(Lane.REST))
LIFE = 7
FEW, MANY = 100, 10_000


@dataclass
class Plain:
    """What the queue does, told plainly: everybody in one list, looked through anew each time."""

    line: list[Outgoing] = field(default_factory=list)
    places: dict[bytes, int] = field(default_factory=dict)
    busy: dict[int, Outgoing] = field(default_factory=dict)
    leaving: list[int] = field(default_factory=list)
    number: int = 0

    def put(self, letter: Outgoing) -> None:
        """Put a letter in line, or a newer one in its place."""
        known = [one for one in self.line if one.id == letter.id]
        if known:
            self.line[self.line.index(known[0])] = letter
            return
        self.number += 1
        self.places[letter.id] = self.number
        self.line.append(letter)

    def pop(self, most: Lane) -> Outgoing | None:
        """Take the most urgent, then the oldest, of those whose chat is free."""
        held = {*self.busy, *self.leaving}
        free = [one for one in self.line if one.lane is Lane.QUICK_EXIT or one.chat not in held]
        free = [one for one in free if one.lane <= most]
        if not free:
            return None
        taken = min(free, key=lambda one: (one.lane, self.places[one.id]))
        self.line.remove(taken)
        if taken.lane is Lane.QUICK_EXIT:
            self.leaving.append(taken.chat)
        else:
            self.busy[taken.chat] = taken
        return taken

    def cancel(self, chat: int) -> set[bytes]:
        """Take a chat's void letters out."""
        void = {one.id for one in self.line if one.chat == chat and is_void(one)}
        self.line = [one for one in self.line if one.id not in void]
        return void


def letter_of(name: int, chat: int, revision: int = 0) -> Outgoing:
    """Give a letter; its name tells its kind, as a row's id does."""
    return Outgoing(bytes([chat, name]), chat, LETTERS[name % len(LETTERS)], name % 2 * LIFE, revision)


DEEDS = some.lists(
    some.one_of(
        some.tuples(some.just("put"), some.sampled_from(CHATS), some.integers(0, 19)),
        some.tuples(some.just("put"), some.sampled_from(CHATS), some.integers(0, 19)),
        some.tuples(some.just("pop"), some.just(0), some.sampled_from(MOST)),
        some.tuples(some.just("release"), some.sampled_from(CHATS), some.just(0)),
        some.tuples(some.just("tried"), some.sampled_from(CHATS), some.just(0)),
        some.tuples(some.just("cancel"), some.sampled_from(CHATS), some.just(0)),
    ),
    min_size=30,
    max_size=80,
)


@given(DEEDS)
@settings(max_examples=300)
def test_it_does_what_a_plain_list_does(deeds: list[tuple[str, int, int]]) -> None:
    """Whatever is put, taken, let go and cancelled, in whatever order."""
    queue, plain = LetterQueue(), Plain()
    seen: list[Outgoing] = []
    for revision, (deed, chat, number) in enumerate(deeds):
        match deed:
            case "put":
                seen.append(letter_of(number, chat, revision))
                queue.put(seen[-1:])
                plain.put(seen[-1])
            case "pop":
                assert queue.pop(Lane(number)) == plain.pop(Lane(number))
            case "release":
                queue.release(chat)
                plain.busy.pop(chat, None)
            case "tried" if chat in plain.leaving:
                queue.tried(letter_of(0, chat))
                plain.leaving.remove(chat)
            case "cancel":
                assert sorted(one.id for one in queue.cancel([chat])) == sorted(plain.cancel(chat))
        assert len(queue) == len(plain.line)
        assert [one in queue.busy for one in CHATS] == [one in plain.busy for one in CHATS]
        assert [one for one in seen if queue.holds(one)] == [
            one for one in seen if one in plain.busy.values()
        ]


def test_one_chat_that_is_owed_thousands_costs_nobody_more() -> None:
    """An office's phone may be owed all alerts of a bad night: a letter does not take longer for them."""
    assert calls_a_letter(MANY) < 3 * calls_a_letter(FEW)


def calls_a_letter(waiting: int) -> float:
    """Count the calls that one letter takes while so many wait for the same phone, and others for theirs."""
    queue = LetterQueue()
    queue.put(letter_named(number, 1) for number in range(waiting))
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        for number in range(FEW // 2):
            queue.put([letter_named(waiting + number, 2 + number)])
            taken = [one for one in (queue.pop(), queue.pop()) if one is not None]
            queue.cancel([])
            for one in taken:
                queue.release(one.chat)
    finally:
        sys.setprofile(None)
    return counted / FEW


def letter_named(number: int, chat: int) -> Outgoing:
    """Give an alert of its own."""
    return Outgoing(number.to_bytes(4, "big"), chat, LETTERS[1])
