"""What happens to the machine: its clock is set, its disk fills or locks, rows are damaged, hours are lost.

Law: one deed at a time, between two lives of the program or during one; each is told to the ledger.
"""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from tools.chaos.disk import Disk
from tools.chaos.ledger import Trouble
from tools.chaos.phones import Phones
from tools.chaos.program import Program
from tools.chaos.schedule import Deed

GAP_SECONDS = 200.0
"""Telegram forgets presses after 150."""
LARGEST_SKEW = 240.0
"""Seconds that the clock is off while it storms: a case calls again after a quarter of an hour."""
LITTLE_ROOM = 64 * 1024


@dataclass(slots=True)
class Machine:
    """The machine that the program runs on."""

    phones: Phones
    program: Program
    disk: Disk
    folder: Path
    is_sqlite: bool
    skew: float = 0.0
    damaged: int = 0

    async def suffer(self, deed: Deed) -> None:
        """Have something happen."""
        match deed.what:
            case "skew":
                self.set_clock(max(-LARGEST_SKEW, min(LARGEST_SKEW, deed.number)))
            case "repeat":
                self._repeat(deed)
            case "disk-full" if self.is_sqlite:
                await self._fill()
            case "disk-locked" if self.is_sqlite:
                await self._lock()
            case "damage" if self.is_sqlite:
                self._damage(deed)
            case "gap":
                self._gap()
            case _:
                pass

    async def revive(self) -> None:
        """Start the program where none lives."""
        if not self.program.runs:
            await self.program.all_gone()
            await self.program.start()

    def set_clock(self, skew: float) -> None:
        """Set the clock on the wall."""
        self.skew = skew
        path = Path(self.program.order.clock)
        fresh = path.with_suffix(".new")
        fresh.write_text(str(skew), encoding="ascii")
        fresh.replace(path)
        self.tell("skew", skew)

    def _repeat(self, deed: Deed) -> None:
        """Have Telegram hand out again what it was told is done."""
        dice = Random(deed.number)
        known = self.phones.given
        self.phones.repeat(dice.sample(known, min(len(known), 10)))
        self.tell("repeat")

    async def _fill(self) -> None:
        if not self.disk.is_mounted:
            await self._limit()
            return
        await self.revive()
        await asyncio.sleep(0.5)
        self.tell("disk-full")
        self.disk.fill()
        await asyncio.sleep(1.0)
        self.disk.clear()
        self.tell("disk-free")

    async def _limit(self) -> None:
        """Let files grow no further for a while, where no disk of our own can be filled."""
        order = self.program.order
        size = max((path.stat().st_size for path in (self.folder / "data").iterdir()), default=0)
        self.program.order = replace(order, largest_file=size + LITTLE_ROOM)
        self.tell("disk-full")
        await self.revive()
        await asyncio.sleep(1.5)
        await self.program.kill("disk-full")
        self.program.order = order
        self.tell("disk-free")

    async def _lock(self) -> None:
        await self.program.all_gone()
        if not self.disk.lock():
            return
        self.tell("disk-locked")
        await self.program.start()
        await asyncio.sleep(0.6)
        await self.program.kill("disk-locked")
        await self.program.all_gone()
        self.disk.unlock()
        self.tell("disk-free")

    def _damage(self, deed: Deed) -> None:
        """Put junk into tables whose rows wait for the program, and spoil one chat's draft."""
        dice = Random(deed.number)
        junk = dice.randbytes(400)
        with closing(sqlite3.connect(self.folder / "data" / "teduh.db", timeout=5)) as database, database:
            database.execute(
                "INSERT INTO outbox (id, chat, lane, generation, minute, rev, sealed) VALUES (?,?,1,0,0,1,?)",
                (junk[:16], junk[:32], junk),
            )
            database.execute(
                "INSERT INTO due (id, minute, firing, rev, sealed) VALUES (?,0,?,1,?)",
                (junk[16:32], junk[32:64], junk),
            )
            spoilt = spoil_a_session(database, dice)
        self.damaged += 1
        self.tell("damage", about=spoilt)

    def _gap(self) -> None:
        """Let three minutes pass in which nobody fetched anything: Telegram forgets the presses."""
        world = self.phones.world
        self.set_clock(min(self.skew, 0.0) + GAP_SECONDS)
        world.clock.advance(GAP_SECONDS)
        self.tell("gap")
        for update in [one for one in world.queue.waiting if one.expires <= world.now()]:
            self.tell("forgotten", update.update_id)
            world.queue.drop(update.update_id)

    def tell(self, what: str, number: float = 0.0, about: str = "") -> None:
        """Write down what happened."""
        self.phones.ledger.note(Trouble(self.phones.now, what, about, number))


def spoil_a_session(database: sqlite3.Connection, dice: Random) -> str:
    """Turn one bit of one chat's sealed draft; give the beginning of its row's name, empty: there is none."""
    rows: list[tuple[bytes, int, bytes]] = database.execute(
        "SELECT chat, rev, sealed FROM sessions WHERE sealed IS NOT NULL ORDER BY chat"
    ).fetchall()
    if not rows:
        return ""
    chat, revision, sealed = dice.choice(rows)
    spoilt = bytearray(sealed)
    spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
    database.execute(
        "UPDATE sessions SET sealed = ? WHERE chat = ? AND rev = ?", (bytes(spoilt), chat, revision)
    )
    return chat.hex()[:8]
