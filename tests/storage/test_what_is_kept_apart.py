"""Files, trails and the audit chain, each by itself."""

import pytest
from pydantic import TypeAdapter
from sqlalchemy import delete, select, update

from conversations.case_effects import AuditedAction
from storage import audit, blobs, schema
from storage.blobs import CHUNK_BYTES, ChunkSealer
from storage.errors import AuditBroken, Unopenable
from storage.sealing import Padding
from storage.trails import DELETABLE_MINUTES, MOST_OLD, MOST_STEPS, Footprint, Trail
from storage.transaction import Transaction
from tests.rules.office import MONDAY
from tests.support.rooms import Room

KEPT = TypeAdapter(Trail)
TOKEN, KEY = "ab" * 16, "cd" * 32


def sealed(room: Room, content: bytes) -> ChunkSealer:
    """Seal a file as it comes in, in pieces of any size."""
    sealer = ChunkSealer(room.store.keyring.office, TOKEN, KEY)
    for start in range(0, len(content), 10_007):
        sealer.take(content[start : start + 10_007])
    sealer.finish()
    return sealer


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
async def test_a_file_comes_out_as_it_went_in(room: Room, size: int) -> None:
    """Every chunk is equally long, whatever the file's end."""
    content = bytes(range(256)) * (size // 256 + 1)
    sealer = sealed(room, content[:size])
    assert len({len(row["sealed"]) for row in sealer.rows}) == 1
    await room.store.write(lambda within: blobs.keep(within, sealer.rows))
    assert await room.store.read(lambda within: blobs.read(within, TOKEN, KEY)) == content[:size]


async def test_a_file_that_lost_a_chunk_does_not_open(room: Room) -> None:
    """Not the last, not one in the middle; and two do not change places."""
    sealer = sealed(room, bytes(3 * CHUNK_BYTES))
    rows = sealer.rows
    for left in ([*rows[:-1]], [rows[0], *rows[2:]], [rows[1], rows[0], rows[2]]):
        renumbered = [{**row, "chunk": number} for number, row in enumerate(left)]
        await room.store.write(lambda within, rows=renumbered: blobs.keep(within, rows))
        with pytest.raises(Unopenable):
            await room.store.read(lambda within: blobs.read(within, TOKEN, KEY))


async def test_a_file_that_was_dropped_is_gone(room: Room) -> None:
    """Dropping it again does no harm."""
    sealer = sealed(room, b"isi")
    await room.store.write(lambda within: blobs.keep(within, sealer.rows))
    for _ in range(2):
        await room.store.write(lambda within: blobs.drop(within, [TOKEN]))
    assert await room.store.read(blobs.count) == 0


def deeds(within: Transaction) -> None:
    """Write two deeds down."""
    deed = audit.Deed(MONDAY, "", AuditedAction.ROSTER)
    audit.write(within, [deed, deed])


async def test_the_chain_of_deeds_vouches_for_itself(room: Room) -> None:
    """Row after row, transaction after transaction."""
    await room.store.write(deeds)
    await room.store.write(deeds)
    number, head = await room.store.read(audit.verify)
    assert number == 4
    assert len(head) == 64


@pytest.mark.parametrize(
    "change",
    [
        delete(schema.audit).where(schema.audit.c.no == 2),
        update(schema.audit).where(schema.audit.c.no == 2).values(sealed=b"x"),
        update(schema.audit).where(schema.audit.c.no == 3).values(no=9),
        update(schema.audit).where(schema.audit.c.no == 1).values(mac=b"x" * 32),
    ],
)
async def test_a_chain_that_was_touched_does_not_verify(room: Room, change: object) -> None:
    """Taken out, altered, moved."""
    await room.store.write(deeds)
    await room.store.write(deeds)
    await room.store.write(lambda within: within.connection.execute(change))
    with pytest.raises(AuditBroken):
        await room.store.read(audit.verify)


async def test_deeds_are_sealed(room: Room) -> None:
    """The chain is followed without opening them."""
    await room.store.write(deeds)
    rows = await room.store.read(
        lambda within: within.connection.execute(select(schema.audit.c.sealed)).all()
    )
    assert all(AuditedAction.ROSTER.encode() not in row.sealed for row in rows)


# Trails --------------------------------------------------------------------------------------------------


def test_a_trail_forgets_what_nothing_can_be_done_about() -> None:
    """Others' messages past two days go; of our own the newest forty are remembered."""
    trail = Trail(1)
    for message in range(300):
        trail = trail.with_step(Footprint(message, message, ours=message % 2 == 0))
    aged = trail.with_step(Footprint(300, 300 + DELETABLE_MINUTES))
    assert all(step.ours for step in aged.steps)
    assert len(aged.steps) == MOST_OLD + 1
    assert aged.steps[-2].message == 298


def test_an_ended_trail_keeps_its_card_and_lets_the_rest_fade() -> None:
    """The card becomes the neutral line."""
    trail = Trail(1).with_step(Footprint(1, 0, ours=False)).with_card(Footprint(2, 0)).ended(0)
    assert trail.card == Footprint(2, 0)
    assert [step.message for step in trail.fading] == [1]


def test_where_a_card_is_on_its_way_the_newest_of_ours_takes_its_place() -> None:
    """Nobody who leaves is left with an empty chat."""
    trail = Trail(1).with_card(Footprint(2, 0)).without_card().with_step(Footprint(3, 0, ours=False)).ended(0)
    assert trail.card == Footprint(2, 0)
    assert [step.message for step in trail.fading] == [3]


def test_the_highest_id_is_known_when_everything_is_gone() -> None:
    """What landed unseen lies beyond it."""
    trail = Trail(1).with_card(Footprint(7, 0)).with_step(Footprint(9, 0)).ended(0).without([7, 9])
    assert trail.last == 9
    assert trail.card is None
    assert trail.fading == ()


def test_a_trail_that_an_earlier_version_wrote_still_opens() -> None:
    """It wrote each message with names; both forms are one trail."""
    earlier = (
        b'{"chat":1,"card":{"message":5,"minute":6,"ours":true},'
        b'"steps":[{"message":7,"minute":8,"ours":false}],"fading":[{"message":9,"minute":9,"ours":true}],"last":9}'
    )
    trail = Trail(1, Footprint(5, 6), (Footprint(7, 8, ours=False),), (Footprint(9, 9),), 9)
    assert KEPT.validate_json(earlier) == trail
    assert KEPT.validate_json(KEPT.dump_json(trail)) == trail


def test_a_full_trail_fits_its_one_length() -> None:
    """With as many steps as there may be, half of them fading, and ids as large as they get in a year."""
    steps = tuple(Footprint(9_000_000 + n, 29_000_000) for n in range(MOST_STEPS))
    full = Trail(-(10**12), steps[0], steps, steps[: MOST_STEPS // 2], 9_000_000)
    assert Padding.TRAIL.padded(len(KEPT.dump_json(full))) == Padding.TRAIL
