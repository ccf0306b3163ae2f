"""Where programs are born: everything is imported once, and each start is a fork, so that 500 fit in minutes.

Law: what is forked is the program as it stands on disk, in a process of its own. It differs from teduh run
in three named things only: a wall clock that the storm may set, a planted bug where a test asks for one, and
no import of what is imported already. A line of JSON on standard input orders a start; a line on standard
output tells the process's id, and later its end.
"""

import asyncio
import gc
import json
import os
import resource
import select
import signal
import sys
import tempfile
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

from pydantic import TypeAdapter

from bot import app, logs
from bot.clock import MovableClock
from bot.office import open_office, places_of
from bot.settings_file import load
from bot.token import read_token
from bot.wording import Words
from storage.errors import Refused
from storage.opening import found
from tools.chaos import planted
from tools.chaos.office import configure


@dataclass(frozen=True, slots=True)
class Order:
    """One start."""

    config: str
    log: str
    clock: str
    """A file that holds how many seconds the wall clock is off."""
    control: int
    plant: str = ""
    largest_file: int = 0
    """Bytes; 0: no limit. Where no small file system can be mounted, this plays a full disk."""


ORDER: TypeAdapter[Order] = TypeAdapter(Order)


class WallClock(MovableClock):
    """The machine's clock as an administrator sets it, both ways; seconds go on steadily."""

    __slots__ = ("_at",)
    path = Path()

    def now(self) -> datetime:
        """Tell the time that the clock on the wall shows."""
        return datetime.now(UTC) + timedelta(seconds=float(self.path.read_text(encoding="ascii") or 0))


def main() -> None:
    """Take orders until the input ends."""
    asyncio.run(_warm())
    gc.freeze()
    print("nursery-ready", flush=True)  # noqa: T201 - the other side waits for it
    waiting = b""
    while True:
        readable, _, _ = select.select([0], [], [], 0.005)
        if readable:
            read = os.read(0, 65536)
            if not read:
                return
            *lines, waiting = (waiting + read).split(b"\n")
            for line in lines:
                _bear(ORDER.validate_json(line))
        _bury()


async def _warm() -> None:
    """Import whatever is imported late, by opening an office once: every child would do it again."""
    with tempfile.TemporaryDirectory(prefix="teduh-nursery-") as folder:
        settings = load(configure(Path(folder), "http://127.0.0.1:1", "sqlite"))
        await found(places_of(settings), "hangat")
        async with open_office(settings, MovableClock(), alone=True) as office:
            words = Words.load()
            words.profiles()
            await office.store.fire(office.moment())
            await office.store.rest(1, office.moment())
            await office.store.forget(office.moment())


def _bear(order: Order) -> None:
    child = os.fork()
    if child == 0:
        _live(order)
    print(json.dumps({"born": child}), flush=True)  # noqa: T201 - the other side waits for it


def _bury() -> None:
    while True:
        try:
            child, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if child == 0:
            return
        print(json.dumps({"gone": child, "code": os.waitstatus_to_exitcode(status)}), flush=True)  # noqa: T201 - the same


def _live(order: Order) -> NoReturn:
    """Be the program, and end as one."""
    code = 1
    try:
        _furnish(order)
        settings = load(Path(order.config))
        logs.configure(settings.log.level, settings.log.format)
        asyncio.run(app.run(settings, read_token(settings), order.control))
        code = 0
    except Refused as refused:
        print(f"refused: {refused}", file=sys.stderr, flush=True)  # noqa: T201 - its log
    except BaseException:  # noqa: BLE001 - the end of a process
        traceback.print_exc()
    finally:
        os._exit(code)


def _furnish(order: Order) -> None:
    """Give the program its log, its clock, its limits and the bug that was asked for."""
    log = os.open(order.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if order.largest_file:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order.largest_file, resource.RLIM_INFINITY))
    WallClock.path = Path(order.clock)
    vars(app)["MovableClock"] = WallClock
    planted.plant(order.plant)


if __name__ == "__main__":
    main()
