"""Takes what Telegram brings, a batch at a time, and confirms it only when it is kept.

Law: an update is confirmed by asking for the next one, and that is asked for only after the commit. What
cannot be applied is put aside, sealed, and never stops the rest; what cannot be kept is not confirmed.
After a start or a silence, whoever wants to know is told when nothing waits any more.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.postman import Postman
from bot.telegram_errors import BadToken, Busy, Conflict, TelegramFailed
from bot.telegram_in import Taken, Unreadable, number_of, read
from bot.telegram_out import Telegram
from conversations.moment import Moment
from storage.batch import Incoming
from storage.errors import StoreFailed
from storage.store import Store

log = structlog.get_logger()
MOST_UPDATES = 100
POLL_SECONDS = 50
PAUSES = (0.2, 1.0, 3.0, 10.0, 30.0)
"""Seconds between tries, while Telegram or the database cannot work."""
PRESS_SECONDS = 150
"""Telegram forgets presses that nobody fetched for so long (tdlib/telegram-bot-api, Client.cpp)."""
CONFLICTS = 3
"""So many refusals in a row mean another program, not our own last long poll."""


class SecondInstance(Exception):  # noqa: N818 - reads as what there is
    """Another program takes this bot's updates."""


class Intake:
    """The one place where updates come in by asking for them."""

    def __init__(
        self,
        telegram: Telegram,
        store: Store,
        postman: Postman,
        moment: Callable[[], Moment],
        caught_up: Callable[[float | None], Awaitable[None]],
    ) -> None:
        self._telegram = telegram
        self._store = store
        self._postman = postman
        self._moment = moment
        self._caught_up = caught_up
        self._offset = 0
        self._heard: float | None = None
        """When Telegram last answered; None: never since the start."""
        self._behind: float | None = 0.0
        """How long the silence was before what is being applied now; None: nothing was missed."""

    async def run(self, stop: asyncio.Event) -> None:
        """Take and apply until told to stop; the batch in hand is finished.

        Raises:
            SecondInstance: another program takes this bot's updates.
            BadToken: Telegram does not know this bot.

        """
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                taking = asyncio.create_task(self._take(stop))
                await asyncio.wait({taking, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if not taking.done():
                    taking.cancel()
                    await asyncio.gather(taking, return_exceptions=True)
                    break
                await self._apply(taking.result(), stop)
                await self._tell_caught_up(len(taking.result()))
        finally:
            stopping.cancel()
            await self._confirm_last()

    async def _take(self, stop: asyncio.Event) -> list[object]:
        """Ask for updates, again and again while the line is down."""
        failures = conflicts = strangers = 0
        while not stop.is_set():
            try:
                taken = await self._telegram.take(self._offset, MOST_UPDATES, self._patience())
            except BadToken:
                if self._heard is None or strangers == len(PAUSES):
                    raise
                # They have known this bot since we started: something of theirs may be ill.
                log.warning("telegram-does-not-know-us")
                await asyncio.sleep(PAUSES[strangers])
                strangers += 1
            except Conflict:
                conflicts += 1
                if conflicts >= CONFLICTS:
                    raise SecondInstance from None
                await asyncio.sleep(PAUSES[conflicts])
            except Busy as busy:
                await asyncio.sleep(busy.seconds)
            except TelegramFailed as failed:
                log.warning("telegram-does-not-answer", why=type(failed).__name__)
                await asyncio.sleep(_pause(failures))
                failures += 1
            else:
                self._hear()
                return taken
        return []

    def _patience(self) -> int:
        """Wait for updates only when none is known to be missing."""
        return POLL_SECONDS if self._behind is None else 0

    def _hear(self) -> None:
        now = asyncio.get_running_loop().time()
        silent = now - self._heard if self._heard is not None else 0.0
        if silent > PRESS_SECONDS:
            self._behind = silent
        self._heard = now

    async def _tell_caught_up(self, taken: int) -> None:
        """Tell once that what waited is applied: only then is it known who pressed in vain."""
        if self._behind is None or self._heard is None or taken == MOST_UPDATES:
            return
        silent, self._behind = self._behind, None
        await self._caught_up(silent or None)

    async def _apply(self, raw: Sequence[object], stop: asyncio.Event) -> None:
        """Keep a batch, however often it takes, then count it as confirmed."""
        if not raw:
            return
        numbers = [number for number in map(number_of, raw) if number is not None]
        if not numbers:
            # Nothing of it can be confirmed, and all of it comes again at once.
            log.error("updates-without-number", updates=len(raw))
            await asyncio.sleep(PAUSES[-1])
            return
        failures = 0
        while True:
            try:
                await self._keep(raw)
            except StoreFailed as failed:
                log.error("store-failed", why=str(failed))
                if stop.is_set():
                    return
                await asyncio.sleep(_pause(failures))
                failures += 1
            else:
                break
        self._offset = numbers[-1] + 1

    async def _keep(self, raw: Sequence[object]) -> None:
        readable: list[tuple[Incoming, object]] = []
        for one in raw:
            taken = await self._read(one)
            if taken is not None and taken.event is not None:
                minute = taken.date // 60 or None
                readable.append((Incoming(taken.chat, taken.event, taken.update_id, minute), one))
        if not readable:
            return
        try:
            await self._together([incoming for incoming, _ in readable])
        except StoreFailed:
            raise
        except Exception as failed:  # noqa: BLE001 - the outermost frame: one update must not stop the rest
            log.warning("batch-taken-apart", why=type(failed).__name__, updates=len(readable))
            for incoming, one in readable:
                await self._alone(incoming, one)

    async def _together(self, incoming: Sequence[Incoming]) -> None:
        applied = await self._store.take(incoming, self._moment())
        self._postman.post(applied)

    async def _alone(self, incoming: Incoming, raw: object) -> None:
        try:
            await self._together([incoming])
        except StoreFailed:
            raise
        except Exception as failed:  # noqa: BLE001 - the same
            log.error("update-put-aside", update=incoming.update, why=type(failed).__name__)
            await self._put_aside(incoming.update, raw)

    async def _read(self, raw: object) -> Taken | None:
        try:
            return read(raw)
        except Unreadable as unreadable:
            log.error("update-unreadable", update=unreadable.update_id)
            await self._put_aside(unreadable.update_id, raw)
            return None

    async def _put_aside(self, update: int | None, raw: object) -> None:
        await self._store.park(update, _written(raw), self._moment())

    async def _confirm_last(self) -> None:
        """Let go of what is kept, so that the next start is not told it again (which would do no harm)."""
        if self._offset:
            try:
                await asyncio.wait_for(self._telegram.confirm(self._offset), 2)
            except (TelegramFailed, TimeoutError):
                log.info("last-batch-not-confirmed")


def _written(raw: object) -> bytes:
    try:
        return json.dumps(raw, ensure_ascii=False).encode("utf-8", "surrogatepass")
    except RecursionError:
        # Nested so deeply that it could be read, but only just.
        return b"..."


def _pause(failures: int) -> float:
    return PAUSES[min(failures, len(PAUSES) - 1)]
