"""Ticks: when something is due, when chats have to rest, when keys of the day are thrown away.

Law: the rows in the database are the truth; a tick only looks at them. A tick that was missed is made up for
by the next, however long the program was down. Whatever is late, silent or set back is said aloud.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

from bot.bell import Bell
from bot.clock import Clock
from bot.intake import PRESS_SECONDS
from bot.postman import Postman
from conversations.moment import Moment
from storage.errors import StorageError
from storage.putback import look
from storage.store import MOST_FIRINGS, Store

log = structlog.get_logger()
IDLE_MINUTES = 30
"""After so long without a press or a word, somebody else may hold the phone [proposal]."""
REMIND_SECONDS = 3600
"""What is wrong is said when it begins or changes, and then once an hour."""
TICK_SECONDS = 60
JUMP_SECONDS = 30
"""A wall clock that leaves the steady one by more than this has been set, or the machine has slept."""


class Ticker:
    """One job armed for the earliest due row, and a tick a minute that makes up for whatever was missed.

    The tick counts by the steady clock: it goes on when the machine's clock is set back by hours.
    """

    def __init__(
        self,
        store: Store,
        postman: Postman,
        clock: Clock,
        moment: Callable[[], Moment],
        zone: ZoneInfo,
        bell: Bell,
    ) -> None:
        self._store = store
        self._postman = postman
        self._clock = clock
        self._machine = Clock()
        self._moment = moment
        self._scheduler = AsyncIOScheduler(
            timezone=zone, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        self._firing = asyncio.Lock()
        self._bell = bell
        self._armed: int | None = None
        """The minute since 1970 for which the next look is armed."""
        self._looking: set[asyncio.Task[None]] = set()
        self._wall = clock.now()
        self._steady = clock.seconds()
        self._last_seen: datetime | None = None
        self._troubles: tuple[str, ...] = ()
        self._told_at = 0.0
        self._set_back = 0.0
        """Seconds by which the clock was set back, and what it delays is not yet mended."""

    async def start(self) -> None:
        """Make up for what was missed, then tick."""
        self._scheduler.add_job(self.forget, "cron", hour=3, minute=10, id="forget")
        self._scheduler.start()
        self._last_seen = await self._store.last_seen()
        if self._last_seen is not None:
            self._jumped(min((self._clock.now() - self._last_seen).total_seconds(), 0.0))
        await self.forget()
        await self._sweep()
        await self.fire()
        self._look(self._look_when_changed())
        self._look(self._tick())

    async def stop(self) -> None:
        """Tick no more."""
        self._scheduler.shutdown(wait=False)
        for task in self._looking:
            task.cancel()
        await asyncio.gather(*self._looking, return_exceptions=True)

    def moved(self) -> None:
        """Look at once: the clock was moved by hand."""
        self._wall = self._clock.now()
        self._steady = self._clock.seconds()
        self._set_back = 0.0
        self._look(self.minute())

    def _look(self, looking: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(looking)
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)

    async def _look_when_changed(self) -> None:
        """Look again whenever something earlier was written down: for the rest a look is armed already."""
        while True:
            minute = await self._bell.heard()
            if self._armed is None or minute < self._armed:
                await self._go_on_after(self.fire)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            await self._go_on_after(self.minute)

    async def _go_on_after(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as failed:  # noqa: BLE001 - the outermost frame: the next time must come
            log.error("look-failed", look=work.__name__, why=type(failed).__name__)

    async def fire(self) -> None:
        """Carry out what is due, in small portions, and arm the next tick."""
        async with self._firing:
            self._armed = None
            try:
                while (fired := await self._store.fire(self._moment())).fired == MOST_FIRINGS:
                    self._postman.follow(fired.follow)
            except StorageError as failed:
                log.error("due-rows-not-read", why=type(failed).__name__)
                return
            if fired.damaged:
                log.error("due-cases-damaged", count=fired.damaged)
            self._postman.follow(fired.follow)
            self._arm(fired.next_minute)

    def _arm(self, minute: int | None) -> None:
        if minute is None:
            return
        self._armed = minute
        seconds = max(minute * 60 - self._clock.now().timestamp(), 0.0)
        at: datetime = self._machine.now() + timedelta(seconds=seconds)
        self._scheduler.add_job(self.fire, "date", run_date=at, id="due", replace_existing=True)

    async def minute(self) -> None:
        """Once a minute: see that nothing was missed, let chats rest, and write down that we run."""
        self._watch()
        for step in (
            self._mend,
            self.fire,
            self._look_back,
            self._examine,
            self._rest,
            self._postman.look,
            self._beat,
        ):
            try:
                await step()
            except StorageError as failed:
                # One step that fails stops no other.
                log.error("minute-failed", step=step.__name__.strip("_"), why=type(failed).__name__)
        await self._sweep()

    async def _rest(self) -> None:
        self._postman.follow(await self._store.rest(IDLE_MINUTES, self._moment()))

    async def _beat(self) -> None:
        await self._store.beat(self._moment())

    async def _sweep(self) -> None:
        """Have what was deleted vanish from the log of writes too: it tells who wrote when, and lost keys.

        And have what is written next lie in no order.
        """
        try:
            await self._store.sweep()
        except StorageError:
            log.info("log-not-emptied-now")

    async def caught_up(self, silent: float | None) -> None:
        """Mend what was pressed in vain, once everything that waited has been applied.

        ``silent``: how many seconds Telegram had not answered; None: the program has just started, and it is
        counted from when it was last seen to run.
        """
        if silent is None:
            silent = (self._clock.now() - self._last_seen).total_seconds() if self._last_seen else 0.0
        try:
            if silent > PRESS_SECONDS:
                log.info("catching-up", silent=round(silent))
                self._postman.follow(await self._store.catch_up(self._moment()))
            await self._store.beat(self._moment())
        except StorageError as failed:
            log.error("not-caught-up", why=type(failed).__name__)

    async def forget(self) -> None:
        """Once a day: throw away what has expired."""
        try:
            await self._store.forget(self._moment())
        except StorageError as failed:
            log.error("forgetting-failed", why=type(failed).__name__)

    async def _look_back(self) -> None:
        """Take away what older rows would give, and say that somebody writes to the database."""
        found, follow = await look(self._store, self._moment())
        self._postman.follow(follow)
        if found.is_anything:
            log.error("put-back", people=found.people, roster=found.roster, audit=found.chain)

    async def _examine(self) -> None:
        """Say what is late or silent after everything due was carried out, before the next beat hides it."""
        health = await self._store.health(self._moment())
        now = self._clock.seconds()
        is_news = health.troubles != self._troubles or now - self._told_at >= REMIND_SECONDS
        self._troubles = health.troubles
        if health.troubles and is_news:
            self._told_at = now
            log.error(
                "watchdog",
                troubles=list(health.troubles),
                late_minutes=health.late_minutes,
                silent_seconds=health.silent_seconds,
                oldest_alert_minutes=health.oldest_alert_minutes,
            )

    def _watch(self) -> None:
        """Say when the clock was set behind our back: due times follow it."""
        wall, steady = self._clock.now(), self._clock.seconds()
        self._jumped((wall - self._wall).total_seconds() - (steady - self._steady))
        self._wall, self._steady = wall, steady

    def _jumped(self, seconds: float) -> None:
        if abs(seconds) > JUMP_SECONDS:
            log.warning("clock-jumped", seconds=round(seconds))
            self._set_back += max(-seconds, 0.0)

    async def _mend(self) -> None:
        """Let no call wait for the hours by which the clock was set back."""
        if self._set_back:
            await self._store.bring_forward(round(self._set_back / 60))
            self._set_back = 0.0
