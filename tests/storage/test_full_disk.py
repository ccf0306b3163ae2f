"""A disk that is full while the log of writes is emptied: told as what it is, and the program goes on."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from storage.database import open_database
from storage.errors import StoreFailed

LARGEST = 64 * 1024


@contextmanager
def no_room() -> Iterator[None]:
    """Let no file of this process grow past a limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def fills(connection: Connection) -> None:
    """Write more than the limit."""
    connection.execute(text("CREATE TABLE words (word BLOB)"))
    connection.execute(text("INSERT INTO words VALUES (randomblob(300000))"))


async def test_a_log_that_cannot_be_emptied_is_foreseen(tmp_path: Path) -> None:
    """Nothing is lost by it: with room again, it is emptied."""
    path = tmp_path / "teduh.db"
    database = open_database(f"sqlite:///{path}")
    try:
        await database.write(fills)
        with no_room(), pytest.raises(StoreFailed):
            await database.checkpoint()
        await database.checkpoint()
    finally:
        await database.close()
    with sqlite3.connect(path) as looked:
        assert looked.execute("SELECT length(word) FROM words").fetchone() == (300_000,)
    looked.close()
