"""Starts the stand-in and the contestants, and plays rounds.

Law: a contestant is started once and stays for the whole run; the others wait for updates meanwhile, which
costs nothing.
"""

import asyncio
import json
import sys
import urllib.request
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from tools.bench.contestants import token_of
from tools.bench.standin import Round

LONGEST_ROUND = 90.0


class Ended(Exception):  # noqa: N818 - reads as what the contestant did
    """A contestant has ended."""


@dataclass(frozen=True, slots=True)
class Played:
    """What one round came to."""

    per_second: float
    answers: list[float] = field(repr=False)
    """Seconds from a person's deed to the reply, with the press answered."""
    alerts: list[float] = field(repr=False)
    """Seconds from Send to the officer's phone, of every Send within the measured time."""
    sent_before: int
    """Reports sent in the warm-up."""
    alerts_owed: int
    """Sends within it whose alert did not come."""
    cpu_ms: float
    """The contestant's processor time an update, all its threads."""
    own_share: float
    """How much of one processor the stand-in itself took."""
    calls: dict[str, int]
    updates: int
    owed: int
    late: int
    """Updates offered when nobody was free to send one."""
    waiting: int


class Stage:
    """The stand-in and whoever is on it; leave the block and all are gone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._leaving = AsyncExitStack()
        self.url = ""

    async def __aenter__(self) -> Self:
        """Start the stand-in."""
        program = await self._start("tools.bench.standin", out=asyncio.subprocess.PIPE)
        assert program.stdout is not None
        self.url = (await program.stdout.readline()).decode().split()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop everything that was started."""
        await self._leaving.aclose()

    async def enter(self, name: str, folder: Path | None = None, alias: str = "") -> None:
        """Start a contestant and wait until it asks for updates."""
        home = folder or self._folder / name
        home.mkdir(mode=0o700, exist_ok=True)
        self._running[alias or name] = await self._start("tools.bench.contestants", name, self.url, str(home))
        await self._asked(Round(token_of(name), people=0), self._running[alias or name])

    async def leave(self, name: str) -> None:
        """Stop one contestant."""
        await _ended(self._running.pop(name))

    async def play(self, name: str, wanted: Round, alias: str = "") -> Played:
        """Play one round with a contestant."""
        wanted.token, wanted.pid = token_of(name), self._running[alias or name].pid
        answer = await self._asked(wanted, self._running[alias or name])
        assert isinstance(answer, dict)
        return Played(**answer)

    def memory_mb(self, name: str) -> float:
        """Tell how much memory a contestant holds, in MB."""
        status = Path(f"/proc/{self._running[name].pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    async def _asked(self, wanted: Round, contestant: asyncio.subprocess.Process) -> object:
        """Have a round played; a contestant that has ended ends the bench.

        Raises:
            Ended: it did; what it said stands in ``others.log``.

        """
        body = json.dumps(asdict(wanted)).encode()
        answer = asyncio.create_task(asyncio.to_thread(_post, f"{self.url}/round", body))
        ended = asyncio.create_task(contestant.wait())
        await asyncio.wait({answer, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise Ended(self._folder.joinpath("others.log").read_text(encoding="utf-8")[-2000:])
        ended.cancel()
        return answer.result()

    async def _start(self, *arguments: str, out: int | None = None) -> asyncio.subprocess.Process:
        with (self._folder / "others.log").open("ab") as log:
            program = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *arguments, stdout=out or log, stderr=log
            )
        self._leaving.push_async_callback(_ended, program)
        return program


def _post(url: str, body: bytes) -> object:
    with urllib.request.urlopen(url, body, LONGEST_ROUND) as answer:  # noqa: S310 - loopback
        read: object = json.load(answer)
        return read


async def _ended(program: asyncio.subprocess.Process) -> None:
    if program.returncode is None:
        program.terminate()
        try:
            await asyncio.wait_for(program.wait(), 10)
        except TimeoutError:
            program.kill()
            await program.wait()


def quantile(values: Sequence[float], share: float) -> float:
    """Give the value below which a share of all lies; 0 where there is none."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0
