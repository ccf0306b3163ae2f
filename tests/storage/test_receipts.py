"""A receipt leads to the case it was given for, and to no other."""

import pytest
from sqlalchemy import Connection, select, update

from conversations.people import CaseId
from storage import cases, schema
from storage.errors import Unopenable
from storage.opening import _raise
from storage.transaction import Transaction
from tests.support.rooms import Room, Speaker

TABLE = schema.receipts
TWO = (5001, 5002)


async def two_receipts(room: Room) -> dict[bytes, bytes]:
    """File two reports; give each receipt's hash with its case."""
    for chat in TWO:
        await Speaker(room, chat).asks_for_a_call()
    return await room.store.read(_receipts)


def _receipts(within: Transaction) -> dict[bytes, bytes]:
    return {row.code: row.case_id for row in within.connection.execute(select(TABLE))}


async def found(room: Room, code: bytes) -> CaseId | None:
    """Look a receipt up."""
    return await room.store.read(lambda within: cases.of_receipt(within, code))


async def test_a_receipt_that_was_pointed_at_another_case_is_refused(room: Room) -> None:
    """Alone, or with the tag of that case's own receipt."""
    given = await two_receipts(room)
    assert {await found(room, code) for code in given} == {CaseId(case.hex()) for case in given.values()}
    mine, theirs = given

    def point(within: Transaction) -> None:
        within.connection.execute(update(TABLE).where(TABLE.c.code == mine).values(case_id=given[theirs]))

    await room.store.write(point)
    with pytest.raises(Unopenable):
        await found(room, mine)
    tags = select(TABLE.c.tag).where(TABLE.c.code == theirs).scalar_subquery()
    await room.store.write(
        lambda within: within.connection.execute(update(TABLE).where(TABLE.c.code == mine).values(tag=tags))
    )
    with pytest.raises(Unopenable):
        await found(room, mine)
    assert await found(room, b"?" * 32) is None


async def test_receipts_of_an_earlier_version_are_vouched_for_at_its_upgrade(room: Room) -> None:
    """They lead where they led, and no further start vouches for anything again."""
    given = await two_receipts(room)
    await room.store.write(lambda within: _goes_back(within.connection))
    await room.store.write(lambda within: _raise(within, room.opened.marks))
    assert {code: await found(room, code) for code in given} == {
        code: CaseId(case.hex()) for code, case in given.items()
    }
    await room.store.write(lambda within: within.connection.execute(update(TABLE).values(tag=bytes(32))))
    await room.store.write(lambda within: _raise(within, room.opened.marks))
    with pytest.raises(Unopenable):
        await found(room, next(iter(given)))


def _goes_back(connection: Connection) -> None:
    """Make of the database what the first version would have written."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(select(TABLE.c.code, TABLE.c.case_id)).all()
        connection.exec_driver_sql("DROP TABLE receipts")
        connection.exec_driver_sql(
            "CREATE TABLE receipts (code BLOB NOT NULL, case_id BLOB NOT NULL, "
            "CONSTRAINT ck_receipts_code_length CHECK (length(code) = 32), "
            "CONSTRAINT fk_receipts_case_id FOREIGN KEY(case_id) REFERENCES cases (id), "
            "CONSTRAINT pk_receipts PRIMARY KEY (code)) STRICT, WITHOUT ROWID"
        )
        connection.exec_driver_sql("CREATE INDEX ix_receipts_case_id ON receipts (case_id)")
        connection.exec_driver_sql("INSERT INTO receipts VALUES (?, ?)", [tuple(row) for row in rows])
    else:
        connection.exec_driver_sql("ALTER TABLE receipts DROP CONSTRAINT ck_receipts_tag_length")
        connection.exec_driver_sql("ALTER TABLE receipts DROP COLUMN tag")
    connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
