"""What the storm does and when: a seed gives the same schedule every time.

Law: plain values; nothing here acts. The seed reproduces the schedule and everybody's dice, not the order in
which the machine's threads run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

from sandbox.values import JsonObject


def maybe(dice: Random, often: float) -> bool:
    """Throw the dice."""
    return dice.random() < often


START_SECONDS = 0.35
"""What a start takes, roughly: a kill at the start strikes within these."""
QUICK_SECONDS = (0.02, 0.3)
"""How long the program works before a kill that leaves it little time."""
SLOWER_SECONDS = (0.05, 1.1)
"""The same for each second of a set pace."""
KINDS = ("clock", "update", "filing", "send", "start")
OFTEN = (13, 15, 10, 17, 45)
ROW = 10
METHODS = ("sendMessage", "editMessageText", "getUpdates", "answerCallbackQuery", "deleteMessages", "")


HOURS: tuple[float, ...] = (0.4, 2, -1, 7, 20, -0.5, 5, 25)


@dataclass(frozen=True, slots=True)
class Plan:
    """How hard it blows."""

    seed: int = 1
    kills: int = 500
    reports: int = 5000
    reporters: int = 400
    officers: int = 5
    coordinators: int = 2
    seconds: float = 360.0
    """How long the storm itself may last; calm, hours and audit come after."""
    pace: float = 0.0
    """Seconds from one kill to the next; 0: such that the kills fill the storm."""
    form: str = "badai.md"
    """What reporters are asked: the storm's own short form, or ``bawaan``, the shipped one."""
    hours: tuple[float, ...] = HOURS
    """How far the wall clock is set, one after another, when the storm is over: with hours come reminders."""
    closes: float = 0.9
    """How many of the accepted cases are closed with their first step."""
    disk: bool = True
    faults: bool = True
    hostile: bool = True
    plant: str = ""
    aim: str = ""
    """Kills of this kind alone, where a planted bug is looked for."""


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: what it waits for, how long after, and how long the program may run before."""

    wait_for: str
    """clock, update, filing, send, start."""
    delay: float
    run: float
    is_long: bool = False
    """Work gets done before it: however long the kills so far have left of their share of the storm."""


def kills(plan: Plan) -> Iterator[Kill]:
    """Give the kills, one after another, without end: nine in a row, then a while in which work gets done."""
    dice = Random(f"{plan.seed}/kills")
    for number in count(1):
        kind = plan.aim or dice.choices(KINDS, OFTEN)[0]
        run = dice.uniform(*SLOWER_SECONDS) * plan.pace if plan.pace else dice.uniform(*QUICK_SECONDS)
        yield Kill(kind, _delay(kind, dice, plan), run, is_long=number % ROW == 0 and not plan.pace)


def _delay(kind: str, dice: Random, plan: Plan) -> float:
    match kind:
        case "update":
            return dice.uniform(0, 0.02)
        case "filing":
            # Between the two halves of what a planted bug tears apart.
            return dice.uniform(0, 0.3 if plan.plant else 0.03)
        case "send":
            return dice.choice((0.0, 0.0, dice.uniform(0, 0.01)))
        case "start":
            return dice.uniform(0, START_SECONDS)
        case _:
            return 0.0


def faults(plan: Plan) -> Iterator[list[JsonObject]]:
    """Give the trouble on the line, a few orders at a time."""
    dice = Random(f"{plan.seed}/faults")
    while True:
        yield [_fault(dice) for _ in range(dice.randrange(1, 4))]


def _fault(dice: Random) -> JsonObject:
    kind = dice.choice(
        (
            "error",
            "flood",
            "drop",
            "hang",
            "latency",
            "deliver_then_drop",
            "deliver_then_drop",
            "reset",
            "slow_body",
        )
    )
    order: JsonObject = {
        "kind": "error" if kind == "flood" else kind,
        "method": dice.choice(METHODS),
        "times": -1,
        "probability": dice.choice((0.01, 0.03, 0.1)),
        "seed": dice.getrandbits(30) + 1,
        "seconds": {"hang": 0.8, "latency": 0.2, "slow_body": 0.2}.get(kind, 0),
    }
    if kind == "error":
        order["code"] = dice.choice((500, 502, 504))
    if kind == "flood":
        order |= {"code": 429, "retry_after": 1, "probability": 0.01}
    return order


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that happens to the machine between two lives of the program."""

    what: str
    """skew, disk-full, disk-locked, damage, repeat, gap."""
    number: float = 0.0


DEEDS = ("skew", "repeat", "disk-full", "disk-locked", "damage", "gap")


def deeds(plan: Plan) -> Iterator[Deed | None]:
    """Give, for each kill, what happens to the machine as well: each kind once, then mostly nothing."""
    dice = Random(f"{plan.seed}/deeds")
    allowed = [kind for kind in DEEDS if plan.disk or not kind.startswith("disk")]
    first = dice.sample(allowed, len(allowed))
    for kind in first:
        yield _deed(kind, dice)
        yield None
    while True:
        kind = dice.choices(("", *DEEDS), (80, 3, 14, 1, 0.9, 0.8, 0.3))[0]
        yield _deed(kind, dice) if kind in allowed else None


def _deed(kind: str, dice: Random) -> Deed:
    return Deed(kind, dice.uniform(-240, 240) if kind == "skew" else dice.random())
