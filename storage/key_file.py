"""The key file: the running key, the key of the unattended key slot, and the halves that seal.

Law: it lies outside the data directory, so that a copied database is no opened database, and whoever starts
the program with an unsafe one is refused in one sentence that tells the mend.

A systemd credential serves as well: name its path as the key file.
"""

import os
import re
import stat
import tomllib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from storage.errors import KeyFileRefused, StoreRefused
from storage.keyring import Keyring
from storage.office_key import PublicKey, Purpose
from storage.private_files import create_private, read_private
from storage.sealing import KEY_BYTES

_FORMAT = 1
_FIELDS = {"format", "office", "running", "slot", "publics"}
_OFFICE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
_FEWEST_DISTINCT = 16
"""Of 32 random bytes about 30 differ; fewer than 16 happen once in 10^18 files."""
_WHAT = "Berkas kunci"
_HEAD = """\
# Berkas kunci Teduh. Tanpa berkas ini tidak satu laporan pun dapat dibuka lagi: simpan satu salinan di tempat
# terkunci, jangan pernah di samping cadangan database.
"""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a key file holds."""

    office: str
    """A short name that every seal is bound to; it never changes."""
    running: bytes = field(repr=False)
    slot: bytes = field(repr=False)
    """Opens the key slots of unattended mode."""
    publics: Mapping[Purpose, PublicKey]

    def keyring(self) -> Keyring:
        """Give the keys of a program that has just started: everything seals, no story opens yet."""
        return Keyring(self.office, self.running, self.publics)


def create(path: Path, office: str, publics: Mapping[Purpose, PublicKey]) -> KeyFile:
    """Make a key file with new secrets.

    Raises:
        KeyFileRefused: there is one already, or the office's short name does not serve.

    """
    made = KeyFile(_checked_office(office, path), os.urandom(KEY_BYTES), os.urandom(KEY_BYTES), dict(publics))
    try:
        create_private(path, _written(made))
    except FileExistsError:
        raise KeyFileRefused(
            f"{_WHAT} {path} sudah ada dan tidak ditimpa: pakai itu, atau pilih nama lain."
        ) from None
    return made


def read(path: Path, data_directory: Path) -> KeyFile:
    """Read the key file of an installation that is safe to start.

    Raises:
        KeyFileRefused: it is missing, unsafe, inside the data directory, or holds no real keys.
        StoreRefused: the data directory is missing or open to everybody.

    """
    check_data_directory(data_directory)
    if path.resolve().is_relative_to(data_directory.resolve()):
        raise KeyFileRefused(
            f"{_WHAT} {path} ada di dalam folder data: pindahkan ke folder lain, misalnya /etc/teduh."
        )
    return _parsed(read_private(path, _WHAT), path)


def check_data_directory(folder: Path) -> None:
    """Refuse a data directory that is missing, or that others may look into or write to.

    Raises:
        StoreRefused: with the mend.

    """
    if not folder.is_dir():
        raise StoreRefused(f"Folder data {folder} tidak ada: jalankan `teduh init`.")
    found = folder.stat()
    if found.st_uid not in {os.geteuid(), 0}:
        raise StoreRefused(f"Folder data {folder} milik akun lain: `chown` ke akun yang menjalankan Teduh.")
    if found.st_mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise StoreRefused(f"Folder data {folder} terbuka untuk akun lain: `chmod 700 {folder}`.")


def _written(key_file: KeyFile) -> bytes:
    lines = [
        f"format = {_FORMAT}",
        f'office = "{key_file.office}"',
        f'running = "{b64encode(key_file.running).decode()}"',
        f'slot = "{b64encode(key_file.slot).decode()}"',
        "",
        "[publics]",
        *(f'{purpose} = "{b64encode(public.raw).decode()}"' for purpose, public in key_file.publics.items()),
    ]
    return (_HEAD + "\n".join(lines) + "\n").encode()


def _parsed(content: bytes, path: Path) -> KeyFile:
    try:
        found: dict[str, object] = tomllib.loads(content.decode())
    except ValueError:
        raise _damaged(path) from None
    if found.get("format") != _FORMAT:
        raise KeyFileRefused(f"{_WHAT} {path} berformat tidak dikenal: pasang versi Teduh yang membuatnya.")
    if unknown := set(found) - _FIELDS:
        raise KeyFileRefused(f"{_WHAT} {path} memuat isian tidak dikenal ({min(unknown)}): hapus baris itu.")
    running, slot = (_checked_secret(found.get(name), path) for name in ("running", "slot"))
    if running == slot:
        raise _example(path)
    return KeyFile(
        _checked_office(found.get("office"), path), running, slot, _publics(found.get("publics"), path)
    )


def _checked_office(office: object, path: Path) -> str:
    if not isinstance(office, str) or not _OFFICE.fullmatch(office):
        raise KeyFileRefused(
            f"Nama pendek kantor di {path} harus huruf kecil, angka, dan tanda hubung (1-32)."
        )
    return office


def _checked_secret(text: object, path: Path) -> bytes:
    secret = _bytes(text, path)
    if len(secret) != KEY_BYTES:
        raise KeyFileRefused(f"{_WHAT} {path} memuat kunci yang bukan 32 byte: pulihkan dari salinannya.")
    if _is_made_up(secret):
        raise _example(path)
    return secret


def _is_made_up(secret: bytes) -> bool:
    steps = {(later - earlier) % 256 for earlier, later in pairwise(secret)}
    readable = all(32 <= byte < 127 for byte in secret)  # noqa: PLR2004 - the printable signs of ASCII
    return len(set(secret)) < _FEWEST_DISTINCT or len(steps) == 1 or readable


def _publics(found: object, path: Path) -> dict[Purpose, PublicKey]:
    if not isinstance(found, dict) or Purpose.OFFICE not in found:
        raise _damaged(path)
    try:
        return {Purpose(name): PublicKey(_bytes(text, path)) for name, text in found.items()}
    except ValueError:
        raise _damaged(path) from None


def _bytes(text: object, path: Path) -> bytes:
    if not isinstance(text, str):
        raise _damaged(path)
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise _damaged(path) from None


def _damaged(path: Path) -> KeyFileRefused:
    return KeyFileRefused(f"{_WHAT} {path} rusak atau bukan berkas kunci: pulihkan dari salinannya.")


def _example(path: Path) -> KeyFileRefused:
    return KeyFileRefused(
        f"{_WHAT} {path} memuat kunci contoh, bukan kunci acak: buat yang baru dengan `teduh init`."
    )
