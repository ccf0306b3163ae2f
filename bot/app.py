"""The running program: everything put together once, started, and stopped in order.

Law: the only place that knows all parts. On SIGTERM and SIGINT the batch in hand is finished and kept, then
everything closes.
"""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from pydantic import SecretStr

from bot.bell import Bell
from bot.clock import Clock, MovableClock
from bot.control import Control
from bot.intake import Intake
from bot.office import Office, open_office
from bot.pace import Pace
from bot.postman import Postman
from bot.sending import Sender
from bot.settings import Settings
from bot.telegram_errors import TelegramFailed
from bot.telegram_out import Telegram
from bot.ticker import Ticker
from bot.wording import Words
from storage.erasure import LEDGER, replay
from storage.errors import StoreFailed
from storage.putback import look

log = structlog.get_logger()
YOUNG_OBJECTS = 5_000
"""How many new objects the collector waits for: two hundred updates' worth."""


@dataclass(frozen=True, slots=True)
class Running:
    """The parts that run."""

    office: Office
    telegram: Telegram
    words: Words
    intake: Intake
    postman: Postman
    ticker: Ticker


async def run(settings: Settings, token: SecretStr, control_port: int | None = None) -> None:
    """Run until told to stop.

    Raises:
        Refused: the installation is unsafe or incomplete.
        SecondInstance: another program takes this bot's updates.
        BadToken: Telegram does not know this bot.

    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop.set)
    clock = Clock() if control_port is None else MovableClock()
    async with open_office(settings, clock, alone=True) as office, _running(office, token) as running:
        await _erase_again(office)
        await _hold_again(office)
        control = await _controlled(clock, control_port, running.ticker)
        try:
            await _until(stop, running)
        finally:
            if control is not None:
                await control.stop()


@asynccontextmanager
async def _running(office: Office, token: SecretStr) -> AsyncIterator[Running]:
    telegram = Telegram(token.get_secret_value(), office.settings.telegram.server)
    await telegram.open()
    try:
        zone, limits, bell = office.settings.zone, office.settings.telegram, Bell()
        words = Words.load()
        sender = Sender(telegram, words, zone)
        pace = Pace(limits.messages_a_second, limits.messages_a_second_to_a_chat)
        postman = Postman(office.store, sender, office.moment, pace, bell)
        ticker = Ticker(office.store, postman, office.clock, office.moment, zone, bell)
        intake = Intake(telegram, office.store, postman, office.moment, ticker.caught_up)
        yield Running(office, telegram, words, intake, postman, ticker)
    finally:
        await telegram.close()


async def _controlled(clock: Clock, port: int | None, ticker: Ticker) -> Control | None:
    if port is None or not isinstance(clock, MovableClock):
        return None
    clock.when_moved(ticker.moved)
    control = Control(clock, port)
    await control.start()
    return control


async def _erase_again(office: Office) -> None:
    """Take away what a restored backup has brought back, before anybody is answered."""
    ledger = office.settings.storage.key_file.with_name(LEDGER)
    count = await replay(office.store, ledger, office.moment())
    if count:
        log.warning("erased-again", cases=count)


async def _hold_again(office: Office) -> None:
    """Give nobody a role that only an older database gives them; what follows waits in the outbox."""
    try:
        found, _ = await look(office.store, office.moment())
    except StoreFailed as failed:
        # A report is taken all the same; the ticker tries again once a minute.
        log.error("not-compared", why=str(failed))
        return
    if found.is_anything:
        log.error("put-back", people=found.people, roster=found.roster, audit=found.chain)


async def _until(stop: asyncio.Event, running: Running) -> None:
    await running.postman.recover()
    await running.ticker.start()
    running.office.dice.stock_up()
    keep_what_stands()
    log.info("running", form=running.office.house.form.version, stories_open=bool(running.office.unlocked))
    presenting = asyncio.create_task(_present(running))
    speaking = asyncio.create_task(running.postman.run(stop))
    taking = asyncio.create_task(running.intake.run(stop))
    try:
        await asyncio.wait({speaking, taking}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.set()
        presenting.cancel()
        await running.ticker.stop()
        results = await asyncio.gather(taking, speaking, return_exceptions=True)
    log.info("stopped")
    for result in results:
        if isinstance(result, BaseException):
            raise result


def keep_what_stands() -> None:
    """Have the collector pass over forms, words and libraries: a look at them paused everybody for 0.1 s.

    It was off while they were read: it would have looked through them a dozen times.
    """
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    gc.enable()


async def _present(running: Running) -> None:
    """Show strangers a neutral face, beside the work; that it cannot be set now is no reason to stop."""
    try:
        await running.telegram.present(running.words.profiles())
    except TelegramFailed as failed:
        log.warning("profile-not-set", why=type(failed).__name__)
