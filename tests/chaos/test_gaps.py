"""Telegram forgets presses that nobody fetched for 150 seconds: what was pressed in vain waits for no answer.

Law: after such a gap no phone makes a sound, and nobody who picks one up learns anything.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.office import Office, places_of
from conversations.events import Opened, Pressed
from conversations.screen import Line
from storage import documents
from storage.batch import Incoming
from storage.drawing import Show
from storage.letters import CardLetter
from storage.opening import open_places
from tests.support.citizens import QUESTIONS
from tests.support.phones import eventually
from tests.support.world import World

GAP = 240
"""Seconds."""


def stays_away(world: World) -> None:
    """Have the program gone for minutes: Telegram forgets the presses of that time."""
    world.line.post("/sim/clock", advance_seconds=GAP)
    asyncio.run(_last_seen(world, datetime.now(UTC) - timedelta(seconds=GAP)))
    world.starts()


async def _last_seen(world: World, at: datetime) -> None:
    opened = await open_places(places_of(world.settings), alone=False)
    try:
        await opened.database.write(lambda connection: documents.keep_seen(opened.within(connection), at))
    finally:
        await opened.close()


async def begins(office: Office, chat: int, ago: timedelta) -> str:
    """Have somebody press Start some time ago, and choose a language; gives the words they see."""
    then = replace(office.moment(), now=office.moment().now - ago)
    started = await office.store.take([Incoming(chat, Opened(1))], then)
    button = next(iter(started.drawn.values())).screen.rows[0][0].data
    chosen = await office.store.take([Incoming(chat, Pressed(2, button, "1"))], then)
    return words_on(next(iter(chosen.drawn.values())))


def words_on(shown: Show) -> str:
    """Name the wordings of a card."""
    return " ".join(part.wording for part in shown.screen.parts if isinstance(part, Line))


async def test_a_card_pressed_in_vain_becomes_neutral_and_goes_on(office: Office) -> None:
    """By an edit, with one button beside the way out; whoever did something since sees what they saw."""
    before = await begins(office, 1, timedelta(minutes=4))
    await begins(office, 2, timedelta())

    follow = await office.store.catch_up(office.moment())

    assert {letter.chat for letter in follow.letters} == {1}
    (letter,) = (one for one in follow.letters if isinstance(one.letter, CardLetter))
    shown = await office.store.draw(letter, office.moment())
    assert isinstance(shown, Show)
    assert words_on(shown) == "outage-lead"
    ((go_on,), (_way_out,)) = shown.screen.rows
    again = await office.store.take([Incoming(1, Pressed(2, go_on.data, "2"))], office.moment())
    assert words_on(next(iter(again.drawn.values()))) == before


def test_a_receipt_stays_through_a_gap(world: World) -> None:
    """It is shown only once: who has not written it down yet still can."""
    citizen = world.citizen()
    code = citizen.reports()
    world.settles()
    world.kills()
    stays_away(world)
    other = world.citizen()
    other.starts()
    other.sees_button("Bahasa Indonesia")

    assert code in citizen.card.text


def test_an_alert_pressed_in_vain_is_drawn_again_in_silence(world: World) -> None:
    """The same message, by an edit; accepting then works."""
    citizen = world.citizen()
    citizen.reports()
    number = world.officer.alert()
    world.settles()
    alert = world.officer.sees_button("Terima", number).id
    messages = len(world.officer.reads())
    world.kills()
    world.line.post("/sim/press", chat_id=world.officer.chat, text="Terima")
    since = int(str(world.calls()[-1]["seq"]))
    stays_away(world)

    eventually(
        lambda: _edited(world, since, world.officer.chat, alert), lambda: "The alert was not drawn again."
    )

    assert len(world.officer.reads()) == messages
    assert world.officer.accepts(number) == number


def _edited(world: World, since: int, chat: int, message: int) -> bool | None:
    calls = (call["params"] for call in world.calls("editMessageText", since))
    places = [(str(one["chat_id"]), str(one["message_id"])) for one in calls if isinstance(one, dict)]
    return True if (str(chat), str(message)) in places else None


def test_what_was_written_in_a_gap_is_answered_as_ever(world: World) -> None:
    """Telegram keeps messages for a day: the card goes on from them, and does not hide."""
    citizen = world.citizen()
    citizen.begins()
    citizen.fills(until="story")
    world.settles()
    world.kills()
    citizen.tells("Saya mau bercerita sedikit")
    stays_away(world)

    citizen.sees(QUESTIONS["way"])
