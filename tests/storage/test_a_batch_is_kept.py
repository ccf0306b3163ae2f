"""One batch, one transaction: applied once, and with everything that follows from it."""

import asyncio

from sqlalchemy import func, select, update

from conversations.case_effects import DueKind
from conversations.events import Opened, Pressed, Typed
from conversations.screen import Line, Plain
from storage import due, outbox, people, schema
from storage.batch import Incoming
from storage.letters import CardLetter, Lane, VanishLetter
from storage.settling import Delivered
from storage.transaction import Transaction
from tests.rules.office import BUDI, RINI
from tests.support import inside
from tests.support.rooms import Room, Speaker

CHAT = 5001


def letters(within: Transaction) -> tuple[outbox.Outgoing, ...]:
    """Read the outbox."""
    return outbox.waiting(within)[0]


async def test_an_update_that_comes_twice_changes_nothing(room: Room) -> None:
    """Neither in one batch nor in two: a choice that was ticked stays ticked."""
    speaker = Speaker(room, CHAT)
    await speaker.starts()
    await speaker.presses("language:id", "safe", "mine", "agree", "skip", "skip")
    tick = speaker.event(await speaker.press("choose:0"))
    await room.brings(await room.takes(tick, tick))
    again = await room.takes(tick)
    assert again.follow.letters == ()
    labels = [one.label for row in (await room.card(CHAT)).screen.rows for one in row]
    ticked = [one for one in labels if isinstance(one, Plain) and one.texts["id"].startswith("✓")]
    assert len(ticked) == 1


async def test_many_chats_in_one_batch_are_told_their_own(room: Room) -> None:
    """A hundred chats; each card is drawn for the chat it is sent to."""
    speakers = [Speaker(room, CHAT + n) for n in range(100)]
    await room.takes(*(one.event(Opened(1)) for one in speakers))
    presses = [
        one.event(await one.press("language:en" if one.chat % 2 else "language:id")) for one in speakers
    ]
    await room.takes(*presses)
    for one in speakers:
        assert (await room.card(one.chat)).language == ("en" if one.chat % 2 else "id")


async def test_what_was_written_anew_stays_when_the_older_was_brought(room: Room) -> None:
    """One card a chat waits at a time; the newest is what counts."""
    first = await room.takes(Incoming(CHAT, Opened(1), 1))
    (older,) = first.follow.letters
    second = await room.takes(Incoming(CHAT, Typed(2, "halo"), 2))
    newer = next(one for one in second.follow.letters if isinstance(one.letter, CardLetter))
    assert newer.id == older.id
    assert newer.revision != older.revision
    await room.store.settle([(older, Delivered(3))], room.moment)
    assert newer in await room.store.read(letters)


async def test_a_due_time_is_claimed_once(room: Room) -> None:
    """Two programs look at the same time: the alarm sounds once."""
    await Speaker(room, CHAT).asks_for_a_call()
    room.passes(minutes=16)
    fired = await asyncio.gather(*(room.store.fire(room.moment) for _ in range(4)))
    assert sum(one.fired for one in fired) == 1
    (case,) = (await room.store.read(inside.all_cases)).values()
    assert case.course.alarm == 2


async def test_two_who_accept_in_one_batch_leave_one_owner(room: Room) -> None:
    """The first in line has it; the other is told their name."""
    await Speaker(room, CHAT).asks_for_a_call()
    (case,) = await room.store.read(inside.all_cases)
    button = f"k:accept:{case}"
    events = [Speaker(room, one.chat).event(Pressed(900, button, "press")) for one in (RINI, BUDI)]
    room.passes(minutes=16)
    await room.store.fire(room.moment)
    room.passes(minutes=16)
    await room.store.fire(room.moment)
    applied = await room.takes(*events)
    told = [answer.line for answer in applied.answers]
    assert told == [Line("toast-accepted"), Line("toast-accepted-by", {"name": RINI.name})]


async def test_a_quick_exit_destroys_the_draft_and_what_waits(room: Room) -> None:
    """In one transaction: the key goes, cards are void, and what looks for them goes first."""
    speaker = Speaker(room, CHAT)
    await speaker.starts()
    await room.takes(speaker.event(Typed(50, "halo")))
    applied = await room.takes(speaker.event(await speaker.press("exit")))
    assert applied.follow.cancelled == {CHAT}
    waiting = [one for one in await room.store.read(letters) if one.chat == CHAT]
    assert [one.letter for one in waiting] == [VanishLetter(after=50)]
    assert waiting[0].lane is Lane.QUICK_EXIT
    row = await room.store.read(lambda within: within.connection.execute(select(schema.sessions)).one())
    assert row.draft_key is None
    assert row.sealed is None


async def test_a_damaged_session_begins_anew_and_is_counted(room: Room) -> None:
    """One row that does not open holds nobody up."""
    for chat in (CHAT, CHAT + 1):
        await Speaker(room, chat).starts()
    chat_hash = await room.store.read(lambda within: within.chat_hash(CHAT))
    broken = update(schema.sessions).where(schema.sessions.c.chat == chat_hash).values(sealed=b"x" * 99)
    await room.store.write(lambda within: within.connection.execute(broken))
    applied = await room.takes(Incoming(CHAT, Typed(60, "a"), 60), Incoming(CHAT + 1, Typed(61, "b"), 61))
    assert applied.follow.damaged == 1
    assert len(applied.follow.letters) >= 2


async def test_drafts_open_no_more_once_the_key_of_their_day_is_gone(room: Room) -> None:
    """No backup of the database brings them back."""
    speaker = Speaker(room, CHAT)
    await speaker.starts()
    await speaker.presses("language:id", "safe")
    room.passes(days=3)
    await room.store.forget(room.moment)
    assert (await room.card(CHAT)).screen.parts == (Line("neutral-line"),)


async def test_updates_are_remembered_for_longer_than_telegram_repeats_them(room: Room) -> None:
    """Forty-eight hours at least, and not for ever."""
    speaker = Speaker(room, CHAT)
    await speaker.starts()
    for days, left in ((2, 1), (3, 0)):
        room.passes(days=days)
        await room.store.forget(room.moment)
        assert await room.store.read(inside.count_applied) == left


async def test_every_letter_of_the_office_goes_before_an_answer(room: Room) -> None:
    """Alerts first."""
    await Speaker(room, CHAT).starts()
    speaker = Speaker(room, CHAT)
    await speaker.presses("language:id", "danger", "callback")
    await room.takes(speaker.event(await speaker.press("send")))
    lanes = [one.lane for one in await room.store.read(letters)]
    assert lanes == sorted(lanes)
    assert lanes[0] is Lane.ALERT


async def test_an_invitation_is_spent_once(room: Room) -> None:
    """Whoever is second finds none."""
    await room.store.write(lambda within: people.invite(within, RINI, "kode", room.moment))
    spent = [await room.store.write(lambda within: people.spend(within, "kode")) for _ in range(2)]
    assert spent == [True, False]


async def test_a_case_wakes_the_office_by_rows_that_tell_nothing(room: Room) -> None:
    """In clear stands a minute; the kind and the case are sealed."""
    await Speaker(room, CHAT).asks_for_a_call()
    (case,) = await room.store.read(inside.all_cases)
    rows = await room.store.read(lambda within: within.connection.execute(select(schema.due)).all())
    assert len(rows) == 1
    assert bytes.fromhex(case) not in b"".join(value for value in rows[0] if isinstance(value, bytes))
    opened = await room.store.read(
        lambda within: due._firing.open(within, rows[0].id, rows[0].rev, rows[0].sealed)
    )
    assert opened.kind is DueKind.ALARM
    counted = select(func.count()).select_from(schema.due)
    await room.store.fire(room.moment)
    assert await room.store.read(lambda within: within.connection.execute(counted).scalar_one()) == 1
