"""A short storm, the same each time: nothing is lost, doubled or shown to the wrong person.

And the auditor's own proof: five bugs, each planted alone, and each is seen.
"""

from dataclasses import replace

import pytest

from tools.chaos.planted import BUGS
from tools.chaos.postgres import SERVERS
from tools.chaos.run import run
from tools.chaos.schedule import Plan

SHORT = Plan(seed=20, kills=14, reports=40, reporters=30, seconds=150, pace=0.5, form="bawaan", hours=())
PLANTED = replace(SHORT, seed=4, kills=10, reports=20, disk=False, hostile=False, aim="filing")
STORMS = (4, 5, 6)
"""A kill strikes where it strikes: a bug that one storm passed by has two more to show itself."""
ENOUGH = 10
"""Receipts without which an auditor has nothing to find; how many come is a matter of speed."""
SIGNS = {
    "confirm-before-commit": {"update-not-applied"},
    "outbox-outside": {"alert-never", "exit-trace", "letter-left"},
    "alert-marked-before-sent": {"alert-never"},
    "reminder-without-condition": {"reminder-repeated"},
    "session-without-update": {"update-not-applied"},
}
"""What each bug is seen by."""


async def test_a_short_storm_loses_nothing() -> None:
    """Killed at work and while it starts, with trouble on the line, on the disk and in the clock."""
    report = await run(SHORT)

    assert not report.findings, report.told()
    assert report.numbers["kills"] >= SHORT.kills, report.told()
    assert report.numbers["receipts"] >= ENOUGH, report.told()


@pytest.mark.skipif(not SERVERS, reason="PostgreSQL is not installed here")
async def test_a_short_storm_loses_nothing_on_postgres() -> None:
    """The same, with another engine under it."""
    report = await run(replace(SHORT, disk=False), "postgres")

    assert not report.findings, report.told()
    assert report.numbers["receipts"] >= ENOUGH, report.told()


@pytest.mark.parametrize("bug", BUGS)
async def test_a_planted_bug_is_seen(bug: str) -> None:
    """By what it does to people, not by its name; where no kill met its instant, in a further storm."""
    hours = (0.4, 7.0, 25.0) if bug == "reminder-without-condition" else ()
    seen: set[str] = set()
    for seed in STORMS:
        report = await run(replace(PLANTED, seed=seed, plant=bug, hours=hours, closes=0.3))
        seen |= set(report.kinds)
        if SIGNS[bug] & seen:
            break

    assert SIGNS[bug] & seen, report.told()
