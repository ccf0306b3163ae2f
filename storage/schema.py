"""What the database looks like, the same on SQLite and PostgreSQL.

Law: in clear stand only random ids, keyed hashes, a workflow stage, an owner, an audience and a day.
Whatever would tell who wrote, when, how often or of what is sealed. Tables whose key is random keep no row
order (``WITHOUT ROWID``): it would tell a sequence. Nothing is deleted by cascade: an erasure names what it
deletes, and the database refuses one that forgot something.

``migrations`` builds this; a test holds the two equal. A day counts from 1 January of the year 1
(``date.toordinal``), a minute from 1970. ``rev`` is the random revision that ``sealed`` is bound to.
"""

from collections.abc import Iterable

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.schema import SchemaItem

ID = 16
HASH = 32
KEY_ID = 8

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
_Big = BigInteger().with_variant(Integer, "sqlite")  # STRICT tables refuse the name BIGINT


def _table(name: str, *items: SchemaItem, ordered: bool = False) -> Table:
    return Table(name, metadata, *items, sqlite_strict=True, sqlite_with_rowid=ordered)


def _long(name: str, length: int) -> CheckConstraint:
    return CheckConstraint(f"length({name}) = {length}", name=f"{name}_length")


def _one_of(name: str, choices: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{choice}'" for choice in choices)
    return CheckConstraint(f"{name} IN ({listed})", name=f"{name}_known")


def _blob(name: str, *, null: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null)


def _key(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _revision() -> Column[int]:
    return Column("rev", _Big, nullable=False)


people = _table(
    "people",
    _key("id"),
    _blob("chat"),
    _text("role"),
    _text("state"),
    _revision(),
    _blob("sealed"),
    _long("id", ID),
    _long("chat", HASH),
    _one_of("role", ("petugas", "koordinator", "perangkat")),
    _one_of("state", ("pending", "linked", "unreachable", "revoked")),
    Index("ix_people_chat", "chat", unique=True),
)

invitations = _table(
    "invitations",
    _key("code"),
    _number("day"),
    _revision(),
    _blob("sealed"),
    _long("code", HASH),
)

sessions = _table(
    "sessions",
    _key("chat"),
    Column("generation", _Big, nullable=False),
    _number("day"),
    _blob("draft_key", null=True),
    _revision(),
    _blob("sealed", null=True),
    _long("chat", HASH),
)

trails = _table("trails", _key("chat"), _revision(), _blob("sealed"), _long("chat", HASH))

cases = _table(
    "cases",
    _key("id"),
    _text("stage"),
    Column("owner", LargeBinary, ForeignKey("people.id"), nullable=True),
    _text("audience"),
    _number("day"),
    _blob("tag"),
    _long("id", ID),
    _long("tag", HASH),
    _one_of("stage", ("new", "accepted", "closed")),
    _one_of("audience", ("office", "head")),
    Index("ix_cases_stage", "stage"),
    Index("ix_cases_owner", "owner"),
)

case_keys = _table(
    "case_keys",
    Column("case_id", LargeBinary, ForeignKey("cases.id"), primary_key=True),
    Column("key_no", Integer, primary_key=True, autoincrement=False),
    _key("recipient"),
    _text("purpose"),
    _blob("wrapped"),
    _long("recipient", KEY_ID),
    _one_of("purpose", ("facts", "route", "story")),
)

entries = _table(
    "entries",
    _key("id"),
    Column("case_id", LargeBinary, ForeignKey("cases.id"), nullable=False),
    _number("key_no"),
    _text("field"),
    _revision(),
    _blob("sealed"),
    _long("id", ID),
    Index("ix_entries_case_id", "case_id"),
)

blobs = _table(
    "blobs",
    _key("id"),
    Column("chunk", Integer, primary_key=True, autoincrement=False),
    _blob("sealed"),
    _long("id", ID),
)

receipts = _table(
    "receipts",
    _key("code"),
    Column("case_id", LargeBinary, ForeignKey("cases.id"), nullable=False),
    _blob("tag"),
    _long("code", HASH),
    _long("tag", HASH),
    Index("ix_receipts_case_id", "case_id"),
)

due = _table(
    "due",
    _key("id"),
    _number("minute"),
    _blob("firing"),
    _revision(),
    _blob("sealed"),
    _long("id", ID),
    _long("firing", HASH),
    Index("ix_due_minute", "minute"),
    Index("ix_due_firing", "firing", unique=True),
)

outbox = _table(
    "outbox",
    _key("id"),
    _blob("chat"),
    _number("lane"),
    Column("generation", _Big, nullable=False),
    _number("minute"),
    _revision(),
    _blob("sealed"),
    _long("id", ID),
    _long("chat", HASH),
    CheckConstraint("lane BETWEEN 0 AND 3", name="lane_known"),
    Index("ix_outbox_chat", "chat"),
)

cards = _table("cards", _key("card"), _revision(), _blob("sealed"), _long("card", HASH))

applied = _table(
    "applied", _key("update_hash"), _number("day"), _long("update_hash", HASH), Index("ix_applied_day", "day")
)

parked = _table("parked", _key("id"), _number("day"), _revision(), _blob("sealed"), _long("id", ID))

documents = _table("documents", Column("name", Text, primary_key=True), _revision(), _blob("sealed"))

forms = _table("forms", Column("version", Text, primary_key=True), _text("source"))

audit = _table(
    "audit",
    Column("no", _Big, primary_key=True, autoincrement=False),
    _blob("sealed"),
    _blob("mac"),
    _long("mac", HASH),
    CheckConstraint("no > 0", name="no_counts"),
    ordered=True,
)

key_slots = _table(
    "key_slots",
    _key("id"),
    _blob("key_id"),
    _text("kind"),
    _text("parameters"),
    _blob("sealed"),
    _long("id", ID),
    _long("key_id", KEY_ID),
    _one_of("kind", ("passphrase", "key_file")),
)

office_keys = _table(
    "office_keys",
    _key("key_id"),
    _text("purpose"),
    _blob("public"),
    _long("key_id", KEY_ID),
    _one_of("purpose", ("office", "head")),
)
