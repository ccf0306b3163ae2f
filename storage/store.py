"""The one door to everything that is kept: each method is one transaction.

Law: what a method returns was committed before. Whoever calls it speaks only afterwards.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection

from conversations import reminders
from conversations.case_effects import DueKind, RingReason
from conversations.effects import Notice, Tell
from conversations.events import Fetched
from conversations.house import House
from conversations.moment import Moment
from conversations.people import Role
from storage import batch, blobs, documents, drawing, due, news, outbox, settling, upkeep
from storage.batch import Applied, Incoming
from storage.database import Database
from storage.draft_keys import DraftKeys
from storage.drawing import Drawn
from storage.keyring import Keyring
from storage.letters import FetchLetter, RingLetter, WipeLetter
from storage.marks import Marks
from storage.outbox import Outgoing
from storage.settling import Outcome
from storage.transaction import Transaction
from storage.upkeep import Health
from storage.watermark import Watermark
from storage.workbench import Follow, Workbench, joined

T = TypeVar("T")
MOST_FIRINGS = 20
"""Due rows in one transaction: a crowd of them must not hold people up."""


@dataclass(frozen=True, slots=True)
class Fired:
    """What due times led to."""

    follow: Follow
    fired: int
    damaged: int
    """Cases and rows that did not open: the operator must look."""
    next_minute: int | None
    """The earliest due minute that is left, since 1970."""


class Store:
    """Opened once by the composition root."""

    def __init__(
        self, database: Database, keyring: Keyring, draft_keys: DraftKeys, marks: Marks, house: House
    ) -> None:
        self.database = database
        self.keyring = keyring
        self.house = house
        self.marks = marks
        self._draft_keys = draft_keys

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Carry out work that changes something."""
        result, mark = await self.database.write(
            lambda connection: _marked(work, self._transaction(connection))
        )
        if mark is not self.marks.newest and self.marks.adopt(mark):
            with suppress(OSError):
                # It is tried again once a minute, and said.
                await asyncio.to_thread(self.marks.file)
        return result

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Carry out work that changes nothing."""
        result, mark = await self.database.read(
            lambda connection: _marked(work, self._transaction(connection))
        )
        self.marks.adopt(mark)
        return result

    async def survey(self, work: Callable[[Transaction], T]) -> T:
        """Carry out work that reads at length and changes nothing."""
        return await self.database.survey(lambda connection: work(self._transaction(connection)))

    def _transaction(self, connection: Connection) -> Transaction:
        return Transaction(connection, self.keyring, self._draft_keys, self.marks.newest)

    async def take(self, incoming: Sequence[Incoming], moment: Moment) -> Applied:
        """Apply a batch of events."""
        return await self.write(lambda within: batch.apply(within, incoming, self.house, moment))

    async def park(self, update: int | None, body: bytes, moment: Moment) -> None:
        """Put an update aside that could not be applied; it counts as applied."""
        today = moment.today.toordinal()

        def work(within: Transaction) -> None:
            upkeep.park(within, body, today)
            if update is not None:
                batch.mark_applied(within, [batch.update_hash(within, update)], today)

        await self.write(work)

    async def settle(self, settled: Sequence[tuple[Outgoing, Outcome]], moment: Moment) -> Follow:
        """Keep what became of letters."""

        def work(within: Transaction) -> Follow:
            bench = Workbench(within, self.house, moment)
            settling.settle(bench, settled)
            return bench.finish()

        return await self.write(work)

    async def keep_file(self, letter: Outgoing, sealer: blobs.ChunkSealer, moment: Moment) -> Applied:
        """Keep a file that was taken in, and tell its chat."""
        fetched = letter.letter
        assert isinstance(fetched, FetchLetter)

        def work(within: Transaction) -> Applied:
            if not outbox.is_current(within, letter):
                return Applied(Follow())
            blobs.keep(within, sealer.rows)
            outbox.done(within, [letter])
            event = Incoming(letter.chat, Fetched(fetched.token, sealer.size))
            return batch.apply(within, [event], self.house, moment)

        return await self.write(work)

    async def refuse_file(self, letter: Outgoing, incoming: Incoming, moment: Moment) -> Applied:
        """Tell a chat that a file could not be taken in."""

        def work(within: Transaction) -> Applied:
            if not outbox.is_current(within, letter):
                return Applied(Follow())
            outbox.done(within, [letter])
            return batch.apply(within, [incoming], self.house, moment)

        return await self.write(work)

    async def fire(self, moment: Moment) -> Fired:
        """Carry out what is due, the longest due first, up to a number."""
        return await self.write(lambda within: _fire(Workbench(within, self.house, moment)))

    async def next_due(self) -> int | None:
        """Tell the earliest due minute since 1970."""
        return await self.read(due.earliest)

    async def bring_forward(self, minutes: int) -> None:
        """Have what counts on from a clock that was set back so far be due when it would have been."""
        await self.write(lambda within: due.bring_forward(within, minutes))

    async def draw(self, letter: Outgoing, moment: Moment) -> Drawn:
        """Tell what a letter comes to now."""
        return await self.read(lambda within: drawing.draw(Workbench(within, self.house, moment), letter))

    async def waiting(self, *, alone: bool = False) -> tuple[tuple[Outgoing, ...], int]:
        """Read the letters that wait, and count those that do not open; ``alone``: nobody else reads yet."""
        return await (self.read(outbox.waiting) if alone else self.survey(outbox.waiting))

    async def rest(self, idle_minutes: int, moment: Moment) -> Follow:
        """Make untouched chats neutral and let drafts expire, some chats at a time."""

        def work(within: Transaction, names: Sequence[bytes]) -> Follow:
            bench = Workbench(within, self.house, moment)
            upkeep.rest(bench, names, idle_minutes)
            return bench.finish()

        alive = await self.read(upkeep.alive)
        portions = range(0, len(alive), upkeep.A_PORTION)
        return joined(
            [
                await self.write(partial(work, names=alive[first : first + upkeep.A_PORTION]))
                for first in portions
            ]
        )

    async def catch_up(self, moment: Moment) -> Follow:
        """Make true again what presses that Telegram has forgotten have left on phones."""

        def work(within: Transaction) -> Follow:
            bench = Workbench(within, self.house, moment)
            upkeep.catch_up(bench)
            return bench.finish()

        return await self.write(work)

    async def last_seen(self) -> datetime | None:
        """Tell when the program last wrote that it was running."""
        return await self.read(documents.last_seen)

    async def health(self, moment: Moment) -> Health:
        """Tell whether anything is late, silent or damaged."""
        return await self.read(lambda within: upkeep.health(within, moment.now))

    async def forget(self, moment: Moment) -> None:
        """Throw away what has expired, and see that the code of the audit chain is spoken tomorrow."""
        today = moment.today.toordinal()

        def work(within: Transaction) -> None:
            upkeep.forget(within, today, self.house.draft_hours)
            due.wake(within, [reminders.next_code(moment, self.house.code_hour)])

        await self.write(work)

    async def beat(self, moment: Moment) -> None:
        """Write down that the program runs."""
        await self.write(lambda within: documents.keep_seen(within, moment.now))

    async def sweep(self) -> None:
        """Have what was deleted vanish, and what comes next lie in no order."""
        await self.write(upkeep.scatter)
        await self.database.checkpoint()

    async def close(self) -> None:
        """Finish what is under way."""
        await self.database.close()


def _marked(work: Callable[[Transaction], T], within: Transaction) -> tuple[T, Watermark]:
    """Carry work out; give the newest mark it met as well, to be known once all of it is committed."""
    return work(within), within.mark


def _fire(bench: Workbench) -> Fired:
    claimed = due.claim(bench.within, bench.moment.now, MOST_FIRINGS)
    damaged = sum(not _fire_one(bench, firing) for firing in claimed.firings)
    follow = bench.finish()
    fired = len(claimed.firings) + claimed.damaged
    return Fired(follow, fired, damaged + claimed.damaged, due.earliest(bench.within))


def _fire_one(bench: Workbench, firing: due.Firing) -> bool:
    """Carry out one firing; False: its case does not open, which the coordinators are told instead."""
    if firing.kind is DueKind.WIPE:
        person = bench.hall.person(firing.person)
        if person is not None:
            bench.send(person.chat, WipeLetter(person.id, firing.case, firing.number))
        return True
    if firing.kind is DueKind.CODE:
        _speak_code(bench)
        return True
    case = bench.find_cases([firing.case]).get(firing.case)
    if firing.case in bench.damaged:
        for coordinator in bench.hall.linked(Role.COORDINATOR):
            bench.send(coordinator.chat, RingLetter(coordinator.id, firing.case, RingReason.AGAIN))
        return False
    if case is not None and firing.kind is DueKind.WORD:
        return news.bring(bench, case, firing.number)
    if case is not None:
        turn = reminders.wake(case, firing.kind, firing.number, bench.hall, bench.moment)
        bench.keep_case(turn.case)
        bench.carry(0, turn.effects)
    return True


def _speak_code(bench: Workbench) -> None:
    """Tell each coordinator how the audit chain ends."""
    told = (Tell(one.id, Notice.CHAIN_CODE) for one in bench.hall.linked(Role.COORDINATOR))
    bench.carry(0, told)
