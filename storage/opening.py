"""How everything that is kept is opened when the program starts, and refused where it would not be safe.

Law: refusals come before the first write. Two programs never hold one data directory.
"""

import fcntl
import os
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from storage import cases, documents, key_file, marks, migrating, people, slots
from storage.database import Database, database_is_there, open_database
from storage.draft_keys import DraftKeys
from storage.errors import StoreRefused
from storage.keyring import Keyring
from storage.marks import Marks
from storage.office_key import PrivateKey, Purpose
from storage.transaction import Transaction

LOCK = "teduh.lock"
_RECEIPTS_ALONE = "0001"
"""The version in which nothing vouched for receipts."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where an installation's parts lie."""

    url: str = field(repr=False)
    """It may hold a password."""
    data: Path
    key_file: Path
    draft_keys: Path


@dataclass(slots=True)
class Opened:
    """An installation that is open."""

    database: Database
    keyring: Keyring
    draft_keys: DraftKeys
    marks: Marks
    unlocked: frozenset[Purpose]
    """Whose stories open now."""
    lock: int | None
    """Held by the program that runs; commands beside it hold none."""

    async def forms(self) -> dict[str, str]:
        """Give every form that was ever in use: version and XForm."""
        return await self.database.read(lambda connection: documents.all_forms(self.within(connection)))

    async def form_made_of(self, files: str) -> str | None:
        """Give the form that was compiled from these files before, if it lies there as it was kept."""
        return await self.database.read(
            lambda connection: documents.form_made_of(self.within(connection), files)
        )

    def within(self, connection: Connection) -> Transaction:
        """Give a connection the keys."""
        return Transaction(connection, self.keyring, self.draft_keys, self.marks.newest)

    async def close(self) -> None:
        """Close everything, the lock last."""
        await self.database.close()
        _unlock(self.lock)


async def open_places(places: Places, *, alone: bool) -> Opened:
    """Open an installation: ``alone`` as the program that runs and migrates, or for a command beside it.

    Raises:
        Refused: it is unsafe, incomplete, or in use by another program; the message tells the mend.

    """
    keys = key_file.read(places.key_file, places.data)
    if not database_is_there(places.url):
        raise StoreRefused("Database tidak ada: pulihkan dari cadangan; untuk kantor baru, `teduh init`.")
    draft_keys = DraftKeys.open(places.draft_keys)
    lock = _locked(places.data / LOCK) if alone else None
    database = open_database(places.url)
    try:
        keyring = keys.keyring()
        newest = Marks(keyring, places.draft_keys.with_name(marks.FILE_NAME))
        if alone:
            await database.write(
                lambda connection: _raise(Transaction(connection, keyring, draft_keys, newest.newest), newest)
            )
        else:
            await database.write(migrating.check_version)
        unlocked = await database.read(lambda connection: slots.open_slots(connection, keys, keyring))
    except BaseException:
        await database.close()
        _unlock(lock)
        raise
    return Opened(database, keyring, draft_keys, newest, unlocked, lock)


async def found(places: Places, office: str) -> None:
    """Make a new installation: an empty database, and two keys whose private halves lie in their first slots.

    The head's key is another than the office's from the first day: what names an official is sealed to it.

    Raises:
        Refused: there is one already.

    """
    places.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    privates = {purpose: PrivateKey.new() for purpose in Purpose}
    publics = {purpose: private.public for purpose, private in privates.items()}
    keys = key_file.create(places.key_file, office, publics)

    def keep_keys(connection: Connection) -> None:
        for purpose, private in privates.items():
            slots.keep_key(connection, keys, purpose, private)

    database = open_database(places.url)
    try:
        await database.write(migrating.migrate)
        await database.write(keep_keys)
    finally:
        await database.close()


def _raise(within: Transaction, known: Marks) -> None:
    """Bring a database to the newest version, with what only the keys can add."""
    if migrating.migrate(within.connection) == _RECEIPTS_ALONE:
        cases.vouch_for_receipts(within)
    if known.is_new and marks.kept(within) is None:
        # Nothing was ever known of this office here: its rows are believed as they stand, once.
        marks.move(within, {**people.revisions(within), **documents.revisions(within)})


def _locked(path: Path) -> int:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as refused:
        raise StoreRefused(
            f"Folder data {path.parent} tidak dapat ditulis ({refused.strerror}): periksa disknya, "
            "lalu jalankan lagi."
        ) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise StoreRefused(
            f"Teduh sudah berjalan dengan folder data {path.parent}: hentikan yang satu dulu."
        ) from None
    return descriptor


def _unlock(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)
