"""The program in the storm's hands: started, killed with SIGKILL, and started again.

Law: a kill is ``kill -9`` and nothing softer; what the program writes to its log is kept.
"""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tools.chaos.ledger import Ledger, Trouble
from tools.chaos.nursery import Order
from tools.chaos.phones import Phones


@dataclass(slots=True)
class Program:
    """One program at a time."""

    order: Order
    phones: Phones
    ledger: Ledger
    pid: int = 0
    kills: int = 0
    ended: int = 0
    """How often it ended by itself."""
    _nursery: Process | None = None
    _reading: asyncio.Task[None] | None = None
    _born: "asyncio.Queue[int]" = field(default_factory=asyncio.Queue)
    _living: dict[int, asyncio.Event] = field(default_factory=dict)

    async def open(self) -> None:
        """Open the nursery."""
        self._nursery = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tools.chaos.nursery", stdin=PIPE, stdout=PIPE,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert self._nursery.stdout is not None
        if not await self._nursery.stdout.readline():
            raise RuntimeError("The nursery did not open: its error stands above.")
        self._reading = asyncio.create_task(self._read(self._nursery.stdout))

    async def _read(self, told: asyncio.StreamReader) -> None:
        async for line in told:
            news: dict[str, int] = json.loads(line)
            if "born" in news:
                self._living[news["born"]] = asyncio.Event()
                self._born.put_nowait(news["born"])
                continue
            self._living.pop(news["gone"]).set()
            if news["gone"] == self.pid:
                self.pid = 0
                self.ended += 1
                self._tell("ended", news["code"])

    @property
    def runs(self) -> bool:
        """Whether a program lives."""
        return self.pid != 0

    async def start(self) -> None:
        """Start it; it is not ready yet."""
        assert self._nursery is not None
        assert self._nursery.stdin is not None
        self.phones.polled.clear()
        self._nursery.stdin.write(json.dumps(asdict(self.order)).encode() + b"\n")
        self.pid = await self._born.get()
        self._tell("start")

    async def kill(self, why: str) -> None:
        """Kill it, and wait until it is gone."""
        if not self.pid:
            return
        pid, self.pid = self.pid, 0
        gone = self._living[pid]
        self.kills += 1
        self._tell("kill", about=why)
        os.kill(pid, signal.SIGKILL)
        await gone.wait()

    def strike(self, why: str) -> None:
        """Kill it this very instant; whoever waits for ``kill`` afterwards finds it gone."""
        if self.pid:
            pid, self.pid = self.pid, 0
            self.kills += 1
            os.kill(pid, signal.SIGKILL)
            self._tell("kill", about=why)

    async def stop(self) -> None:
        """Ask it to end, as an administrator does."""
        if self.pid:
            pid, self.pid = self.pid, 0
            gone = self._living[pid]
            os.kill(pid, signal.SIGTERM)
            try:
                await asyncio.wait_for(gone.wait(), 15)
            except TimeoutError:
                self._tell("did-not-stop")
                os.kill(pid, signal.SIGKILL)
                await gone.wait()

    async def all_gone(self) -> None:
        """Wait until no program lives."""
        while self._living:
            await asyncio.gather(*(one.wait() for one in list(self._living.values())))

    async def close(self) -> None:
        """Close the nursery."""
        await self.stop()
        if self._nursery is not None and self._nursery.stdin is not None:
            self._nursery.stdin.close()
            await self._nursery.wait()
        if self._reading is not None:
            await self._reading

    def _tell(self, what: str, number: float = 0, about: str = "") -> None:
        self.ledger.note(Trouble(self.phones.now, what, about, number))
