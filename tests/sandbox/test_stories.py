"""The stories told on the page are tests too: each is played against the real program."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.script import StoryError, names, read

ROOT = Path(__file__).parents[2]
LONGEST = 240


@pytest.fixture
def demo() -> Iterator[str]:
    """Start the whole product with invented people; give its address."""
    command = [sys.executable, "-m", "tools.demo", "--no-flood"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        ready = re.search(r"Ready: (\S+)", running.stdout.readline())
        assert ready, "The demo did not start."
        yield ready[1]
        running.terminate()


@pytest.mark.parametrize("name", names())
def test_a_story_plays_to_its_end(demo: str, name: str) -> None:
    """Every button is there when it is pressed, and every sentence when it is read."""
    command = [sys.executable, "-m", "sandbox", "--play", name, "--at", demo, "--speed", "0"]
    played = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST, check=False)
    assert (played.returncode, played.stderr) == (0, "")


def test_there_are_the_stories_that_the_readme_names() -> None:
    """Five of them."""
    assert names() == ["kdrt", "keluar-cepat", "perangkat", "tak-ada-petugas", "tppo"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "has no step"),
        ('[[step]]\nwho = "warga"\nwaits = "1s"', "Step 1: waits has no who"),
        ('[[step]]\npresses = "Ya"', "Step 1: presses needs a who"),
        ('[[step]]\nlater = "soon"', "no length of time"),
        ('[[step]]\ntomorrow = "pagi"', "no hour"),
        ('[[step]]\nwho = "warga"\nsings = "la"', "Step 1: one of"),
    ],
)
def test_a_story_that_cannot_be_told_is_refused_before_it_begins(
    tmp_path: Path, written: str, words: str
) -> None:
    """With the step named."""
    (tmp_path / "contoh.toml").write_text(written)
    with pytest.raises(StoryError, match=words):
        read("contoh", tmp_path)
