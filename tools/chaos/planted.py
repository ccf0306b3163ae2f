"""Five bugs that cost others their users' reports, planted into a running program: the auditor must see each.

Law: nothing on disk is changed, and nothing is planted unless a test names it. Each bug takes the place of
one function, and does what a program without that care does.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.intake import Intake
from bot.postman import Postman
from bot.telegram_in import number_of
from conversations.moment import Moment
from storage import batch, due, outbox
from storage.batch import Applied, Incoming
from storage.drawing import Drawn
from storage.due import Claimed, Firing
from storage.letters import RingLetter
from storage.outbox import Outgoing
from storage.settling import Delivered, Outcome
from storage.store import Store
from storage.transaction import Transaction

T = TypeVar("T")
PAUSE = 0.2
"""Seconds between two halves that belong together: what a busy disk or network makes of any gap."""


def plant(name: str) -> None:
    """Plant a bug by its name; the empty name plants none."""
    if name:
        BUGS[name]()


def confirm_before_commit() -> None:
    """Tell Telegram that a batch is done, then keep it."""
    keep = Intake._apply  # noqa: SLF001 - the bug takes its place

    async def confirm_then_keep(self: Intake, raw: Sequence[object], stop: asyncio.Event) -> None:
        numbers = [number for number in map(number_of, raw) if number is not None]
        if numbers:
            await self._telegram.take(numbers[-1] + 1, 100, 0)
            await asyncio.sleep(PAUSE)
        await keep(self, raw, stop)

    Intake._apply = confirm_then_keep  # type: ignore[method-assign]  # noqa: SLF001 - the same


def outbox_outside() -> None:
    """Commit the deed, and write the letters that speak of it afterwards."""
    keep, take = outbox.keep, Store.take
    late: list[tuple[list[Outgoing], int]] = []

    def keep_later(within: Transaction, letters: Iterable[Outgoing], minute: int) -> tuple[Outgoing, ...]:
        del within
        waiting = list(letters)
        late.append((waiting, minute))
        return ()

    async def take_then_write(self: Store, incoming: Sequence[Incoming], moment: Moment) -> Applied:
        outbox.keep = keep_later
        try:
            applied = await take(self, incoming, moment)
        finally:
            outbox.keep = keep
        await asyncio.sleep(PAUSE)
        written, late[:] = list(late), []
        letters = await self.write(
            lambda within: [one for given, minute in written for one in keep(within, given, minute)]
        )
        return replace(applied, follow=replace(applied.follow, letters=tuple(letters)))

    Store.take = take_then_write  # type: ignore[method-assign]


def alert_marked_before_sent() -> None:
    """Take an alert out of the outbox, then send it."""
    send = Postman._send  # noqa: SLF001 - the bug takes its place

    async def mark_then_send(self: Postman, letter: Outgoing, drawn: Drawn) -> Outcome:
        if isinstance(letter.letter, RingLetter):
            await self._store.settle([(letter, Delivered())], self._moment())
            await asyncio.sleep(PAUSE)
        return await send(self, letter, drawn)

    Postman._send = mark_then_send  # type: ignore[method-assign]  # noqa: SLF001 - the same


def reminder_without_condition() -> None:
    """Take up what is due and leave it lying for another to take up: nothing says that it was claimed."""
    claim = due.claim
    taken: set[Firing] = set()

    def look(within: Transaction, now: datetime, most: int) -> Claimed:
        found = claim(within, now, most)
        left = [firing for firing in found.firings if firing not in taken]
        taken.update(left)
        due.keep(within, [(firing, now - timedelta(minutes=1)) for firing in left])
        return found

    due.claim = look


def session_without_update() -> None:
    """Keep what an update led to, and forget that it was applied."""

    def all_new(within: Transaction, hashes: Iterable[bytes], today: int) -> set[bytes]:
        del within, today
        return set(hashes)

    batch.mark_applied = all_new


BUGS: dict[str, Callable[[], None]] = {
    "confirm-before-commit": confirm_before_commit,
    "outbox-outside": outbox_outside,
    "alert-marked-before-sent": alert_marked_before_sent,
    "reminder-without-condition": reminder_without_condition,
    "session-without-update": session_without_update,
}
