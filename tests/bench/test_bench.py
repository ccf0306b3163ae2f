"""The bench runs, says what was sent, and ends with one line that holds every key; no time is asserted."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

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
def lines() -> tuple[str, ...]:
    """Run the bench once, as small as it can be."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench", "--smoke"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return tuple(done.stdout.splitlines())


def test_the_last_line_is_json_with_every_key() -> None:
    """Scripts read the last line; what could not be measured is null."""
    found = json.loads(lines()[-1])
    assert found.keys() >= KEYS
    assert all(value is None or isinstance(value, int | float) for value in found.values())


def test_every_contestant_answered_somebody() -> None:
    """A contestant that answers nobody would be infinitely slow, and its ratio a lie."""
    found = json.loads(lines()[-1])
    assert all(found[name] for name in CONTESTANTS if found[name] is not None)


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
