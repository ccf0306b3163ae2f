"""Attachments, sealed in chunks as they come in: no file's plaintext is ever on disk, nor whole in a log.

Law: a file has a key of its own, which lies in the draft and later in the story; who cannot open the story
cannot open the file. Chunks are bound to their number and to whether they are the last, so that none can be
cut off or swapped; each is padded to its full size.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import delete, func, select

from storage.errors import Unopenable
from storage.schema import blobs
from storage.sealing import Padding, Place, SymmetricKey
from storage.transaction import Transaction

CHUNK_BYTES = 64 * 1024 - 8
"""Of plaintext: with its own length and the seal's it fills 64 KiB."""


class ChunkSealer:
    """Seals a file while it comes in; ``rows`` are ready to be kept once ``finish`` was called."""

    def __init__(self, office: str, token: str, key: str) -> None:
        self._office = office
        self._token = bytes.fromhex(token)
        self._key = SymmetricKey(bytes.fromhex(key))
        self._rest = b""
        self.size = 0
        self.rows: list[dict[str, bytes | int]] = []

    def take(self, data: bytes) -> None:
        """Seal what has come."""
        self.size += len(data)
        self._rest += data
        while len(self._rest) > CHUNK_BYTES:
            self._seal(self._rest[:CHUNK_BYTES], last=False)
            self._rest = self._rest[CHUNK_BYTES:]

    def finish(self) -> None:
        """Seal the last chunk."""
        self._seal(self._rest, last=True)
        self._rest = b""

    def _seal(self, data: bytes, *, last: bool) -> None:
        number = len(self.rows)
        place = _place(self._office, self._token, number, last=last)
        sealed = self._key.seal(place, _full(data), Padding.TEXT)
        self.rows.append({"id": self._token, "chunk": number, "sealed": sealed})


def _full(data: bytes) -> bytes:
    """Fill a chunk up, its true length in front: a full chunk and a short one are equally long."""
    return len(data).to_bytes(4, "big") + data.ljust(CHUNK_BYTES, b"\0")


def _place(office: str, token: bytes, number: int, *, last: bool) -> Place:
    return Place(office, "blobs", token, "last" if last else "chunk", key_no=number)


def keep(within: Transaction, rows: Iterable[dict[str, bytes | int]]) -> None:
    """Write the sealed chunks of a file down; what an interrupted try left is replaced."""
    kept = list(rows)
    drop(within, [row["id"].hex() for row in kept[:1] if isinstance(row["id"], bytes)])
    within.connection.execute(blobs.insert(), kept)


def read(within: Transaction, token: str, key: str) -> bytes:
    """Open a whole file (at most 20 MB: Telegram's limit for bots), into memory alone.

    Raises:
        Unopenable: a chunk is missing, altered or out of place.

    """
    return b"".join(_chunks(within, bytes.fromhex(token), SymmetricKey(bytes.fromhex(key))))


def _chunks(within: Transaction, token: bytes, key: SymmetricKey) -> Iterator[bytes]:
    rows = within.connection.execute(
        select(blobs.c.chunk, blobs.c.sealed).where(blobs.c.id == token).order_by(blobs.c.chunk)
    ).all()
    if not rows:
        raise Unopenable("A file is gone.")
    for number, row in enumerate(rows):
        place = _place(within.keyring.office, token, number, last=number == len(rows) - 1)
        yield _unfilled(key.open(place, row.sealed))


def _unfilled(chunk: bytes) -> bytes:
    return chunk[4 : 4 + int.from_bytes(chunk[:4], "big")]


def drop(within: Transaction, tokens: Iterable[str]) -> None:
    """Delete files."""
    names = [bytes.fromhex(token) for token in tokens]
    if names:
        within.connection.execute(delete(blobs).where(blobs.c.id.in_(names)))


def count(within: Transaction) -> int:
    """Count the files that are kept."""
    return within.connection.execute(select(func.count(func.distinct(blobs.c.id)))).scalar_one()
