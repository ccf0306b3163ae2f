"""The keys of the day: made before use, thrown away for good."""

import os
from pathlib import Path

import pytest

from storage.draft_keys import DraftKeys
from storage.errors import KeyFileRefused

TODAY = 739_580


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a place for the file."""
    return tmp_path / "drafts.key"


def test_a_key_is_on_disk_before_it_is_given(path: Path) -> None:
    """Whoever opens the file anew finds the same key."""
    given = DraftKeys.open(path).key_for(TODAY)
    again = DraftKeys.open(path).get(TODAY)
    assert again is not None
    assert again.secret == given.secret
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_first_key_makes_a_folder_that_is_closed_to_others(tmp_path: Path) -> None:
    """Where the settings name a place of its own."""
    apart = tmp_path / "apart" / "drafts.key"
    DraftKeys.open(apart).key_for(TODAY)
    assert apart.parent.stat().st_mode & 0o777 == 0o700


def test_each_day_has_a_key_of_its_own_and_keeps_it(path: Path) -> None:
    """Asked twice, the same; another day, another."""
    keys = DraftKeys.open(path)
    first = keys.key_for(TODAY)
    assert keys.key_for(TODAY) is first
    assert keys.key_for(TODAY + 1).secret != first.secret
    assert keys.get(TODAY - 1) is None


def test_a_known_key_touches_no_disk(path: Path) -> None:
    """It is given even where the file is gone."""
    keys = DraftKeys.open(path)
    first = keys.key_for(TODAY)
    path.unlink()
    assert keys.key_for(TODAY) is first


def test_dropped_keys_are_in_no_file_and_the_others_stay(path: Path) -> None:
    """Nothing lies beside it either."""
    keys = DraftKeys.open(path)
    old, new = keys.key_for(TODAY - 1), keys.key_for(TODAY)
    keys.drop_before(TODAY)
    assert keys.get(TODAY - 1) is None
    assert list(path.parent.iterdir()) == [path]
    assert old.secret.hex() not in path.read_text()
    kept = DraftKeys.open(path).get(TODAY)
    assert kept is not None
    assert kept.secret == new.secret


def test_dropped_keys_are_overwritten_where_they_lay(path: Path) -> None:
    """Whoever still holds the old file open reads zeros."""
    keys = DraftKeys.open(path)
    keys.key_for(TODAY - 1)
    with path.open("rb") as held:
        keys.drop_before(TODAY)
        content = held.read()
    assert content
    assert not content.strip(b"\0")


def test_no_earlier_version_of_the_file_keeps_a_key_that_is_dropped_later(path: Path) -> None:
    """The next day's key makes a new file: the one before is overwritten then, for nobody finds it again."""
    keys = DraftKeys.open(path)
    keys.key_for(TODAY - 1)
    with path.open("rb") as held:
        keys.key_for(TODAY)
        keys.drop_before(TODAY)
        content = held.read()
    assert content
    assert not content.strip(b"\0")


def test_dropping_nothing_changes_nothing(path: Path) -> None:
    """The file is not written again, and need not exist."""
    keys = DraftKeys.open(path)
    keys.drop_before(TODAY)
    assert not path.exists()
    keys.key_for(TODAY)
    inode = path.stat().st_ino
    keys.drop_before(TODAY)
    assert path.stat().st_ino == inode


def test_what_a_power_cut_left_is_destroyed_with_the_next_write(path: Path) -> None:
    """Cut after the second name, or with a half-written file beside; no living key is lost."""
    key = DraftKeys.open(path).key_for(TODAY)
    os.link(path, path.with_name(".drafts.key.old"))
    half = path.with_name(".drafts.key.1234")
    half.write_bytes(b'{"format": 1, "da')
    with half.open("rb") as held:
        DraftKeys.open(path).key_for(TODAY + 1)
        assert not held.read().strip(b"\0")
    assert list(path.parent.iterdir()) == [path]
    kept = DraftKeys.open(path).get(TODAY)
    assert kept is not None
    assert kept.secret == key.secret


def test_reading_beside_the_running_program_disturbs_no_write(path: Path) -> None:
    """A command may open the file while the program is replacing it."""
    DraftKeys.open(path).key_for(TODAY)
    half = path.with_name(".drafts.key.1234")
    half.write_bytes(b"being written")
    DraftKeys.open(path)
    assert half.read_bytes() == b"being written"


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b'{"format": 1, "days": {"x": "00"}}', b'{"format": 2}', b"\xff"]
)
def test_a_damaged_file_is_refused_with_the_mend(path: Path, content: bytes) -> None:
    """It says what is lost by removing it."""
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileRefused, match="hapus berkas itu"):
        DraftKeys.open(path)


def test_a_file_open_to_others_is_refused(path: Path) -> None:
    """As the key file is."""
    DraftKeys.open(path).key_for(TODAY)
    path.chmod(0o644)
    with pytest.raises(KeyFileRefused, match="chmod 600"):
        DraftKeys.open(path)


def test_no_key_is_in_a_repr(path: Path) -> None:
    """Only how many there are."""
    keys = DraftKeys.open(path)
    secret = keys.key_for(TODAY).secret
    assert secret.hex() not in repr(keys)
    assert repr(secret) not in repr(keys)
