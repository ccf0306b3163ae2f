"""What is handed in together shares a transaction; what fails takes nobody with it."""

import asyncio

import pytest
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from storage import schema
from storage.errors import Unkeepable
from storage.transaction import new_id
from tests.support.rooms import Room


def count(connection: Connection) -> int:
    """Count the updates that were put aside."""
    return connection.execute(select(func.count()).select_from(schema.parked)).scalar_one()


def put(connection: Connection, name: bytes) -> bytes:
    """Write one row; gives its name."""
    row = {"id": name, "day": 1, "rev": 1, "sealed": b"x"}
    connection.execute(insert(schema.parked), row)
    return name


async def test_everybody_gets_what_their_own_work_gave(room: Room) -> None:
    """A hundred writers at once."""
    names = [new_id() for _ in range(100)]
    database = room.store.database
    given = await asyncio.gather(*(database.write(lambda c, name=name: put(c, name)) for name in names))
    assert given == names
    assert await database.read(count) == 100


async def test_one_that_fails_leaves_the_others_kept_and_nothing_of_its_own(room: Room) -> None:
    """Each is told of their own failure alone."""
    names = [new_id() for _ in range(9)]

    def fails(connection: Connection) -> bytes:
        put(connection, new_id())
        raise ZeroDivisionError

    works = [lambda c, name=name: put(c, name) for name in names]
    works.insert(4, fails)
    given = await asyncio.gather(*map(room.store.database.write, works), return_exceptions=True)
    assert isinstance(given.pop(4), ZeroDivisionError)
    assert given == names
    assert await room.store.database.read(count) == 9


async def test_a_failure_of_the_database_is_told_without_a_value(room: Room) -> None:
    """The sentence may be logged."""
    name = new_id()
    await room.store.database.write(lambda connection: put(connection, name))
    with pytest.raises(Unkeepable) as failed:
        await room.store.database.write(lambda connection: put(connection, name))
    assert name.hex() not in str(failed.value)
    assert failed.value.__cause__ is None or not isinstance(failed.value.__cause__, IntegrityError)


ID, HASH, SEALED = b"i" * 16, b"c" * 32, {"rev": 1, "sealed": b""}
IMPOSSIBLE = [
    ("people", {"id": ID, "chat": HASH, "role": "raja", "state": "linked", **SEALED}),
    ("cases", {"id": ID, "stage": "lupa", "audience": "office", "day": 1, "tag": HASH}),
    ("cases", {"id": b"short", "stage": "new", "audience": "office", "day": 1, "tag": HASH}),
    ("receipts", {"code": HASH, "case_id": b"nobody-knows-it!", "tag": HASH}),
    ("outbox", {"id": ID, "chat": HASH, "lane": 9, "generation": 1, "minute": 1, **SEALED}),
]


@pytest.mark.parametrize(("table", "values"), IMPOSSIBLE)
async def test_the_database_itself_refuses_what_cannot_be(
    room: Room, table: str, values: dict[str, object]
) -> None:
    """Unknown stages, short names, a receipt of no case."""
    rows = schema.metadata.tables[table]
    with pytest.raises(Unkeepable):
        await room.store.database.write(lambda connection: connection.execute(insert(rows), values))
