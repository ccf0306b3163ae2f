"""The keys of the day that drafts are sealed under, in a file beside the key file.

Law: no backup takes this file. A day's key is thrown away once the drafts of that day have expired: from then
on no backup, however old, opens them. A key is safely on disk before the first draft is sealed with it.

One thread of one program at a time writes here: the one that holds the database. Commands beside it only
read.
"""

import json
import os
from pathlib import Path

from storage.errors import KeyFileRefused
from storage.private_files import overwrite_private, read_private, replace_private, sync_folder
from storage.sealing import SymmetricKey

FILE_NAME = "drafts.key"
_FORMAT = 1
_WHAT = "Berkas kunci draf"
_MOST_NAMES = 2
"""It has a second one for a moment, while it is replaced, or after a power cut at that moment."""


class DraftKeys:
    """The keys of the last days."""

    __slots__ = ("_keys", "_path")

    def __init__(self, path: Path, keys: dict[int, SymmetricKey]) -> None:
        self._path = path
        self._keys = keys

    def __repr__(self) -> str:
        return f"DraftKeys({len(self._keys)} days)"

    @classmethod
    def open(cls, path: Path) -> "DraftKeys":
        """Read the file; where there is none yet, the first key makes it.

        Raises:
            KeyFileRefused: it is open to others, or damaged.

        """
        if not os.path.lexists(path):
            return cls(path, {})
        return cls(path, _parsed(read_private(path, _WHAT, most_names=_MOST_NAMES), path))

    def key_for(self, day: int) -> SymmetricKey:
        """Give the key of a day (``date.toordinal``), made and synced if this is its first use."""
        key = self._keys.get(day)
        if key is None:
            key = SymmetricKey.new()
            self._put({**self._keys, day: key})
        return key

    def get(self, day: int) -> SymmetricKey | None:
        """Give the key of a day, unless it was thrown away or never made."""
        return self._keys.get(day)

    def drop_before(self, day: int) -> None:
        """Throw away the keys of all earlier days, on disk first."""
        kept = {known: key for known, key in self._keys.items() if known >= day}
        if len(kept) == len(self._keys):
            return
        self._put(kept)

    def _put(self, keys: dict[int, SymmetricKey]) -> None:
        """Have these keys be all there are, and overwrite the file before where it lay: its keys live on."""
        _sweep(self._path)
        if self._path.exists():
            # A second name keeps the old file in reach after the new one has taken its place.
            os.link(self._path, self._path.with_name(f".{self._path.name}.old"))
        replace_private(self._path, _written(keys))
        _sweep(self._path)
        self._keys = keys


def _sweep(path: Path) -> None:
    """Destroy what lies beside the file: the version before this one, or what a power cut left half done."""
    for left in path.parent.glob(f".{path.name}.*"):
        if not (path.exists() and left.samefile(path)):
            overwrite_private(left)
        left.unlink()
        sync_folder(path.parent)


def _written(keys: dict[int, SymmetricKey]) -> bytes:
    days = {str(day): key.secret.hex() for day, key in sorted(keys.items())}
    return json.dumps({"format": _FORMAT, "days": days}, indent=1).encode()


def _parsed(content: bytes, path: Path) -> dict[int, SymmetricKey]:
    try:
        found = json.loads(content)
        if found["format"] == _FORMAT:
            return {int(day): SymmetricKey(bytes.fromhex(text)) for day, text in found["days"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise KeyFileRefused(
        f"{_WHAT} {path} rusak: hapus berkas itu; draf yang belum dikirim tidak dapat dibuka lagi."
    )
