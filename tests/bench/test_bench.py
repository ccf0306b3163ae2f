"""The bench runs, says what was sent, and ends with one line that holds every key; no time is asserted."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from bot.clock import STOCK
from tools.bench.__main__ import DEFAULT, SMOKE
from tools.bench.alerts import Alerts
from tools.bench.contestants import CONTESTANTS
from tools.bench.people import Card, Person, has_finished, next_deed
from tools.bench.steps import QUESTIONS, UPDATES, card, step_of

ROOT = Path(__file__).parents[2]
KEYS = {
    *CONTESTANTS,
    "ratio_ptb_form_pickle",
    "ratio_ptb_echo",
    "ratio_ptb_echo_our_client",
    "ratio_aiogram_form_memory",
    "ratio_aiogram_form_sqlite_full",
    "submit_to_alert_ms_p50",
    "submit_to_alert_ms_p99",
    "alerts_measured",
    "teduh_form_sustained",
    "sustained_after_reports",
    "ratio_sustained_ptb_form_pickle",
    "answer_ms_p50",
    "answer_ms_p99",
    "cpu_ms_per_update",
    "ping_pong_ratio",
    "rss_mb",
    "startup_s",
    "status_ms_1k",
    "status_ms_1m",
    "due_lookup_us_1k",
    "due_lookup_us_1m",
    "seal_us",
}


@cache
def done() -> subprocess.CompletedProcess[str]:
    """Run the bench once, as small as it can be."""
    return subprocess.run(
        [sys.executable, "-m", "tools.bench", "--smoke"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def lines() -> tuple[str, ...]:
    """Give what it said."""
    assert done().returncode == 0, done().stderr[-2000:]
    return tuple(done().stdout.splitlines())


def test_the_last_line_is_json_with_every_key() -> None:
    """Scripts read the last line; what could not be measured is null."""
    found = json.loads(lines()[-1])
    assert found.keys() >= KEYS
    assert all(value is None or isinstance(value, int | float) for value in found.values())


def test_every_contestant_answered_somebody() -> None:
    """A contestant that answers nobody would be infinitely slow, and its ratio a lie."""
    found = json.loads(lines()[-1])
    assert all(found[name] for name in CONTESTANTS if found[name] is not None)


def test_no_alert_is_no_quick_alert() -> None:
    """Where no alert was measured there is no time of it, and it is said on how many the times rest."""
    found = json.loads(lines()[-1])
    times = {found["submit_to_alert_ms_p50"] is None, found["submit_to_alert_ms_p99"] is None}
    assert times == {found["alerts_measured"] == 0}
    assert any(f"rests on {found['alerts_measured']} alerts" in line for line in lines())


def test_the_sustained_speed_is_measured_when_the_stock_is_gone() -> None:
    """Receipts that were made ahead are given out before the watch is started."""
    found = json.loads(lines()[-1])
    assert found["sustained_after_reports"] >= SMOKE.sustained_after
    assert DEFAULT.sustained_after > STOCK


@pytest.mark.parametrize("name", [name for name in CONTESTANTS if name != "aiogram_form_redis"])
def test_it_is_said_what_each_contestant_sends(name: str) -> None:
    """Nobody shall compare a form with an echo unknowing."""
    told = [line for line in lines() if line.startswith(f"  {name} ")]
    assert "editMessageText" in told[0]
    assert "answerCallbackQuery" in told[0]


def test_a_walk_through_the_other_contestants_form_is_as_long_as_it_says() -> None:
    """One start and a press a question, then the receipt and somebody new."""
    person, step, updates = Person(1), -1, 0
    while not has_finished(person):
        deed = next_deed(person)
        step = step_of(deed.press) + 1 if deed.press else 0
        shown = card(step)
        person.card = Card(1, b"", tuple(data for row in shown.rows for _, data in row))
        updates += 1
    assert updates == UPDATES == len(QUESTIONS) + 1


def test_people_answer_what_has_no_choices_in_words() -> None:
    """An open question gets the story, not a press on the way out."""
    deed = next_deed(Person(1, card=Card(1, b"", ("ab12:back", "ab12:stop", ":exit"))))
    assert deed.text
    assert not deed.press


def test_an_alert_of_an_earlier_round_takes_no_time_of_this_one() -> None:
    """A round begins with no Send that another has left behind."""
    alerts = Alerts()
    alerts.sent(1)
    alerts.begin()
    alerts.sent(10)
    alerts.arrived(12)
    assert alerts.took(10, 20) == [2]


def test_each_alert_is_of_the_oldest_send_that_has_none() -> None:
    """An alert under way when the measuring begins pops its own Send, and is not counted."""
    alerts = Alerts()
    alerts.sent(9)
    alerts.sent(11)
    alerts.arrived(14)
    alerts.arrived(15)
    assert alerts.took(10, 20) == [4]


def test_an_alert_that_comes_after_the_time_is_counted_by_its_send() -> None:
    """The slowest alerts are the last to come: without them the times look better than they are."""
    alerts = Alerts()
    alerts.sent(19)
    alerts.sent(21)
    assert alerts.owed(10, 20) == 1
    alerts.arrived(25)
    assert (alerts.took(10, 20), alerts.owed(10, 20)) == ([6], 0)
    assert not alerts.is_quiet
