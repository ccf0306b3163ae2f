"""Promise 26: what was erased stays gone after a restore."""

import shutil

from sqlalchemy import select

from conversations.case_effects import DueKind
from conversations.people import number_of
from storage import due, schema
from storage.transaction import Transaction
from tests.support import inside
from tests.support.citizens import NEUTRAL
from tests.support.world import World


def test_a_backup_brings_no_erased_case_back(world: World) -> None:
    """Restored from before the erasure, the program erases it again before it answers anybody."""
    world.citizen().reports()
    world.settles()
    (name,) = world.asks(inside.stories)
    assert world.stops() == 0
    data = world.home / "data"
    backup = shutil.copy(data / "teduh.db", world.home.parent / "backup.db")
    world.starts()
    world.console("erase", number_of(name), "--yes")
    assert world.asks(inside.stories) == {}
    assert world.stops() == 0
    shutil.copy(backup, data / "teduh.db")
    world.starts()
    assert world.asks(inside.stories) == {}
    assert b"erased-again" in world.program.said()


def test_what_was_written_to_the_reporter_goes_with_the_case(world: World) -> None:
    """What lies on the reporter's phone unread, and what was still to come."""
    citizen = world.citizen()
    citizen.reports(way="Lewat chat ini", hours=("Kapan saja",))
    citizen.leaves()
    citizen.sees_only(NEUTRAL)
    number = world.officer.accepts()
    for text in ("pesan pertama 5580", "pesan kedua 5581"):
        world.officer.writes(number, text)
        world.moves(minutes=1)
        citizen.sees_button("Buka")
    citizen.presses("Buka")
    citizen.presses("Aman")
    citizen.sees("5580")
    world.settles()
    assert len(world.asks(firings)) > 1
    world.console("erase", number, "--yes")
    assert world.asks(firings) == [DueKind.CODE]
    world.moves(minutes=2)
    world.moves(minutes=2)
    citizen.sees_only(NEUTRAL)
    world.moves(hours=1)
    world.settles()
    citizen.sees_only(NEUTRAL)


def firings(within: Transaction) -> list[DueKind]:
    """List what is to wake the office."""
    rows = within.connection.execute(select(schema.due)).all()
    return [due._firing.open(within, row.id, row.rev, row.sealed).kind for row in rows]
