"""Promise 17 for whole rows: an older one that is put back, with its revision, gives nobody anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Table, delete, insert, select, update

from conversations.case_effects import AuditedAction
from conversations.duty import Roster
from conversations.effects import Notice
from conversations.people import Person, Standing
from storage import audit, documents, people, putback, schema
from storage.letters import TellLetter
from storage.opening import Places, open_places
from storage.store import Store
from storage.transaction import Transaction
from tests.rules.office import BUDI, RINI, SARI, always
from tests.support.rooms import Room, house

PEOPLE, DOCUMENTS, AUDIT = schema.people, schema.documents, schema.audit
REVOKED = replace(RINI, standing=Standing.REVOKED)


@dataclass(frozen=True, slots=True)
class Copy:
    """What lay in some tables."""

    rows: Mapping[Table, Sequence[Mapping[str, object]]]


async def copied(room: Room, *tables: Table) -> Copy:
    """Copy tables, as whoever can read the database file may."""

    def work(within: Transaction) -> Copy:
        found = {one: within.connection.execute(select(one)).mappings().all() for one in tables}
        return Copy({one: [dict(row) for row in rows] for one, rows in found.items()})

    return await room.store.read(work)


async def puts_back(room: Room, copy: Copy) -> None:
    """Put whole tables back, as whoever can write to it may."""

    def work(within: Transaction) -> None:
        for table, rows in copy.rows.items():
            within.connection.execute(delete(table))
            if rows:
                within.connection.execute(insert(table), [dict(row) for row in rows])

    await room.store.database.write(lambda connection: work(room.opened.within(connection)))


async def revokes(room: Room) -> None:
    """Take Rini's role away, with its audit row."""

    def work(within: Transaction) -> None:
        people.keep(within, REVOKED)
        audit.write(within, [audit.Deed(room.moment.now, "", AuditedAction.REVOKED, RINI.id)])

    await room.store.write(work)


async def known(room: Room) -> dict[int, Person]:
    """Tell who is somebody."""
    return {one.chat: one for one in await room.store.read(people.everybody)}


async def looks(room: Room) -> putback.PutBack:
    """Do what the program does at every start and once a minute."""
    found, _ = await putback.look(room.store, room.moment)
    return found


async def told(room: Room) -> set[tuple[str, Notice]]:
    """List what the office is told: whom, and what."""
    letters, damaged = await room.store.waiting()
    assert not damaged
    return {(one.letter.person, one.letter.notice) for one in letters if isinstance(one.letter, TellLetter)}


async def starts_anew(room: Room, folder: Path, url: str) -> Room:
    """End the program and start it again over what lies there now."""
    await room.opened.close()
    keys = folder / "room" / "keys"
    places = Places(url, folder / "room" / "data", keys / "teduh.key", keys / "drafts.key")
    opened = await open_places(places, alone=True)
    room.opened = opened
    room.store = Store(opened.database, opened.keyring, opened.draft_keys, opened.marks, house())
    return room


async def test_a_revoked_officers_older_row_gives_no_role(room: Room) -> None:
    """Alone: nobody has to look first."""
    before = await copied(room, PEOPLE)
    await revokes(room)
    await puts_back(room, before)
    found = await room.store.read(lambda within: people.of_chats(within, [RINI.chat, BUDI.chat]))
    assert set(found) == {BUDI.chat}
    assert RINI.chat not in await known(room)


async def test_with_the_mark_it_gives_no_role_either(room: Room) -> None:
    """The running program knows of a newer mark than the one that was put back with the row."""
    before = await copied(room, PEOPLE, DOCUMENTS)
    await revokes(room)
    await puts_back(room, before)
    assert RINI.chat not in await known(room)
    assert BUDI.chat in await known(room)


async def test_a_whole_older_database_gives_no_role_back(room: Room, tmp_path: Path, url: str) -> None:
    """Not over a restart either: the file beside the keys knows. Who did not change stays."""
    before = await copied(room, PEOPLE, DOCUMENTS, AUDIT)
    await revokes(room)
    await looks(room)
    await puts_back(room, before)
    room = await starts_anew(room, tmp_path, url)
    assert RINI.chat not in await known(room)
    found = await looks(room)
    assert (found.people, found.chain, found.roster) == (1, True, False)
    now = await known(room)
    assert now[RINI.chat].standing is Standing.PENDING
    assert all(now[one.chat].is_linked for one in (BUDI, SARI))
    assert await told(room) == {(SARI.id, Notice.PUT_BACK), (SARI.id, Notice.WENT_BACK)}


async def test_what_was_put_back_is_said_once(room: Room, tmp_path: Path, url: str) -> None:
    """Nor does a start in good order find anything."""
    before = await copied(room, PEOPLE, DOCUMENTS, AUDIT)
    await revokes(room)
    await looks(room)
    await puts_back(room, before)
    assert (await looks(room)).is_anything
    assert not (await looks(room)).is_anything
    room = await starts_anew(room, tmp_path, url)
    assert not (await looks(room)).is_anything
    deeds = [one.action for one in await room.store.read(audit.deeds)]
    assert deeds == [AuditedAction.WENT_BACK, AuditedAction.HELD]


async def test_a_coordinator_gives_the_role_back(room: Room) -> None:
    """A backup was restored in good faith."""
    before = await copied(room, PEOPLE)
    await room.store.write(lambda within: people.keep(within, replace(RINI, language="en")))
    await puts_back(room, before)
    await looks(room)
    held = (await known(room))[RINI.chat]
    await room.store.write(lambda within: people.keep(within, replace(held, standing=Standing.LINKED)))
    assert not (await looks(room)).is_anything
    assert (await known(room))[RINI.chat].is_linked


async def test_an_older_roster_calls_nobody_by_stealth(room: Room) -> None:
    """The coordinators are called, and told why."""
    before = (await copied(room, DOCUMENTS)).rows[DOCUMENTS]
    older = next(row for row in before if row["name"] == documents.ROSTER)
    await room.store.write(lambda within: documents.keep_roster(within, always(BUDI)))

    def work(within: Transaction) -> None:
        within.connection.execute(
            update(DOCUMENTS).where(DOCUMENTS.c.name == documents.ROSTER).values(**older)
        )

    await room.store.write(work)
    assert await room.store.read(documents.roster) == Roster()
    assert (await looks(room)).roster
    assert await told(room) == {(SARI.id, Notice.ROSTER_BACK)}
    assert not (await looks(room)).is_anything


async def test_a_chain_that_lost_its_end_is_told(room: Room) -> None:
    """A chain verifies however short it is: only who knew its end sees that it was cut."""
    await revokes(room)
    await looks(room)
    await room.store.write(lambda within: within.connection.execute(delete(AUDIT)))
    assert (await room.store.read(audit.verify))[0] == 0
    assert (await looks(room)).chain
    assert await told(room) == {(SARI.id, Notice.WENT_BACK)}


async def test_what_the_console_does_counts_at_once(room: Room, tmp_path: Path, url: str) -> None:
    """A command beside the program writes with marks of its own; a row it wrote is the newest here too."""
    keys = tmp_path / "room" / "keys"
    places = Places(url, tmp_path / "room" / "data", keys / "teduh.key", keys / "drafts.key")
    beside = await open_places(places, alone=False)
    console = Store(beside.database, beside.keyring, beside.draft_keys, beside.marks, house())
    before = await copied(room, PEOPLE, DOCUMENTS)
    await console.write(lambda within: people.keep(within, REVOKED))
    assert (await known(room))[RINI.chat].standing is Standing.REVOKED
    await puts_back(room, before)
    assert RINI.chat not in await known(room)
    await beside.close()
