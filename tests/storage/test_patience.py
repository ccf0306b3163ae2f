"""Work that may wait shares the next transaction, and is kept even when none comes."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from storage.database import SqliteDatabase

LONG = 600.0


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    """Open a file with one empty table."""
    opened = SqliteDatabase(tmp_path / "office.db")
    await opened.write(lambda connection: connection.exec_driver_sql("CREATE TABLE told (word TEXT)"))
    yield opened
    await opened.close()


def tell(connection: Connection, word: str) -> None:
    """Write one word."""
    connection.exec_driver_sql("INSERT INTO told VALUES (?)", (word,))


def told(connection: Connection) -> list[str]:
    """Read all words, as they were written."""
    return list(connection.exec_driver_sql("SELECT word FROM told ORDER BY rowid").scalars())


async def test_patient_work_goes_with_the_next_and_before_it(database: SqliteDatabase) -> None:
    """What was settled first is written first."""
    patient = asyncio.create_task(database.write(lambda connection: tell(connection, "settled"), LONG))
    await asyncio.sleep(0)
    await database.write(lambda connection: tell(connection, "taken"))
    await patient
    assert await database.read(told) == ["settled", "taken"]


async def test_patience_ends_by_itself(database: SqliteDatabase) -> None:
    """Nobody else writes: it is written all the same."""
    await database.write(lambda connection: tell(connection, "settled"), 0.01)
    assert await database.read(told) == ["settled"]


async def test_closing_writes_what_still_waits(tmp_path: Path) -> None:
    """A stop loses no patient work."""
    path = tmp_path / "office.db"
    first = SqliteDatabase(path)
    await first.write(lambda connection: connection.exec_driver_sql("CREATE TABLE told (word TEXT)"))
    patient = asyncio.create_task(first.write(lambda connection: tell(connection, "settled"), LONG))
    await asyncio.sleep(0)
    await first.close()
    await patient
    again = SqliteDatabase(path)
    assert await again.read(told) == ["settled"]
    await again.close()


async def test_work_that_fails_beside_patient_work_is_no_loss_to_it(database: SqliteDatabase) -> None:
    """Where the shared transaction fails, each is tried alone."""
    patient = asyncio.create_task(database.write(lambda connection: tell(connection, "settled"), LONG))
    await asyncio.sleep(0)
    with pytest.raises(ZeroDivisionError):
        await database.write(lambda _connection: 1 // 0)
    await patient
    assert await database.read(told) == ["settled"]
