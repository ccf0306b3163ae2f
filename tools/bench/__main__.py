"""``make bench``: everything side by side in one run; the last line is one line of JSON.

Law: medians of rounds that take turns. What could not be measured here (no Redis, say) is null, never left
out. Numbers mean nothing on a machine that does something else meanwhile.
"""

import argparse
import asyncio
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.clock import STOCK, Clock
from bot.office import open_office
from tools.bench import crowd, figures
from tools.bench.playing import Played, Stage, quantile
from tools.bench.standin import LONGEST_ALERT, Round
from tools.bench.with_teduh import STAFF, found_office, settings_in

TEDUH, PTB, CEILING = "teduh_form", "ptb_form_pickle", "ptb_echo_our_client"
ROUND_TRIP = 0.05
OFFERED = 30.0
OPEN_CASES = 200
REMINDERS = 100
FAIRNESS = """\
Not measured like the rest: closed cases and pending times that only stand in the way are written straight
into the file, with shorter sealed values than real ones. A round begins when its contestant has nothing left
to do, its stock of hashes full; for each report another is made within the round, and counts.
A receipt's hash is slow on purpose (receipt_ms), and the running program makes up to 256 ahead while it has
time. So teduh_form is the speed of a rush that the stock lasts for: nobody in it waits for a hash.
teduh_form_sustained is the speed when the rush goes on: the stock is given out first, then it is measured,
and whoever presses Send waits until their hash is made. No other contestant makes such a hash."""
TICKS_PASS = 66.0
"""Seconds: the once-a-minute look at every draft is behind it."""

LONGEST_REST = 45.0
"""Seconds: 256 receipts are made in less."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured; times in seconds."""

    rounds: int
    seconds: float
    people: int
    drafts: int
    cases: int
    pending: int
    settle_down: float
    rest: float
    far: float
    """A round over the long way: long enough for some 25 alerts."""
    sustained: float
    sustained_after: int
    """Reports sent before the sustained speed is measured: more than were made ahead."""
    times: int
    """How often one office is started, and its reminders come due."""


DEFAULT = Size(
    rounds=5,
    seconds=1.8,
    people=64,
    drafts=10_000,
    cases=1_000_000,
    pending=100_000,
    settle_down=TICKS_PASS,
    rest=LONGEST_REST,
    far=11.0,
    sustained=5.0,
    sustained_after=STOCK * 3 // 2,
    times=3,
)
SMOKE = Size(
    rounds=1,
    seconds=0.3,
    people=8,
    drafts=20,
    cases=2_000,
    pending=500,
    settle_down=0.0,
    rest=0.0,
    far=2.0,
    sustained=0.3,
    sustained_after=40,
    times=1,
)


@dataclass(slots=True)
class Rounds:
    """What was played, by contestant and kind of round."""

    played: dict[tuple[str, str], list[Played]] = field(default_factory=dict)

    def note(self, name: str, kind: str, played: Played) -> None:
        """Keep one round."""
        self.played.setdefault((name, kind), []).append(played)

    def of(self, name: str, kind: str) -> list[Played]:
        """Give all rounds of one kind of a contestant."""
        return self.played.get((name, kind), [])

    def median(self, name: str, kind: str = "form") -> float:
        """Give the median of updates a second; 0 where none was played."""
        speeds = [one.per_second for one in self.of(name, kind)]
        return statistics.median(speeds) if speeds else 0.0

    def cpu(self, name: str, kind: str) -> float:
        """Give the median of processor milliseconds an update."""
        return statistics.median(one.cpu_ms for one in self.of(name, kind))

    def alerts_ms(self, share: float) -> float | None:
        """Give a quantile of the time from Send to alert, of all far rounds; None where there was none."""
        alerts = [alert for one in self.of(TEDUH, "far") for alert in one.alerts]
        return quantile(alerts, share) * 1e3 if alerts else None

    def answer_ms(self, name: str, kind: str, share: float) -> float:
        """Give the median over rounds of a quantile of the time to an answer."""
        return statistics.median(quantile(one.answers, share) * 1e3 for one in self.of(name, kind))


def say(text: str = "") -> None:
    """Tell whoever watches."""
    print(text, flush=True)  # noqa: T201 - the command's output


def contestants() -> list[str]:
    """Name whoever can take part here."""
    named = [TEDUH, PTB, "ptb_echo", CEILING, "aiogram_form_memory", "aiogram_form_sqlite_full"]
    return [*named, "aiogram_form_redis"] if shutil.which("redis-server") and _has_redis() else named


def _has_redis() -> bool:
    from importlib.util import find_spec

    return find_spec("redis") is not None


# Rounds ----------------------------------------------------------------------------------------------------


async def take_turns(stage: Stage, names: Sequence[str], size: Size) -> Rounds:
    """Play every kind of round, the contestants one after another, again and again."""
    rounds = Rounds()
    for name in names:
        await stage.play(name, _round(name, size, warm_up=2 * size.seconds))
    for number in range(size.rounds):
        for name in names:
            rounds.note(name, "form", await stage.play(name, _round(name, size, seed=number)))
        for name in (TEDUH, PTB, "ptb_echo"):
            alone = _round(name, size, seed=number)
            alone.people, alone.seconds = 1, size.seconds * 0.6
            rounds.note(name, "alone", await stage.play(name, alone))
        for name in (TEDUH, PTB):
            rounds.note(name, "far", await stage.play(name, _far(name, size, number)))
        say(
            f"  round {number + 1}: "
            + ", ".join(f"{n} {rounds.of(n, 'form')[-1].per_second:.0f}" for n in names)
        )
    hopeless = _far(TEDUH, size, 99)
    hopeless.hopeless, hopeless.round_trip, hopeless.seconds = 3, 0.0, size.seconds * 2
    rounds.note(TEDUH, "hopeless", await stage.play(TEDUH, hopeless))
    rounds.note(TEDUH, "sustained", await stage.play(TEDUH, _sustained(size)))
    return rounds


def _round(name: str, size: Size, *, warm_up: float = 0.3, seed: int = 0) -> Round:
    staff = list(STAFF) if name == TEDUH else []
    return Round("", size.people, size.seconds, warm_up, staff=staff, seed=seed, rest=size.rest)


def _far(name: str, size: Size, seed: int) -> Round:
    far = _round(name, size, warm_up=1.0, seed=seed)
    far.rate, far.round_trip, far.seconds = OFFERED, ROUND_TRIP, size.far
    return far


def _sustained(size: Size) -> Round:
    lasting = _round(TEDUH, size, seed=98)
    lasting.rest, lasting.seconds, lasting.sent_before = 0.0, size.sustained, size.sustained_after
    return lasting


# One office ------------------------------------------------------------------------------------------------


async def fill(folder: Path, size: Size, *, cases: int, pending: int, drafts: int, reports: int) -> None:
    """Found an office and fill it."""
    settings = settings_in(folder, "http://127.0.0.1:1")
    await found_office(settings)
    async with open_office(settings, Clock(), alone=True) as office:
        await crowd.file_reports(office, min(reports, size.cases))
        await crowd.open_drafts(office, drafts)
    path = settings.storage.data_dir / "teduh.db"
    await asyncio.to_thread(crowd.close_cases, path, cases)
    await asyncio.to_thread(crowd.wait_for_later, path, pending)


async def one_office(stage: Stage, folder: Path, size: Size) -> dict[str, float]:
    """Measure start, memory and look-ups of a small and a large office."""
    found: dict[str, float] = {}
    small, large = folder / "small", folder / "large"
    await fill(small, size, cases=1000, pending=1000, drafts=0, reports=OPEN_CASES)
    begun = time.perf_counter()
    await fill(large, size, cases=size.cases, pending=size.cases, drafts=size.drafts, reports=OPEN_CASES)
    say(f"  filled an office with {size.cases:,} cases in {time.perf_counter() - begun:.0f} s")
    found["status_ms_1k"], found["due_lookup_us_1k"] = await figures.look_ups(small)
    found["status_ms_1m"], found["due_lookup_us_1m"] = await figures.look_ups(large)
    found["startup_s"] = await _starts(stage, large, size.times)
    begun = time.perf_counter()
    played = await stage.play(TEDUH, _round(TEDUH, size))
    found["form_with_crowd"] = played.per_second
    found["seal_us"] = figures.seal_us()
    found["receipt_ms"] = figures.receipt_ms()
    crowded = [folder / f"busy-{number}" for number in range(size.times)]
    for busy in crowded:
        await fill(busy, size, cases=1000, pending=size.pending, drafts=0, reports=REMINDERS)
    await asyncio.sleep(max(size.settle_down - (time.perf_counter() - begun), 0))
    found["rss_mb"] = stage.memory_mb(TEDUH)
    await stage.leave(TEDUH)
    stalls = [await figures.reminders_stall_ms(busy, stage.url) for busy in crowded]
    idle, stall, fired = (statistics.median(figure) for figure in zip(*stalls, strict=True))
    return {**found, "loop_stall_idle_ms": idle, "reminders_stall_ms": stall, "reminders_fired": fired}


async def _starts(stage: Stage, folder: Path, times: int) -> float:
    """Start the program some times, the last one to stay: the median of seconds until it asks for updates."""
    taken = []
    for _ in range(times):
        await stage.leave(TEDUH)
        begun = time.perf_counter()
        await stage.enter(TEDUH, folder)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


# What is printed -------------------------------------------------------------------------------------------


def tell_calls(rounds: Rounds, names: Iterable[str]) -> None:
    """Say what each contestant sends for an update, so that nobody compares an echo with a form unknowing."""
    say("\nWhat each sends for an update (all calls but the polls, per update answered):")
    for name in names:
        played = rounds.of(name, "form")
        updates = sum(one.updates for one in played) or 1
        totals: dict[str, int] = {}
        for one in played:
            for method, count in one.calls.items():
                totals[method] = totals.get(method, 0) + count
        polls = totals.pop("getUpdates", 0)
        sent = ", ".join(f"{method} {count / updates:.2f}" for method, count in sorted(totals.items()))
        say(f"  {name:26} {sent}; {updates / max(polls, 1):.0f} updates a poll")


def tell_speeds(rounds: Rounds, names: Iterable[str]) -> None:
    """Print the table of speeds."""
    say(f"\n{'':26} updates/s   of Teduh   CPU ms   p50 ms   p99 ms   stand-in busy")
    ours = rounds.median(TEDUH)
    for name in names:
        speed, share = (
            rounds.median(name),
            statistics.median(one.own_share for one in rounds.of(name, "form")),
        )
        say(
            f"{name:26} {speed:9.0f}   {speed / ours if ours else 0:8.2f} {rounds.cpu(name, 'form'):8.2f}"
            f" {rounds.answer_ms(name, 'form', 0.5):8.0f} {rounds.answer_ms(name, 'form', 0.99):8.0f}"
            f" {share:12.0%}"
        )


def summed_up(rounds: Rounds, names: Sequence[str], single: dict[str, float]) -> dict[str, float | None]:
    """Give all keys of the last line."""
    ours = rounds.median(TEDUH)
    others = [name for name in names if name != TEDUH]
    far = rounds.of(TEDUH, "far")
    found: dict[str, float | None] = {name: rounds.median(name) for name in names}
    found.setdefault("aiogram_form_redis", None)
    found |= {f"ratio_{name}": ours / (rounds.median(name) or 1) for name in others}
    found |= {
        "teduh_form_sustained": rounds.median(TEDUH, "sustained"),
        "sustained_after_reports": rounds.of(TEDUH, "sustained")[0].sent_before,
        "ratio_sustained_ptb_form_pickle": rounds.median(TEDUH, "sustained") / (rounds.median(PTB) or 1),
        "submit_to_alert_ms_p50": rounds.alerts_ms(0.5),
        "submit_to_alert_ms_p99": rounds.alerts_ms(0.99),
        "alerts_measured": sum(len(one.alerts) for one in far),
        "answer_ms_p50": rounds.answer_ms(TEDUH, "far", 0.5),
        "answer_ms_p99": rounds.answer_ms(TEDUH, "far", 0.99),
        "answered_per_second_far": rounds.median(TEDUH, "far"),
        "owed_far": statistics.median(one.owed for one in far),
        "owed_far_ptb": statistics.median(one.owed for one in rounds.of(PTB, "far")),
        "cpu_ms_per_update": rounds.cpu(TEDUH, "far"),
        "cpu_ms_per_update_ptb": rounds.cpu(PTB, "far"),
        "cpu_ratio": rounds.cpu(TEDUH, "far") / (rounds.cpu(PTB, "far") or 1),
        "ping_pong_ratio": rounds.median(TEDUH, "alone") / (rounds.median(PTB, "alone") or 1),
        "ping_pong_ratio_echo": rounds.median(TEDUH, "alone") / (rounds.median("ptb_echo", "alone") or 1),
        "unreadable_delay_ms": max(
            (answer for one in rounds.of(TEDUH, "hopeless") for answer in one.answers), default=0.0
        )
        * 1e3,
        **single,
    }
    return {name: None if value is None else round(value, 3) for name, value in found.items()}


def tell_alerts(rounds: Rounds) -> None:
    """Say how long alerts took, on how many that rests, and which offers were not met."""
    far = rounds.of(TEDUH, "far")
    measured, owed = sum(len(one.alerts) for one in far), sum(one.alerts_owed for one in far)
    half, most = rounds.alerts_ms(0.5), rounds.alerts_ms(0.99)
    took = "none came" if half is None or most is None else f"p50 {half:.0f} ms, p99 {most:.0f} ms"
    say(f"\nFrom Send to the officer's phone: {took}; that rests on {measured} alerts (rounds: {len(far)}).")
    if owed:
        say(f"  {owed} more Sends had no alert {LONGEST_ALERT:.0f} s after it.")
    for name in (TEDUH, PTB):
        if late := sum(one.late for one in rounds.of(name, "far")):
            say(f"  {name}: {late} updates could not be offered, for nobody was free to send them (late).")


def tell_sustained(found: dict[str, float | None]) -> None:
    """Say how fast it is when no receipt is left that was made ahead."""
    say(
        f"\nSustained, after {found['sustained_after_reports']:.0f} reports without a rest:"
        f" {found['teduh_form_sustained']:.0f} updates/s,"
        f" {found['ratio_sustained_ptb_form_pickle']:.2f} of {PTB}."
    )


def tell_samples(size: Size) -> None:
    """Say on how much each figure rests."""
    say(
        f"\nRounds: {size.rounds}; speeds, answers, ratios and CPU are their medians. Starts: {size.times};"
        f" startup_s is their median.\nOffices with reminders: {size.times}; reminders_stall_ms and"
        f" loop_stall_idle_ms are their medians. Look-ups: medians of {figures.TRIES}.\n"
        f"seal_us: median of {figures.SEALINGS} times {figures.SEALS}. receipt_ms: mean of"
        f" {figures.RECEIPTS}. Measured once: teduh_form_sustained, form_with_crowd,\n"
        "rss_mb, unreadable_delay_ms (the longest answer of one round)."
    )


TARGETS: tuple[tuple[str, str, float], ...] = (
    ("ratio_ptb_form_pickle", ">=", 5),
    ("ratio_aiogram_form_sqlite_full", ">=", 3.5),
    ("ratio_aiogram_form_memory", ">=", 2),
    ("ratio_ptb_echo_our_client", ">=", 0.75),
    ("ping_pong_ratio", ">=", 1),
    ("answer_ms_p99", "<=", 3 * ROUND_TRIP * 1e3),
    ("cpu_ratio", "<=", 1),
    ("rss_mb", "<=", 150),
    ("startup_s", "<=", 2),
    ("reminders_stall_ms", "<=", 20),
    ("unreadable_delay_ms", "<=", 1000),
)


def tell_targets(found: dict[str, float | None]) -> None:
    """Say which targets were met."""
    found = {
        **found,
        "status_ratio": (found["status_ms_1m"] or 0) / (found["status_ms_1k"] or 1),
        "due_lookup_ratio": (found["due_lookup_us_1m"] or 0) / (found["due_lookup_us_1k"] or 1),
    }
    say()
    more = (("status_ratio", "<=", 3.0), ("due_lookup_ratio", "<=", 3.0))
    for name, sign, wanted in (*TARGETS, *more):
        value = found[name] or 0.0
        met = value >= wanted if sign == ">=" else value <= wanted
        say(f"  {'met   ' if met else 'MISSED'} {name:32} {value:9.2f} {sign} {wanted:g}")


async def run(size: Size) -> None:
    """Run it all."""
    begun = time.perf_counter()
    folder = Path(tempfile.mkdtemp(prefix="teduh-bench-"))
    names = contestants()
    say(
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; {size.rounds} rounds, {size.seconds} s;"
    )
    say(f"{size.people} people who go on at once; a report is 12 updates: the start and 11 presses.")
    try:
        rounds, single = await measure(folder, names, size)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found = summed_up(rounds, names, single)
    tell_calls(rounds, names)
    tell_speeds(rounds, names)
    tell_sustained(found)
    tell_alerts(rounds)
    tell_targets(found)
    tell_samples(size)
    say(f"\nTook {time.perf_counter() - begun:.0f} s. {FAIRNESS}")
    say(json.dumps(found))


async def measure(folder: Path, names: Sequence[str], size: Size) -> tuple[Rounds, dict[str, float]]:
    """Play all rounds, then look at one office by itself."""
    async with Stage(folder) as stage:
        for name in names:
            await stage.enter(name)
        rounds = await take_turns(stage, names, size)
        for name in names:
            if name != TEDUH:
                await stage.leave(name)
        return rounds, await one_office(stage, folder, size)


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser("make bench", description="Teduh beside the libraries of its field.")
    parser.add_argument("--rounds", type=int, default=DEFAULT.rounds)
    parser.add_argument("--seconds", type=float, default=DEFAULT.seconds)
    parser.add_argument("--people", type=int, default=DEFAULT.people)
    parser.add_argument("--cases", type=int, default=DEFAULT.cases)
    parser.add_argument("--smoke", action="store_true", help="only see that everything runs")
    given = parser.parse_args()
    chosen = replace(
        DEFAULT, rounds=given.rounds, seconds=given.seconds, people=given.people, cases=given.cases
    )
    os.umask(0o077)
    asyncio.run(run(SMOKE if given.smoke else chosen))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
