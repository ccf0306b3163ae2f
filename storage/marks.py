"""What is the newest, so that an older row that was put back counts for nothing.

Law: a row of people, or the roster, is believed in the one revision that the newest mark names. The mark is
written in the transaction that writes the row, and is known from three places: the database, the memory of
the running program, and a file beside the draft keys, where nobody writes who can only write to the database.
Of two marks the one with the higher count is the newer.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import select

from storage.errors import KeyFileRefused, Unopenable
from storage.keyring import Keyring
from storage.private_files import read_private, replace_private
from storage.schema import documents
from storage.sealing import Padding, Place
from storage.transaction import Sealed, Transaction, upsert
from storage.watermark import ChainEnd, Watermark

FILE_NAME = "newest.mark"
_WHAT = "Berkas tanda terbaru"
_NAME = "newest"
_mark = Sealed("documents", "mark", TypeAdapter(Watermark), Padding.TEXT)
_ROW = select(documents.c.rev, documents.c.sealed).where(documents.c.name == _NAME)


def is_newest(within: Transaction, row: str, revision: int) -> bool:
    """Whether a row is the newest of its name. Costs nothing while nothing has changed."""
    if within.mark.rows.get(row) == revision:
        return True
    return read(within).rows.get(row) == revision


def read(within: Transaction) -> Watermark:
    """Give the newest mark that is known: what another program has written since counts as well."""
    if not within.mark_is_read:
        within.mark_is_read = True
        found = kept(within)
        if found is not None and found.count > within.mark.count:
            within.mark = found
    return within.mark


def kept(within: Transaction) -> Watermark | None:
    """Give the mark that lies in the database."""
    row = within.connection.execute(_ROW).one_or_none()
    return _mark.open_or_pass(within, _NAME.encode(), row.rev, row.sealed) if row else None


def move(within: Transaction, changed: Mapping[str, int], gone: frozenset[str] = frozenset()) -> None:
    """Name the revisions of rows that were just written, and forget rows that are gone."""
    before = read(within)
    rows = {name: revision for name, revision in before.rows.items() if name not in gone}
    within.mark = Watermark(before.count + 1, {**rows, **changed})
    upsert(within, documents, [{"name": _NAME, **_mark.seal(within, _NAME.encode(), within.mark)}])


@dataclass(frozen=True, slots=True)
class Known:
    """What lies in the file."""

    mark: Watermark
    end: ChainEnd


_known = TypeAdapter(Known)


class Marks:
    """The newest that a program knows, in its memory and in the file.

    Raises:
        KeyFileRefused: the file is open to others, or not this office's.

    """

    __slots__ = ("_filed", "_keyring", "_path", "end", "newest")

    def __init__(self, keyring: Keyring, path: Path) -> None:
        self._keyring = keyring
        self._path = path
        self._filed = _read(keyring, path)
        self.newest = self._filed.mark if self._filed else Watermark()
        self.end = self._filed.end if self._filed else ChainEnd()

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever known here: the database is believed as it stands."""
        return self._filed is None

    def adopt(self, mark: Watermark) -> bool:
        """Know a mark from now on; False: it is none that is newer."""
        if mark.count <= self.newest.count:
            return False
        self.newest = mark
        return True

    def look(self) -> None:
        """Know what another program of this machine has written into the file meanwhile."""
        self._filed = _read(self._keyring, self._path)
        if self._filed is not None:
            self.adopt(self._filed.mark)

    def file(self) -> None:
        """Write down what is known, where the file holds less.

        Raises:
            OSError: it cannot be written.

        """
        known = Known(self.newest, self.end)
        if known != self._filed:
            sealed = self._keyring.running.seal(_place(self._keyring), _known.dump_json(known), Padding.TEXT)
            replace_private(self._path, sealed)
            self._filed = known


def _read(keyring: Keyring, path: Path) -> Known | None:
    if not os.path.lexists(path):
        return None
    try:
        return _known.validate_json(keyring.running.open(_place(keyring), read_private(path, _WHAT)))
    except (Unopenable, ValueError):
        raise KeyFileRefused(
            f"{_WHAT} {path} rusak atau milik kantor lain: periksa `teduh people`, lalu hapus berkas itu."
        ) from None


def _place(keyring: Keyring) -> Place:
    return Place(keyring.office, "files", FILE_NAME.encode(), "mark")
