"""What one office takes by itself: look-ups, the overview, sealing, a crowd of reminders.

Law: the program's own parts, put together as ``bot.app`` does; only the questions asked of them are the
bench's.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.app import keep_what_stands
from bot.bell import Bell
from bot.clock import Clock, MovableClock
from bot.office import Office, open_office
from bot.pace import Pace
from bot.postman import Postman
from bot.sending import Sender
from bot.telegram_out import Telegram
from bot.ticker import Ticker
from bot.wording import Words
from conversations.sessions import AtDesk, Session
from storage import drawing, due
from storage.keyring import Keyring
from storage.receipts import receipt_hash
from storage.sealing import KEY_BYTES, Padding, Place, SymmetricKey
from storage.transaction import Transaction
from storage.workbench import Workbench
from tools.bench.contestants import token_of
from tools.bench.with_teduh import COORDINATOR, settings_in

TRIES = 15
SEALS, SEALINGS = 3000, 5
RECEIPTS = 10
QUARTER_PLUS = 16 * 60
"""Seconds after which nobody has accepted in time."""


def seal_us() -> float:
    """Seal 200 bytes as facts, often and again: the median of microseconds."""
    key, place = SymmetricKey.new(), Place("bench", "entries", b"0" * 16, "facts")
    taken = []
    for _ in range(SEALINGS):
        begun = time.perf_counter()
        for _ in range(SEALS):
            key.seal(place, b"x" * 200, Padding.FACTS)
        taken.append((time.perf_counter() - begun) * 1e6 / SEALS)
    return statistics.median(taken)


def receipt_ms() -> float:
    """Hash a receipt's words: milliseconds of processor time."""
    keyring = Keyring("bench", bytes(KEY_BYTES), {})
    begun = time.process_time()
    for _ in range(RECEIPTS):
        receipt_hash(keyring, ("satu", "dua", "tiga", "empat", "lima"))
    return (time.process_time() - begun) * 1e3 / RECEIPTS


async def look_ups(folder: Path) -> tuple[float, float]:
    """Give the milliseconds of the coordinator's overview, and the microseconds of a look for due rows."""
    async with open_office(settings_in(folder, "http://127.0.0.1:1"), Clock()) as office:
        overview = await _median(lambda: office.store.read(lambda within: _overview(office, within)))
        looking = await _median(lambda: office.store.read(lambda within: _look(office, within)))
        return overview * 1e3, looking * 1e6


def _overview(office: Office, within: Transaction) -> None:
    bench = Workbench(within, office.house, office.moment())
    bench.gather([COORDINATOR])
    bench.keep_session(COORDINATOR, Session(1, "id", AtDesk(status=True)))
    drawing.card(bench, COORDINATOR)


def _look(office: Office, within: Transaction) -> None:
    due.earliest(within)
    due.claim(within, office.moment().now, 20)


async def _median(call: Callable[[], Awaitable[object]]) -> float:
    taken = []
    for _ in range(TRIES):
        begun = time.perf_counter()
        await call()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


async def reminders_stall_ms(folder: Path, server: str) -> tuple[float, float, int]:
    """Have many reminders come due: the loop's longest stall in ms, idle and busy, and how many fired."""
    settings, clock = settings_in(folder, server), MovableClock()
    telegram = Telegram(token_of("teduh_form"), server)
    await telegram.open()
    async with open_office(settings, clock, alone=True) as office:
        bell, stop = Bell(), asyncio.Event()
        sender = Sender(telegram, Words.load(), settings.zone)
        postman = Postman(office.store, sender, office.moment, Pace(0, 0), bell)
        ticker = Ticker(office.store, postman, clock, office.moment, settings.zone, bell)
        await postman.recover()
        await ticker.start()
        keep_what_stands()
        speaking = asyncio.create_task(postman.run(stop))
        await _all_sent(office)
        idle = await _stall(lambda: asyncio.sleep(1))
        clock.advance(QUARTER_PLUS)
        fired = await _now_due(office)
        busy = await _stall(lambda: _fire(ticker, office))
        stop.set()
        await speaking
        await ticker.stop()
    await telegram.close()
    return idle * 1e3, busy * 1e3, fired


async def _fire(ticker: Ticker, office: Office) -> None:
    await ticker.fire()
    await _all_sent(office)


async def _all_sent(office: Office) -> None:
    """Wait until no letter waits, 5 s at most."""
    for _ in range(100):
        letters, _damaged = await office.store.waiting()
        if not letters:
            return
        await asyncio.sleep(0.05)


async def _now_due(office: Office) -> int:
    minute = int(office.clock.now().timestamp()) // 60
    query = "SELECT count(*) FROM due WHERE minute <= ?"
    counted: int = await office.store.read(
        lambda within: within.connection.exec_driver_sql(query, (minute,)).scalar_one()
    )
    return counted


async def _stall(work: Callable[[], Awaitable[None]]) -> float:
    """Give the longest time in which the loop answered nobody while the work was done."""
    longest, running = 0.0, True

    async def watch() -> None:
        nonlocal longest
        last = time.perf_counter()
        while running:
            await asyncio.sleep(0)
            now = time.perf_counter()
            longest = max(longest, now - last)
            last = now
            await asyncio.sleep(0.0005)
            last = time.perf_counter()

    watching = asyncio.create_task(watch())
    await work()
    running = False
    await watching
    return longest
