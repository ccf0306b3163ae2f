"""Promise 33: every version of the database goes up with data in it, and ends as the schema says."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, LargeBinary, MetaData, Table, func, insert, select

from storage import migrating, schema
from storage.database import Database, open_database
from storage.errors import StoreRefused

VERSIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory.from_config(migrating._config(None)).walk_revisions()))
]
LENGTHS = {"id": 16, "key_id": 8, "recipient": 8}
KNOWN = {
    "role": "petugas", "state": "linked", "stage": "new", "audience": "office",
    "kind": "key_file", "lane": 1, "no": 1,
}  # fmt: skip
"""What checks demand."""


@pytest.fixture
async def database(url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """Open an empty database of either kind."""
    (tmp_path / "room" / "data").mkdir(parents=True)
    opened = open_database(url)
    yield opened
    await opened.close()


async def test_the_steps_build_what_the_schema_says(database: Database) -> None:
    """Tables, columns, keys and indexes: no difference is left."""
    await database.write(migrating.migrate)
    assert await database.read(_differences) == []


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, schema.metadata))


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_version_goes_up_with_data_in_it(database: Database, version: str) -> None:
    """A row in every table, and no row is lost on the way."""

    def fill(connection: Connection) -> dict[str, int]:
        command.upgrade(migrating._config(connection), version)
        found = MetaData()
        found.reflect(connection)
        for table in found.sorted_tables:
            if table.name != "alembic_version":
                connection.execute(insert(table), _row(table))
        return _counts(connection)

    filled = await database.write(fill)
    await database.write(migrating.migrate)
    assert await database.read(_counts) == filled
    assert await database.read(migrating.version_of) == migrating.NEWEST


def _row(table: Table) -> dict[str, object]:
    return {
        column.name: _value(column.name, isinstance(column.type, LargeBinary), table)
        for column in table.columns
    }


def _value(name: str, binary: bool, table: Table) -> object:  # noqa: FBT001 - what the column holds
    if name == "owner":
        return b"i" * 16
    if name == "purpose":
        return "facts" if table.name == "case_keys" else "office"
    if name in KNOWN:
        return KNOWN[name]
    if binary:
        return b"i" * LENGTHS.get("id" if name == "case_id" else name, 32)
    return "x" if str(table.columns[name].type) in {"TEXT", "VARCHAR"} else 1


def _counts(connection: Connection) -> dict[str, int]:
    found = MetaData()
    found.reflect(connection)
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in found.sorted_tables
    }


async def test_going_up_twice_changes_nothing(database: Database) -> None:
    """A start of the same program is no upgrade."""
    await database.write(migrating.migrate)
    await database.write(migrating.migrate)
    await database.read(migrating.check_version)


async def test_a_database_of_a_newer_program_is_refused_in_words(database: Database) -> None:
    """Nothing is written into it."""
    await database.write(migrating.migrate)
    newer = "UPDATE alembic_version SET version_num = '9999'"
    await database.write(lambda connection: connection.exec_driver_sql(newer))
    with pytest.raises(StoreRefused, match="9999"):
        await database.write(migrating.migrate)


async def test_a_command_beside_the_program_migrates_nothing(database: Database) -> None:
    """It says what to do."""
    with pytest.raises(StoreRefused, match="teduh migrate"):
        await database.write(migrating.check_version)
