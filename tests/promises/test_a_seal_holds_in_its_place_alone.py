"""Promise 17: a ciphertext that was exchanged, changed or put back never opens.

Every sealed column of every table is tried, on a database that the real program has written.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import LargeBinary, Table, and_, select, update
from sqlalchemy.exc import IntegrityError

from bot.office import places_of
from bot.settings import Settings
from conversations.people import CaseId
from storage import (
    audit,
    blobs,
    cards,
    cases,
    documents,
    due,
    marks,
    outbox,
    people,
    schema,
    sessions,
    trails,
    upkeep,
)
from storage.errors import StorageError, Unopenable
from storage.opening import Opened, open_places
from storage.transaction import Transaction
from tests.support import inside
from tests.support.offices import Founded, Sandboxes, opened
from tests.support.pictures import PAPER
from tests.support.world import CITIZENS_FROM, World

Key = tuple[object, ...]
Row = Mapping[str, object]
CLEAR = {
    "id",
    "case_id",
    "chat",
    "code",
    "card",
    "firing",
    "update_hash",
    "owner",
    "recipient",
    "key_id",
    "public",
}
"""Binary columns that seal nothing: random names, keyed hashes, and what may be known."""
SEALED = [
    (table.name, column.name)
    for table in schema.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, LargeBinary) and column.name not in CLEAR and table.name != "key_slots"
]
"""The slots are held by tests/keys/test_slots.py."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A database as it was, and as it is."""

    settings: Settings
    older: Mapping[tuple[str, Key], Row]


@pytest.fixture(scope="module")
def archive(
    founded: Founded, sandboxes: Sandboxes, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Archive]:
    """Have people report and work, with letters left in the outbox and an update put aside."""
    with opened(founded, sandboxes, tmp_path_factory.mktemp("seals")) as begin:
        world = begin()
        plays(world)
        older = world.asks(everything)
        goes_on(world)
        yield Archive(world.settings, older)


def plays(world: World) -> None:
    """File two reports with files, accept both, write notes down, leave drafts and unread letters."""
    for number in range(2):
        citizen = world.citizen()
        citizen.begins()
        citizen.fills(until="files", story=f"Cerita {number}", way="Lewat chat ini", word="mangga")
        citizen.sends("document", PAPER + bytes(70_000), file_name="surat.pdf")
        citizen.sees("1 berkas sudah tersimpan")
        citizen.fills()
        citizen.sends_report()
        case = world.officer.accepts()
        world.officer.opens("Cerita", case)
        world.officer.records(case, "Dirujuk", "Besok")
        world.officer.tells(f"Catatan {number}")
        world.officer.sees("Catatan tersimpan", case)
        world.officer.goes_home()
        world.officer.writes(case, f"Pesan {number}")
    for name in ("Sari", "Bayu"):
        world.console("invite", "petugas", "--name", name)
    for _ in range(2):
        world.citizen().begins()
    world.settles()


def goes_on(world: World) -> None:
    """Change everything once more, and stop with letters unsent."""
    world.moves(minutes=2)
    for phone in (world.officer, world.second):
        phone.starts()
    world.settles()
    for chat in (CITIZENS_FROM + 3, CITIZENS_FROM + 4):
        world.troubles("error", chat_id=str(chat), code=500, times=-1)
        world.line.post("/sim/say", chat_id=chat, text="tidak ada jawaban")
    world.coordinator.asks_for_overview("Kasus terbuka: 2")
    world.stops()
    asyncio.run(puts_aside(world.settings))


async def puts_aside(settings: Settings) -> None:
    """Put two updates aside, as the intake does with what cannot be applied."""
    await writing(settings, lambda within: [upkeep.park(within, bytes([n]), 738000) for n in range(2)])


# Opening ----------------------------------------------------------------------------------------------------


def _card(within: Transaction, row: Row) -> object:
    return cards._card.open(within, row["card"], row["rev"], row["sealed"])


def _case(within: Transaction, row: Row) -> object:
    name = CaseId((row.get("case_id") or row["id"]).hex())
    found = cases.named(within, [name])
    if name not in found.cases:
        raise Unopenable("damaged")
    return (
        found.cases[name],
        inside.story_of(within, name),
        inside.notes_of(within, name),
        cases.way_back(within, name),
    )


def _blob(within: Transaction, row: Row) -> object:
    for name in inside.all_cases(within):
        draft = inside.story_of(within, name).draft
        for file in draft.files if draft else ():
            if bytes.fromhex(file.token) == row["id"]:
                return blobs.read(within, file.token, file.key)
    raise AssertionError("Nobody knows this file.")


def _session(within: Transaction, row: Row) -> object:
    stood = within.connection.execute(
        select(schema.sessions).where(schema.sessions.c.chat == row["chat"])
    ).one()
    known = sessions._opened(within, stood, "id")
    if known.is_damaged:
        raise Unopenable("damaged")
    return known.session


def _document(within: Transaction, row: Row) -> object:
    # The program goes on without a roster that does not open: the coordinator is called.
    kinds = {
        documents.ROSTER: documents._roster,
        documents.HEARTBEAT: documents._time,
        documents.FORM: documents._compiled,
        marks._NAME: marks._mark,
    }
    return kinds[row["name"]].open(within, str(row["name"]).encode(), row["rev"], row["sealed"])


def _parked(within: Transaction, row: Row) -> object:
    key = within.draft_keys.get(row["day"])
    return key.open(within.place("parked", row["id"], "update", row["rev"]), row["sealed"])


OPENERS: dict[str, Callable[[Transaction, Row], object]] = {
    "people": lambda within, row: people._person.open(within, row["id"], row["rev"], row["sealed"]),
    "invitations": lambda within, row: people._invitation.open(
        within, row["code"], row["rev"], row["sealed"]
    ),
    "sessions": _session,
    "trails": lambda within, row: trails._trail.open(within, row["chat"], row["rev"], row["sealed"]),
    "cases": _case,
    "case_keys": _case,
    "entries": _case,
    "blobs": _blob,
    "receipts": lambda within, row: cases.of_receipt(within, row["code"]),
    "due": lambda within, row: due._firing.open(within, row["id"], row["rev"], row["sealed"]),
    "outbox": lambda within, row: outbox._envelope.open(within, row["id"], row["rev"], row["sealed"]),
    "cards": _card,
    "parked": _parked,
    "documents": _document,
    "audit": lambda within, _: (audit.verify(within), audit.deeds(within)),
}


# Tampering --------------------------------------------------------------------------------------------------


class Undone(Exception):  # noqa: N818 - reads as what becomes of it
    """What was tried is taken back."""


@pytest.mark.parametrize(("table", "column"), SEALED)
async def test_what_was_exchanged_changed_or_put_back_does_not_open(
    archive: Archive, table: str, column: str
) -> None:
    """It opens where it belongs, and nowhere else, and never in part."""
    found = await open_places(places_of(archive.settings), alone=False)
    try:
        rows = await found.database.read(lambda connection: everything(found.within(connection)))
        mine = {key: row for (name, key), row in rows.items() if name == table and row[column] is not None}
        assert len(mine) >= 2, f"{table} holds too little to be tried."
        for key, row in list(mine.items())[:6]:
            assert await tries(found, table, key, {}) == "opens"
            for other in others(column, key, row, mine, archive.older.get((table, key))):
                assert await tries(found, table, key, {column: other}) == "refused", key
    finally:
        await found.close()


def others(column: str, key: Key, row: Row, rows: Mapping[Key, Row], before: Row | None) -> Iterator[bytes]:
    """Give what may be put in the place of a sealed value."""
    sealed = row[column]
    assert isinstance(sealed, bytes)
    for at in (0, 5, 14, len(sealed) // 2, len(sealed) - 1):
        yield sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    yield sealed[:-1]
    yield b""
    yield from (one[column] for name, one in rows.items() if name != key and one[column] != sealed)
    if before is not None and before[column] is not None and before[column] != sealed:
        yield before[column]


async def tries(found: Opened, table: str, key: Key, change: Mapping[str, bytes]) -> str:
    """Put something in its place, open the row as the program does, and take it back."""
    place = schema.metadata.tables[table]

    def work(within: Transaction) -> None:
        if change:
            try:
                within.connection.execute(update(place).where(_is(place, key)).values(change))
            except IntegrityError:
                raise Undone("refused") from None
        row = within.connection.execute(select(place).where(_is(place, key))).mappings().one()
        try:
            OPENERS[table](within, dict(row))
        except StorageError:
            raise Undone("refused") from None
        raise Undone("opens")

    try:
        await found.database.write(lambda connection: work(found.within(connection)))
    except Undone as undone:
        return str(undone)
    raise AssertionError("unreachable")


def everything(within: Transaction) -> dict[tuple[str, Key], Row]:
    """Read every row of every table."""
    found: dict[tuple[str, Key], Row] = {}
    for table in schema.metadata.sorted_tables:
        for row in within.connection.execute(select(table)).mappings():
            found[(table.name, tuple(row[one.name] for one in table.primary_key.columns))] = dict(row)
    return found


def _is(table: Table, key: Key) -> object:
    return and_(*(column == value for column, value in zip(table.primary_key.columns, key, strict=True)))


async def writing(settings: Settings, work: Callable[[Transaction], object]) -> None:
    """Write into the store."""
    found = await open_places(places_of(settings), alone=False)
    try:
        await found.database.write(lambda connection: work(found.within(connection)))
    finally:
        await found.close()


def test_every_table_that_seals_anything_is_tried() -> None:
    """A column that is added later is tried as well, or this fails."""
    assert {table for table, _ in SEALED} == set(OPENERS)
