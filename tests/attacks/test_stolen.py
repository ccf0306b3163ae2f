"""What the files of an installation still hold after it was promised to be gone."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from storage.schema import sessions
from tests.attacks.conftest import CITIZEN, Story


def in_files(folder: Path, secret: bytes) -> list[str]:
    """Name the files in which some bytes lie."""
    return [one.name for one in folder.rglob("*") if one.is_file() and secret in one.read_bytes()]


def test_a_quick_exit_leaves_its_draft_key_in_no_file(story: Story, tmp_path: Path) -> None:
    """Whoever takes the whole machine afterwards finds no wrapped key, not in the write-ahead log either."""
    story.goes_to_story()
    name = story.asks(lambda within: within.chat_hash(CITIZEN))
    found = select(sessions.c.draft_key).where(sessions.c.chat == name)
    wrapped = story.asks(lambda within: within.connection.execute(found).scalar_one())
    assert in_files(tmp_path, wrapped)
    story.presses(CITIZEN, "exit")
    story.ticks()
    assert not in_files(tmp_path, wrapped)


COMMAND = """
import contextlib, ctypes, resource
from bot.cli import main
unlimited = resource.RLIM_INFINITY
resource.setrlimit(resource.RLIMIT_CORE, (unlimited, unlimited))
with contextlib.suppress(SystemExit):
    main(["people", "--config", "nowhere.toml"])
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""
"""Any command, started with no limit; then asks whether it could be dumped (PR_GET_DUMPABLE)."""


def test_no_core_file_of_the_program_is_ever_written(tmp_path: Path) -> None:
    """Whatever limits it was started with: a core file would hold every key."""
    done = subprocess.run(
        [sys.executable, "-c", COMMAND], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout == "(0, 0) 0\n"
