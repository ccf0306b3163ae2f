"""What every function that keeps or gives back is handed: one transaction and the keys.

Law: nothing here commits; whoever opened the transaction does. A value is opened only by the ``Sealed``
that sealed it, so that table, field and padding of a value are told once.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from pydantic_core import CoreSchema, SchemaValidator
from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from storage.draft_keys import DraftKeys
from storage.errors import Unopenable
from storage.keyring import HashKind, Keyring
from storage.sealing import Padding, Place, SymmetricKey
from storage.watermark import Watermark

T = TypeVar("T")
Value = bytes | str | int | None
Upsert = sqlite.Insert | postgresql.Insert


@dataclass(slots=True)
class Transaction:
    """One transaction, and what is needed to seal and open within it."""

    connection: Connection
    keyring: Keyring
    draft_keys: DraftKeys
    mark: Watermark = field(default_factory=Watermark)
    """The newest revisions that are known; see ``marks``."""
    mark_is_read: bool = False
    passed_over: int = 0
    """Rows that did not open, in whose place the work went on with nothing: the operator must look."""
    _names: dict[int, bytes] = field(default_factory=dict, repr=False)
    """Names of chats, each worked out once."""

    def place(self, table: str, row: bytes, field: str, revision: int = 0) -> Place:
        """Name a place that belongs to no case."""
        return Place(self.keyring.office, table, row, field, revision=revision)

    def chat_hash(self, chat: int) -> bytes:
        """Give the name under which a chat's rows stand."""
        name = self._names.get(chat)
        if name is None:
            name = self.keyring.keyed_hash(HashKind.CHAT, chat.to_bytes(8, "big", signed=True))
            self._names[chat] = name
        return name


def new_revision() -> int:
    """Give a random number of 63 bits: a counter would tell how often somebody wrote."""
    return int.from_bytes(os.urandom(8), "big") >> 1


def revision_of(row: Mapping[str, Value]) -> int:
    """Give the revision that a row was sealed in."""
    revision = row["rev"]
    assert isinstance(revision, int)
    return revision


def new_id() -> bytes:
    """Give 16 random bytes."""
    return os.urandom(16)


class Sealed(Generic[T]):
    """How one kind of value is written: as JSON, padded, sealed for its table, row, field and revision."""

    def __init__(self, table: str, field: str, kind: TypeAdapter[T], padding: Padding) -> None:
        self._table = table
        self._field = field
        self._kind = kind
        self._padding = padding
        self._reader = SchemaValidator(_told_apart(kind.core_schema))

    def seal(
        self,
        within: Transaction,
        row: bytes,
        value: T,
        key: SymmetricKey | None = None,
        owner: "CaseKeyName | None" = None,
    ) -> dict[str, Value]:
        """Give the columns ``rev`` and ``sealed``; the key is the running key where none is given."""
        revision = new_revision()
        place = self._place(within, row, revision, owner)
        sealed = (key or within.keyring.running).seal(place, self._kind.dump_json(value), self._padding)
        return {"rev": revision, "sealed": sealed}

    def open(
        self,
        within: Transaction,
        row: bytes,
        revision: int,
        sealed: bytes,
        key: SymmetricKey | None = None,
        owner: "CaseKeyName | None" = None,
    ) -> T:
        """Read a value back.

        Raises:
            Unopenable: it was changed, moved or put back, or was sealed by a program that wrote it otherwise.

        """
        plain = (key or within.keyring.running).open(self._place(within, row, revision, owner), sealed)
        try:
            value: T = self._reader.validate_json(plain)
        except ValueError:
            # pydantic's message would quote the value.
            raise Unopenable(f"A value of {self._table} is not in the form this program writes.") from None
        return value

    def open_or_pass(self, within: Transaction, row: bytes, revision: int, sealed: bytes) -> T | None:
        """Read a value back; None, and counted: it does not open, and must hold nobody else up."""
        try:
            return self.open(within, row, revision, sealed)
        except Unopenable:
            within.passed_over += 1
            return None

    def _place(self, within: Transaction, row: bytes, revision: int, owner: "CaseKeyName | None") -> Place:
        if owner is None:
            return within.place(self._table, row, self._field, revision)
        return Place(within.keyring.office, self._table, row, self._field, owner.case, owner.number, revision)


def _told_apart(schema: CoreSchema) -> CoreSchema:
    """Have classes that name themselves in ``kind`` found by that name; else each would be tried in turn.

    ``conversations`` cannot say so itself, for it does not know pydantic. A draft opens seven times as fast.
    """
    classes = {found["ref"]: found for found in schema.get("definitions", ())}
    told: CoreSchema = _tagged(schema, classes)
    return told


def _tagged(part: Any, classes: Mapping[str, Any]) -> Any:  # noqa: ANN401 - pydantic's schemas are dicts of any depth
    if isinstance(part, list):
        return [_tagged(one, classes) for one in part]
    if not isinstance(part, dict):
        return part
    told = {name: one if name == "metadata" else _tagged(one, classes) for name, one in part.items()}
    if told.get("type") == "union":
        named = {_name_of(classes.get(one.get("schema_ref"), one)): one for one in told["choices"]}
        if None not in named and len(named) == len(told["choices"]):
            return {"type": "tagged-union", "discriminator": "kind", "choices": named}
    return told


def _name_of(choice: Any) -> str | None:  # noqa: ANN401 - the same
    """Tell what a class writes as its ``kind``; None: it writes none."""
    if choice["type"] != "dataclass":
        return None
    kinds = [one["schema"]["schema"] for one in choice["schema"]["fields"] if one["name"] == "kind"]
    return next((kind["expected"][0] for kind in kinds if kind["type"] == "literal"), None)


@dataclass(frozen=True, slots=True)
class CaseKeyName:
    """Which key of which case a value is sealed under."""

    case: bytes
    number: int


@lru_cache(maxsize=64)
def _upserting(table: Table, dialect: str) -> Upsert:
    statement = _insert(table, dialect)
    keys = [column.name for column in table.primary_key.columns]
    changed = {
        column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)


@lru_cache(maxsize=64)
def _inserting_new(table: Table, dialect: str) -> Upsert:
    return _insert(table, dialect).on_conflict_do_nothing()


@lru_cache(maxsize=64)
def _naming_new(table: Table, dialect: str) -> ReturningInsert[bytes]:
    (key,) = table.primary_key.columns
    return _insert(table, dialect).on_conflict_do_nothing().returning(key)


def _insert(table: Table, dialect: str) -> Upsert:
    return sqlite.Insert(table) if dialect == "sqlite" else postgresql.Insert(table)


def upsert(within: Transaction, table: Table, rows: Sequence[Mapping[str, Value]]) -> None:
    """Write whole rows, in place of those with the same key."""
    if rows:
        within.connection.execute(
            _upserting(table, within.connection.dialect.name), [dict(row) for row in rows]
        )


def insert_new(within: Transaction, table: Table, rows: Sequence[Mapping[str, Value]]) -> None:
    """Write rows, but for those whose key (or another unique column) is there already."""
    if rows:
        within.connection.execute(
            _inserting_new(table, within.connection.dialect.name), [dict(row) for row in rows]
        )


def keep_new(within: Transaction, table: Table, rows: Sequence[Mapping[str, Value]]) -> set[bytes]:
    """Write rows of a table whose key is one name; give the names that were not there yet."""
    if not rows:
        return set()
    statement = _naming_new(table, within.connection.dialect.name)
    return set(within.connection.execute(statement, [dict(row) for row in rows]).scalars())
