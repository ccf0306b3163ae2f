"""The watchdog: a late step, a silent heartbeat, a clock set back and a row that does not open are noticed.

Law: what it notices never stops what is in order (promises 3 and 15).
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path
from random import Random

import apscheduler.schedulers.base  # type: ignore[import-untyped]
import pytest

from bot import ticker
from bot.bell import Bell
from bot.clock import Clock
from bot.office import Office, open_office
from bot.pace import Pace
from bot.postman import Postman
from bot.sending import Sender
from bot.telegram_out import Telegram
from bot.wording import Words
from conversations.case_effects import DueKind
from conversations.moment import Moment
from conversations.people import CaseId
from storage import documents, due
from storage.due import Firing
from storage.schema import due as due_table
from storage.transaction import Transaction
from tests.support.world import TOKEN, write_config

CASE = CaseId("0" * 32)


def due_ago(office: Office, minutes: int) -> Callable[[Transaction], None]:
    """Have something fallen due some minutes ago."""
    at = office.moment().now - timedelta(minutes=minutes)
    return lambda within: due.keep(within, [(Firing(DueKind.ALARM, CASE, 1), at)])


def junk(within: Transaction) -> None:
    """Put rows among the due ones that nobody can open, more than are carried out at once."""
    dice = Random(1)
    rows = [
        {"id": dice.randbytes(16), "minute": 0, "firing": dice.randbytes(32), "rev": 1, "sealed": b"x" * 80}
        for _ in range(30)
    ]
    within.connection.execute(due_table.insert(), rows)


async def test_rows_that_do_not_open_hold_no_other_up(office: Office) -> None:
    """They are put off for good and counted; what is in order is carried out."""
    await office.store.write(junk)
    await office.store.write(due_ago(office, 2))

    fired = [await office.store.fire(office.moment()) for _ in range(2)]

    assert sum(one.damaged for one in fired) == 30
    assert fired[-1].next_minute is None
    assert (await office.store.fire(office.moment())).fired == 0
    assert "due-rows-damaged" in (await office.store.health(office.moment())).troubles


async def test_a_step_that_is_late_by_more_than_a_tick_is_noticed(office: Office) -> None:
    """And is no longer once it was carried out."""
    await office.store.beat(office.moment())
    await office.store.write(due_ago(office, 3))

    assert (await office.store.health(office.moment())).troubles == ("step-late",)
    await office.store.fire(office.moment())
    assert (await office.store.health(office.moment())).troubles == ()


@pytest.mark.parametrize(
    ("minutes", "trouble"), [(-4, "heartbeat-silent"), (0, ""), (4, "clock-behind-heartbeat")]
)
async def test_a_silent_heartbeat_and_a_clock_set_back_are_noticed(
    office: Office, minutes: int, trouble: str
) -> None:
    """Both are read from when the program last wrote that it runs."""
    seen = office.moment().now + timedelta(minutes=minutes)
    await office.store.write(lambda within: documents.keep_seen(within, seen))

    troubles = (await office.store.health(office.moment())).troubles

    assert troubles == ((trouble,) if trouble else ())


def ticking_in(office: Office, bell: Bell | None = None) -> ticker.Ticker:
    """Have somebody look after what is due in an office; nothing is sent."""
    zone, bell = office.settings.zone, bell or Bell()
    sender = Sender(Telegram(TOKEN, "http://127.0.0.1:1"), Words.load(), zone)
    postman = Postman(office.store, sender, office.moment, Pace(), bell)
    return ticker.Ticker(office.store, postman, office.clock, office.moment, zone, bell)


@pytest.mark.parametrize("later", [timedelta(hours=3), timedelta(days=40)])
async def test_what_is_due_before_the_next_look_is_carried_out_in_time(
    office: Office, later: timedelta
) -> None:
    """A look is armed for what was due next; what is written down since may be due before."""
    bell = Bell()
    ticking = ticking_in(office, bell)
    await ticking.start()
    try:
        for number, wait in enumerate((later, timedelta(minutes=-1))):
            at = office.moment().now + wait
            await office.store.write(partial(due.keep, firings=[(Firing(DueKind.ALARM, CASE, number), at)]))
            bell.ring(due.minute_of(at))
            await asyncio.sleep(0.3)
        assert (await office.store.next_due() or 0) > due.minute_of(office.moment().now)
    finally:
        await ticking.stop()


class Stumbling(Clock):
    """A clock that fails once, in a way that nobody foresaw."""

    stumbles = False

    def now(self) -> datetime:
        """Tell the time, or fail."""
        if self.stumbles:
            self.stumbles = False
            raise ZeroDivisionError
        return super().now()


async def test_one_failure_ends_no_looking_for_due_times(home: Path) -> None:
    """Whoever is to be called in a minute must not wait because something else went wrong."""
    clock, bell = Stumbling(), Bell()
    async with open_office(write_config(home, "http://127.0.0.1:1"), clock, alone=True) as office:
        ticking = ticking_in(office, bell)
        await ticking.start()
        try:
            for fails in (True, False):
                clock.stumbles = fails
                bell.ring(0)
                await asyncio.sleep(0.3)
                await office.store.write(due_ago(office, 1))
            bell.ring(0)
            await asyncio.sleep(0.3)
            assert (await office.store.next_due() or 0) > due.minute_of(office.moment().now)
        finally:
            await ticking.stop()


class SetBack(datetime):
    """The clock of a machine that was set back by hours after the program had started."""

    hours = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "SetBack":
        """Tell the time as the machine would."""
        return super().now(tz) - timedelta(hours=cls.hours)


async def test_the_minutes_go_on_when_the_clock_is_set_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A heartbeat that waits for the old hour to come again is none for hours."""
    monkeypatch.setattr(ticker, "TICK_SECONDS", 0.2)
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", SetBack)
    ticking = ticking_in(office)
    await ticking.start()
    try:
        monkeypatch.setattr(SetBack, "hours", 3)
        # What was armed before the clock was set back may still come.
        await asyncio.sleep(0.5)
        before = await office.store.last_seen()
        await asyncio.sleep(1)
        assert await office.store.last_seen() != before
    finally:
        await ticking.stop()


class TurnedBack(Clock):
    """A clock that somebody turns back."""

    behind = timedelta()

    def now(self) -> datetime:
        """Tell the time by it."""
        return super().now() - self.behind


@pytest.mark.parametrize("restarted", [False, True])
async def test_no_call_waits_for_hours_because_the_clock_was_set_back(home: Path, *, restarted: bool) -> None:
    """It is due when it would have been; what was promised for an hour on the clock stays at that hour."""
    clock = TurnedBack()
    async with open_office(write_config(home, "http://127.0.0.1:1"), clock, alone=True) as office:
        soon = office.moment().now + timedelta(minutes=15)
        firings = [(Firing(kind, CASE, 1), soon) for kind in (DueKind.ALARM, DueKind.FOLLOW_UP)]
        await office.store.write(lambda within: due.keep(within, firings))
        await office.store.beat(office.moment())
        ticking = ticking_in(office)
        clock.behind = timedelta(hours=7)
        if restarted:
            ticking = ticking_in(office)
            await ticking.start()
            await ticking.stop()
        await ticking.minute()
        fired = [
            await office.store.fire(later(office, minutes)) for minutes in (10, 17, 7 * 60 + 10, 7 * 60 + 17)
        ]
        assert [one.fired for one in fired] == [0, 1, 0, 1]


def later(office: Office, minutes: int) -> Moment:
    """Give the moment some minutes from now."""
    now = office.moment()
    return replace(now, now=now.now + timedelta(minutes=minutes))
