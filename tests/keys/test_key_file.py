"""The key file: made once, read only where it is safe."""

import os
import re
from base64 import b64encode
from pathlib import Path

import pytest

from storage import key_file
from storage.errors import KeyFileRefused, Refused, StoreRefused
from storage.key_file import KeyFile
from storage.office_key import PrivateKey, Purpose

OFFICE = PrivateKey.new()
HEAD = PrivateKey.new()
PUBLICS = {Purpose.OFFICE: OFFICE.public, Purpose.HEAD: HEAD.public}


class Place:
    """An installation in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.data = root / "data"
        self.data.mkdir(mode=0o700)
        self.path = root / "keys" / "teduh.key"
        self.made = key_file.create(self.path, "tanjungpinang", PUBLICS)

    def read(self) -> KeyFile:
        """Read it as the program does at its start."""
        return key_file.read(self.path, self.data)

    def put(self, name: str, value: str) -> None:
        """Change one line by hand."""
        text = self.path.read_text()
        self.path.write_text(re.sub(rf"^{name} = .*$", f"{name} = {value}", text, flags=re.MULTILINE))

    def put_secret(self, secret: bytes) -> None:
        """Write another running secret."""
        self.put("running", f'"{b64encode(secret).decode()}"')


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Give a safe installation."""
    return Place(tmp_path)


def refused(place: Place, words: str) -> None:
    """Expect a refusal in one line that holds these words."""
    with pytest.raises(Refused, match=words) as said:
        place.read()
    assert "\n" not in str(said.value)


def test_what_was_made_is_read_back(place: Place) -> None:
    """Office, secrets and public halves come back as they were made."""
    read = place.read()
    assert (read.office, read.running, read.slot) == ("tanjungpinang", place.made.running, place.made.slot)
    assert {purpose: public.id for purpose, public in read.publics.items()} == {
        Purpose.OFFICE: OFFICE.public.id,
        Purpose.HEAD: HEAD.public.id,
    }


def test_it_is_closed_to_everybody_else_from_the_first(place: Place) -> None:
    """Mode 0600, in a folder of mode 0700, with nothing left beside it."""
    assert place.path.stat().st_mode & 0o777 == 0o600
    assert place.path.parent.stat().st_mode & 0o777 == 0o700
    assert list(place.path.parent.iterdir()) == [place.path]


def test_two_files_never_share_a_secret(place: Place, tmp_path: Path) -> None:
    """All four secrets of two files differ."""
    other = key_file.create(tmp_path / "other" / "teduh.key", "bintan", PUBLICS)
    assert len({other.running, other.slot, place.made.running, place.made.slot}) == 4


def test_no_secret_is_in_a_repr(place: Place) -> None:
    """Neither bytes nor base64 nor hexadecimal."""
    text = repr(place.read())
    for secret in (place.made.running, place.made.slot):
        assert repr(secret) not in text
        assert secret.hex() not in text
        assert b64encode(secret).decode() not in text


def test_a_key_file_is_never_overwritten(place: Place) -> None:
    """A second `init` refuses, and the first file stays whole."""
    with pytest.raises(KeyFileRefused, match="sudah ada"):
        key_file.create(place.path, "tanjungpinang", PUBLICS)
    assert place.read().running == place.made.running
    assert list(place.path.parent.iterdir()) == [place.path]


def test_its_keyring_seals_but_opens_nothing(place: Place) -> None:
    """Without slots no private half is there."""
    keyring = place.read().keyring()
    assert keyring.public(Purpose.HEAD).id == HEAD.public.id
    assert not keyring.opens(Purpose.OFFICE)


def test_a_missing_file_is_refused(place: Place) -> None:
    """The mend names `teduh init`."""
    place.path.unlink()
    refused(place, "tidak ada.*teduh init")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o606, 0o601])
def test_a_file_open_to_others_is_refused(place: Place, mode: int) -> None:
    """Any bit for group or world."""
    place.path.chmod(mode)
    refused(place, "chmod 600")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_account_is_refused(place: Place) -> None:
    """Its owner could change it at any time."""
    os.chown(place.path, 65534, 65534)
    refused(place, "akun lain")


def test_a_link_is_refused(place: Place) -> None:
    """A symbolic link could point anywhere tomorrow."""
    real = place.path.rename(place.path.with_name("real.key"))
    place.path.symlink_to(real)
    refused(place, "symlink")


def test_a_second_name_is_refused(place: Place) -> None:
    """A hard link lies where nobody checks, perhaps in the data directory."""
    os.link(place.path, place.data / "copy")
    refused(place, "hard link")


def test_a_folder_or_a_pipe_is_refused(place: Place) -> None:
    """Neither is read, and a pipe does not make the start hang."""
    place.path.unlink()
    place.path.mkdir()
    refused(place, "bukan berkas biasa")
    place.path.rmdir()
    os.mkfifo(place.path, 0o600)
    refused(place, "bukan berkas biasa")


@pytest.mark.parametrize("mode", [0o770, 0o777, 0o702])
def test_a_folder_that_others_write_to_is_refused(place: Place, mode: int) -> None:
    """They could put another key file in its place."""
    place.path.parent.chmod(mode)
    refused(place, "dapat ditukar")


def test_a_file_inside_the_data_directory_is_refused(place: Place) -> None:
    """A backup of the data would take it along; a link on the way does not hide it."""
    inside = place.data / "teduh.key"
    place.path.rename(inside)
    place.path = inside
    refused(place, "di dalam folder data")
    place.path.parent.parent.joinpath("looks-outside").symlink_to(place.data)
    place.path = place.path.parent.parent / "looks-outside" / "teduh.key"
    refused(place, "di dalam folder data")


@pytest.mark.parametrize("mode", [0o755, 0o701, 0o704, 0o720])
def test_a_data_directory_open_to_others_is_refused(place: Place, mode: int) -> None:
    """World may do nothing there, the group may not write."""
    place.data.chmod(mode)
    with pytest.raises(StoreRefused, match="chmod 700"):
        place.read()


def test_a_missing_data_directory_is_refused(place: Place) -> None:
    """It is not made in passing: it may be an unmounted disk."""
    place.data.rmdir()
    with pytest.raises(StoreRefused, match="tidak ada"):
        place.read()


@pytest.mark.parametrize("secret", [b"", b"short", bytes(31), bytes(range(33))])
def test_a_key_of_another_length_is_refused(place: Place, secret: bytes) -> None:
    """Empty, short, long."""
    place.put_secret(secret)
    refused(place, "32 byte")


@pytest.mark.parametrize(
    "secret",
    [
        bytes(32),
        b"\xff" * 32,
        bytes(range(32)),
        bytes(range(0, 96, 3)),
        b"\x01\x9c\xe3\x55" * 8,
        b"ganti-kunci-contoh-ini-1234567-X",
    ],
)
def test_an_example_key_is_refused(place: Place, secret: bytes) -> None:
    """All alike, counting, repeating, or typed on a keyboard."""
    place.put_secret(secret)
    refused(place, "kunci contoh")


def test_one_secret_for_both_uses_is_refused(place: Place) -> None:
    """Somebody copied a line."""
    place.put_secret(place.made.slot)
    refused(place, "kunci contoh")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("format", "2", "format"),
        ("format", '"1"', "format"),
        ("office", '"Kota Tanjungpinang"', "Nama pendek"),
        ("office", "7", "Nama pendek"),
        ("running", '"not base64!"', "rusak"),
        ("running", "5", "rusak"),
        ("head", '"AAAA"', "rusak"),
    ],
)
def test_a_changed_line_is_refused(place: Place, name: str, value: str, words: str) -> None:
    """Unknown format, bad name, damage."""
    place.put(name, value)
    refused(place, words)


def test_an_unknown_field_is_refused_by_name(place: Place) -> None:
    """It may be a misspelt one, or one of a later version."""
    place.path.write_text('encryption = "off"\n' + place.path.read_text())
    refused(place, "encryption")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"SQLite format 3\0", b"[publics]\n"])
def test_what_is_no_key_file_is_refused(place: Place, content: bytes) -> None:
    """Whatever its bytes, it is one sentence."""
    place.path.write_bytes(content)
    refused(place, "rusak|format")


def test_a_file_without_the_office_key_is_refused(place: Place) -> None:
    """Nothing could be sealed."""
    place.path.write_text(
        place.path.read_text().replace("office = ", "offices = ", 2).replace("offices", "office", 1)
    )
    refused(place, "rusak")


@pytest.mark.parametrize("office", ["", "A", "kota tanjungpinang", "-a", "a-", "a" * 33, "a/b", 'a"'])
def test_a_name_that_serves_no_seal_makes_no_file(tmp_path: Path, office: str) -> None:
    """The short name is bound into every seal for ever."""
    with pytest.raises(KeyFileRefused, match="Nama pendek"):
        key_file.create(tmp_path / "k" / "teduh.key", office, PUBLICS)
    assert not (tmp_path / "k").exists()
