"""The audit chain's code is spoken once a day: whoever writes it down notices that the chain was cut."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete

from conversations.case_effects import AuditedAction
from conversations.effects import Notice
from conversations.screen import Line
from storage import audit, schema
from storage.drawing import Show
from storage.letters import TellLetter
from storage.outbox import Outgoing
from storage.settling import Delivered
from storage.transaction import Transaction
from tests.rules.office import SARI
from tests.support.rooms import Room


async def spoken(room: Room) -> list[Outgoing]:
    """Do what a start and a tick do; give what waits to be told, to whomever."""
    await room.store.forget(room.moment)
    await room.store.fire(room.moment)
    letters, _ = await room.store.waiting()
    told = [one for one in letters if isinstance(one.letter, TellLetter)]
    assert {one.letter.notice for one in told} <= {Notice.CHAIN_CODE}
    return told


async def brought(room: Room, letters: list[Outgoing]) -> None:
    """Have letters brought."""
    await room.store.settle([(one, Delivered(1)) for one in letters], room.moment)


def goes_to(room: Room, hour: int) -> None:
    """Let time pass until an hour of the office's next day."""
    here = room.moment.here
    then = (here + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)
    room.passes(seconds=(then - here).total_seconds())


async def the_line(room: Room, letter: Outgoing) -> Line:
    """Read what a letter says."""
    drawn = await room.store.draw(letter, room.moment)
    assert isinstance(drawn, Show)
    return drawn.screen.parts[0]


async def test_each_coordinator_is_told_once_a_day(room: Room) -> None:
    """At the hour that is set, however often the program was started, and not again for days it was down."""
    goes_to(room, 7)
    assert await spoken(room) == []
    for _ in range(2):
        goes_to(room, 8)
        told = await spoken(room)
        assert [one.chat for one in told] == [SARI.chat]
        await brought(room, told)
        for _ in range(2):
            assert await spoken(room) == []
    room.passes(days=3)
    told = await spoken(room)
    assert len(told) == 1
    await brought(room, told)
    room.passes(hours=23)
    assert await spoken(room) == []


async def test_the_hour_is_the_offices(room: Room) -> None:
    """Nobody is told in the night."""
    room.store.house = replace(room.store.house, code_hour=13)
    goes_to(room, 12)
    assert await spoken(room) == []
    room.passes(hours=1)
    assert len(await spoken(room)) == 1


async def test_the_code_is_of_the_chains_end(room: Room) -> None:
    """A chain that was cut says another code, and fewer rows."""
    deed = audit.Deed(room.moment.now, "", AuditedAction.ROSTER)
    await room.store.write(lambda within: audit.write(within, [deed, deed]))
    goes_to(room, 7)
    await spoken(room)
    goes_to(room, 8)
    (letter,) = await spoken(room)
    end = await room.store.read(audit.end)
    assert await the_line(room, letter) == Line("chain-code", {"count": 2, "code": end.code})

    def cut(within: Transaction) -> None:
        within.connection.execute(delete(schema.audit).where(schema.audit.c.no == 2))

    await room.store.write(cut)
    assert (await the_line(room, letter)).values["code"] != end.code
