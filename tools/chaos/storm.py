"""The storm itself: people act, the program is killed and started, the machine fails; then calm, and hours.

Law: everything that is done is written into the ledger before anybody looks for what it broke.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random

import aiohttp

from tools.chaos import schedule
from tools.chaos.hostile import Maker
from tools.chaos.ledger import Call, Shown, Staff
from tools.chaos.machine import Machine
from tools.chaos.people import Officer, Reporter
from tools.chaos.phones import Phones
from tools.chaos.program import Program
from tools.chaos.schedule import Kill, Plan, maybe
from tools.chaos.told import case_in

QUIET = 1.2
"""Seconds without a call after which everything that was to be said is said."""
LONGEST_CALM = 90.0
LONGEST_CATCHING_UP = 60.0
LONGEST_START = 10.0
LAST_HOURS = 3
"""Steps in which nobody records anything: every reminder comes to its last."""
TICK = 0.005
ENOUGH = 1.02
"""Receipts that are sought, as a part of the reports that are wanted: one shown twice counts once."""
KNOWN_CASES = 100
SPREAD = 0.97
"""By then the last kill is due, as a part of the storm."""
Beside = Callable[[], Coroutine[object, object, None]]


@dataclass(slots=True)
class Storm:
    """One storm."""

    plan: Plan
    phones: Phones
    program: Program
    machine: Machine
    reporters: list[Reporter] = field(default_factory=list)
    officers: list[Officer] = field(default_factory=list)
    is_blowing: bool = True
    started: float = 0.0
    ended: float = 0.0
    cases: list[str] = field(default_factory=list)
    """Cases that the phones of the office showed lately, as their buttons name them."""
    _wakes: dict[int, float] = field(default_factory=dict)
    """By chat: when that person acts next."""
    _coming: list[tuple[float, int]] = field(default_factory=list)
    """The same as a heap, with what was put forward since."""
    _struck: asyncio.Event = field(default_factory=asyncio.Event)

    # People

    def people(self, staff: list[Staff]) -> None:
        """Hand out phones to the reporters, and put the office's people behind theirs."""
        for number in range(self.plan.reporters):
            chat = self.phones.new_person(f"Warga {number}")
            dice = Random(f"{self.plan.seed}/reporter/{number}")
            self._join(Reporter(chat, dice, self.phones, self._wanted))
        for one in staff:
            self.phones.ledger.note(one)
            officer = Officer(one.chat, Random(f"{self.plan.seed}/{one.chat}"), self.phones, self.plan.closes)
            self._join(officer)
            self.phones.say(one.chat, "/start")

    def _join(self, person: Reporter | Officer) -> None:
        if isinstance(person, Reporter):
            self.reporters.append(person)
        else:
            self.officers.append(person)

        def saw(shown: Shown) -> None:
            if case := case_in(shown):
                self.cases[KNOWN_CASES - 1 :] = []
                self.cases.insert(0, case)
            if not person.saw(shown):
                return
            pause = person.dice.uniform(0.02, 0.25) if isinstance(person, Reporter) else 0.02
            if self.phones.now + pause < self._wakes.get(person.chat, 0.0):
                self._wake(person.chat, pause)

        self.phones.watchers[person.chat] = saw

    def _wanted(self) -> bool:
        return self.is_blowing and self.filed < self.plan.reports * ENOUGH

    def _wake(self, chat: int, pause: float) -> None:
        """Have somebody act after so many seconds, and not before or after."""
        self._wakes[chat] = self.phones.now + pause
        heappush(self._coming, (self._wakes[chat], chat))

    async def _live(self) -> None:
        """Let everybody act when their time has come."""
        people: list[Reporter | Officer] = [*self.reporters, *self.officers]
        everybody = {one.chat: one for one in people}
        spread = Random(f"{self.plan.seed}/spread")
        for chat in everybody:
            self._wake(chat, spread.uniform(0, 2))
        while True:
            now = self.phones.now
            while self._coming and self._coming[0][0] <= now:
                at, chat = heappop(self._coming)
                if at == self._wakes[chat]:
                    person = everybody[chat]
                    self._wake(chat, person.patience * person.dice.uniform(0.8, 1.2))
                    person.act()
            await asyncio.sleep(TICK)

    # The storm

    async def blow(self) -> None:
        """Let it storm until there were kills and reports enough, or the time is over."""
        self.started = self.phones.now
        living = asyncio.create_task(self._live())
        beside = [asyncio.create_task(one()) for one in self._beside()]
        try:
            await self._kill_and_start()
        finally:
            self.is_blowing = False
            self.ended = self.phones.now
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            self._leave()
            await asyncio.sleep(0.5)
            living.cancel()
            await asyncio.gather(living, return_exceptions=True)
            self.phones.api.faults.clear()

    def _beside(self) -> list[Beside]:
        ways: list[Beside] = [self._block_now_and_then]
        if self.plan.faults:
            ways.append(self._order_faults)
        if self.plan.hostile:
            ways.append(self._send_hostile)
        return ways

    @property
    def filed(self) -> int:
        """How many receipts were seen."""
        return sum(one.filed for one in self.reporters)

    async def _kill_and_start(self) -> None:
        coming, machine = schedule.kills(self.plan), schedule.deeds(self.plan)
        await self.program.start()
        while self.phones.now - self.started < self.plan.seconds and not self._is_enough():
            kill = next(coming)
            if self.program.kills < self.plan.kills:
                await self._wait_and_kill(kill)
                deed = next(machine)
                if deed is not None:
                    await self.machine.suffer(deed)
            else:
                await asyncio.sleep(0.2)
            await self.machine.revive()

    def _is_enough(self) -> bool:
        return self.program.kills >= self.plan.kills and self.filed >= self.plan.reports

    async def _wait_and_kill(self, kill: Kill) -> None:
        if kill.wait_for == "start" and not kill.is_long:
            await asyncio.sleep(kill.delay)
            await self.program.kill("start")
            return
        with suppress(TimeoutError):
            # It is killed at work, not while it starts: that is another kill.
            await asyncio.wait_for(self.phones.polled.wait(), LONGEST_START)
        await asyncio.sleep(max(kill.run, self._spare) if kill.is_long else kill.run)
        if kill.wait_for not in {"clock", "start"}:
            self._struck.clear()
            self.phones.trigger.on_call = self._striking(kill)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._struck.wait(), 1.5)
            self.phones.trigger.on_call = None
        await self.program.kill(kill.wait_for)

    @property
    def _spare(self) -> float:
        """Seconds until this many kills are due, spread evenly over the storm."""
        due = self.started + self.plan.seconds * SPREAD * (self.program.kills + 1) / self.plan.kills
        return due - self.phones.now

    def _striking(self, kill: Kill) -> Callable[[Call], None]:
        def strike() -> None:
            self.program.strike(kill.wait_for)
            self._struck.set()

        def on_call(call: Call) -> None:
            if self._struck.is_set() or not self._is_awaited(kill, call):
                return
            self.phones.trigger.on_call = None
            if kill.delay:
                asyncio.get_running_loop().call_later(kill.delay, strike)
            else:
                strike()

        return on_call

    def _is_awaited(self, kill: Kill, call: Call) -> bool:
        match kill.wait_for:
            case "update":
                return bool(call.given)
            case "filing":
                return not self.phones.sends.isdisjoint(call.given)
            case _:
                return not call.given and call.method != "answerCallbackQuery"

    def _leave(self) -> None:
        """Have every sixth reporter press the quick exit as the last thing."""
        for person in self.reporters[::6]:
            person.leaving = True
            self._wake(person.chat, 0.0)

    # What happens beside

    async def _order_faults(self) -> None:
        for orders in schedule.faults(self.plan):
            self.phones.api.faults.clear()
            for order in orders:
                self.phones.api.faults.order(order)
            await asyncio.sleep(4)

    async def _block_now_and_then(self) -> None:
        dice = Random(f"{self.plan.seed}/block")
        while True:
            await asyncio.sleep(dice.uniform(3, 9))
            officer = dice.choice(self.officers)
            officer.blocked = True
            self.phones.block(officer.chat, blocked=True)
            try:
                await asyncio.sleep(dice.uniform(0.3, 2))
            finally:
                self.phones.block(officer.chat, blocked=False)
                officer.blocked = False

    async def _send_hostile(self) -> None:
        dice = Random(f"{self.plan.seed}/hostile")
        people = [*(one.chat for one in self.officers), *(one.chat for one in self.reporters)]
        maker = Maker(dice, self.phones.new_person("Orang asing"), people, self.cases)
        while True:
            for _ in range(dice.randrange(1, 6)):
                self.phones.raw(maker.update())
            if maybe(dice, 0.05):
                self.phones.raw(maker.oversized())
            if maybe(dice, 0.05):
                self.phones.raw_body("no-json", maker.unreadable())
            await asyncio.sleep(dice.uniform(0.2, 1.5))

    # Calm, and hours

    async def calm(self) -> bool:
        """Let the program finish what it has to say, and ask for more; False: it did not come to that."""
        await self.machine.revive()
        began = self.phones.now
        while self.phones.now - began < LONGEST_CALM:
            quiet = self.phones.now - max(self.phones.last_call, began)
            if quiet > QUIET and self.phones.is_polled and not self.phones.world.queue.waiting:
                return True
            await self.machine.revive()
            await asyncio.sleep(0.1)
        self.machine.tell("never-calm")
        return False

    async def office_catches_up(self) -> None:
        """Let officers take up and close what the storm has brought: one chat takes all alerts of a shift.

        One of them takes up nothing more: what rang there last must call again when time passes.
        """
        self.officers[0].accepts = False
        began = busy = self.phones.now
        while self.phones.now - busy < QUIET and self.phones.now - began < LONGEST_CATCHING_UP:
            await self.machine.revive()
            for officer in self.officers:
                if officer.is_busy:
                    busy = self.phones.now
                    officer.act()
            await asyncio.sleep(0.01)

    async def let_hours_pass(self) -> None:
        """Set the clock on, both ways; officers act between, and the program is killed now and then."""
        dice = Random(f"{self.plan.seed}/hours")
        for number, hours in enumerate(self.plan.hours):
            self.machine.set_clock(self.machine.skew + hours * 3600)
            await self._wake_or_kill(dice)
            await self.calm()
            self._settled()
            if number < len(self.plan.hours) - LAST_HOURS:
                await self._officers_act(2.0)
                await self.calm()
                self._settled()
            for officer in self.officers:
                officer.closes, officer.accepts = 0.3, True

    def _settled(self) -> None:
        self.machine.tell("settled", time.time() + self.machine.skew)

    async def _wake_or_kill(self, dice: Random) -> None:
        if maybe(dice, 0.5):
            await self.program.kill("hours")
            for _ in range(dice.randrange(3)):
                await self.machine.revive()
                await asyncio.sleep(dice.uniform(0, 0.5))
                await self.program.kill("hours")
            await self.machine.revive()
            return
        address = f"http://127.0.0.1:{self.program.order.control}/"
        try:
            async with aiohttp.ClientSession() as session, session.post(address, json={"advance_seconds": 0}):
                pass
        except aiohttp.ClientError:
            await self.program.kill("no-control")

    async def _officers_act(self, seconds: float) -> None:
        until = self.phones.now + seconds
        while self.phones.now < until:
            for officer in self.officers:
                officer.act()
            await asyncio.sleep(0.03)
