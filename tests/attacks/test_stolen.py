"""What the files of an installation still hold after it was promised to be gone."""

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
