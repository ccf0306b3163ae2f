"""Promises 1, 3 and 21: whatever happens to the program, what was acknowledged is there, once."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Event

import pytest

from conversations.people import number_of
from tests.support import inside
from tests.support.citizens import Citizen
from tests.support.line import Line
from tests.support.officers import Officer, number_on
from tests.support.offices import Worlds
from tests.support.phones import Flashes, eventually
from tests.support.world import COORDINATOR, OFFICER, Wishes, World

KILLS = 26
"""For each of the seeds: more than fifty in all."""
CITIZENS = 3
LONGEST_LIFE = 5.0
"""Seconds."""


@pytest.mark.parametrize("seed", [20251125, 31])
def test_killed_at_any_instant_every_acknowledged_report_exists_once(worlds: Worlds, seed: int) -> None:
    """Citizens report and an officer works, while the program is killed again and again."""
    world = worlds(Wishes(on_duty=(OFFICER,), staff=(OFFICER, COORDINATOR)), start=False)
    over = Event()
    with people_of(world) as (citizens, officer), ThreadPoolExecutor(CITIZENS + 1) as crowd:
        reporting = [crowd.submit(reports_until, citizen, over) for citizen in citizens]
        working = crowd.submit(works_until, officer, reporting)
        kills_at_random(world, random.Random(seed))
        over.set()
        told = [story for each in reporting for story in each.result()]
        accepted = working.result()
        acts = world.line.acts + sum(one.line.acts for one in (*citizens, officer))
    world.settles()
    kept = world.asks(inside.stories)
    assert sorted(kept.values()) == sorted(told)
    assert sorted(map(number_of, kept)) == sorted(accepted)
    assert world.asks(inside.count_applied) == acts
    for name, case in world.asks(inside.all_cases).items():
        assert len(case.course.steps) == 1, "A step was lost or doubled."
        assert world.asks(partial(inside.notes_of, name=name)) == [note_on(number_of(name))]


@contextmanager
def people_of(world: World) -> Iterator[tuple[list[Citizen], Officer]]:
    """Give everybody a line of their own: they speak at the same time."""
    lines = [Line(world.url) for _ in range(CITIZENS + 1)]
    chats = [world.citizen().chat for _ in range(CITIZENS)]
    citizens = [
        Citizen(line, Flashes(line), chat, f"Warga {chat}")
        for line, chat in zip(lines[1:], chats, strict=True)
    ]
    try:
        yield citizens, Officer(lines[0], Flashes(lines[0]), OFFICER.chat, OFFICER.name)
    finally:
        for line in lines:
            line.close()


def kills_at_random(world: World, dice: random.Random) -> None:
    """Start and kill the program after some calls to Telegram, or before it is ready; leave it running.

    Counted in calls, not in seconds: on a slow machine as much happens between two kills.
    """
    for _ in range(KILLS):
        if dice.random() < 0.2:
            world.program.launch()
            time.sleep(dice.uniform(0.2, 1.5))
        else:
            world.starts()
            waits_for_calls(world, dice.randrange(60))
            time.sleep(dice.uniform(0.0, 0.01))
        world.kills()
    world.starts()


def waits_for_calls(world: World, many: int) -> None:
    """Wait until the program has called Telegram so often, or for a while."""
    before = max((int(str(call["seq"])) for call in world.calls()), default=0)
    until = time.monotonic() + LONGEST_LIFE
    while len(world.calls(since=before)) < many and time.monotonic() < until:
        time.sleep(0.005)


def reports_until(citizen: Citizen, over: Event) -> list[str]:
    """Report again and again; gives what was told and acknowledged."""
    told = []
    while not over.is_set() or not told:
        told.append(f"Cerita {citizen.chat} {len(told)}")
        citizen.reports(story=told[-1], kecamatan="Di luar kota ini")
        citizen.presses("Sudah saya catat")
    return told


def works_until(officer: Officer, reporting: list[Future[list[str]]]) -> list[str]:
    """Accept what comes, and write a step and a note down; gives the numbers."""
    done: list[str] = []
    while not all(each.done() for each in reporting) or _alerts(officer):
        for number in _alerts(officer)[:1]:
            if number in done:
                presses_double(officer, number)
            else:
                works_on(officer, number)
                done.append(number)
        time.sleep(0.01)
    return done


def works_on(officer: Officer, number: str) -> None:
    """Accept a case, write a step down and a note to it."""
    officer.accepts(number)
    officer.records(number, "Sudah dihubungi", "1 minggu")
    officer.tells(note_on(number))
    officer.sees("Catatan tersimpan", number)
    officer.goes_home()


def presses_double(officer: Officer, number: str) -> None:
    """Press an alert that came more than once, for its first answers were lost: one of them goes away."""
    before = _alerts(officer).count(number)
    if not before:
        return
    officer.touches("Terima", number)
    eventually(
        lambda: True if _alerts(officer).count(number) < before else None,
        lambda: f"The double of {number} stays.",
    )


def _alerts(officer: Officer) -> list[str]:
    return [number_on(one.text) for one in officer.reads() if "Terima" in one.buttons]


def note_on(number: str) -> str:
    """Give what the officer writes about a case."""
    return f"Catatan {number}"
