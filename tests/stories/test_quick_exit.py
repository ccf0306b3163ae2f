"""One press, and the phone shows one neutral line: at every stage, and whatever was on its way.

Promise 30: a message in flight at that moment is removed too; nothing brings the question back.
"""

from collections.abc import Callable

import pytest

from tests.support.citizens import EXIT, NEUTRAL, SEND, TO_FORM, TO_LIMITS, Citizen
from tests.support.phones import eventually
from tests.support.pictures import PICTURE
from tests.support.world import World

SECRET = "Rahasia-mangga-7431"


def at_the_limits(citizen: Citizen) -> None:
    """Read what can and cannot be promised."""
    citizen.begins(*TO_LIMITS)


def in_the_form(citizen: Citizen) -> None:
    """Have told the first things."""
    citizen.begins()
    citizen.fills(until="kecamatan")


def after_a_story(citizen: Citizen) -> None:
    """Have written in their own words."""
    citizen.begins()
    citizen.fills(until="way", story=SECRET)


def after_a_picture(citizen: Citizen) -> None:
    """Have sent a picture with words below it."""
    citizen.begins()
    citizen.fills(until="files")
    citizen.sends("photo", PICTURE, caption=SECRET)
    citizen.sees("1 berkas sudah tersimpan")


def at_the_review(citizen: Citizen) -> None:
    """Stand before Send."""
    citizen.begins()
    citizen.fills(story=SECRET)


def in_danger(citizen: Citizen) -> None:
    """See whom to call."""
    citizen.begins("Bahasa Indonesia", "Ada bahaya sekarang")


def when_stopped(citizen: Citizen) -> None:
    """Have stopped for now."""
    in_the_form(citizen)
    citizen.presses("Berhenti")


def with_the_receipt(citizen: Citizen) -> None:
    """Have sent it, and see the code."""
    citizen.reports(story=SECRET)


STAGES = (
    at_the_limits,
    in_the_form,
    after_a_story,
    after_a_picture,
    at_the_review,
    in_danger,
    when_stopped,
    with_the_receipt,
)


@pytest.mark.parametrize("stage", STAGES)
def test_one_press_leaves_one_neutral_line(shared_world: World, stage: Callable[[Citizen], None]) -> None:
    """Both sides' messages go; what is left has no button that tells there was something to leave."""
    citizen = shared_world.citizen()
    stage(citizen)
    citizen.leaves()
    citizen.sees_only(NEUTRAL)
    assert not citizen.card.buttons


def test_what_was_told_before_a_quick_exit_is_not_there_afterwards(shared_world: World) -> None:
    """The next one who writes begins from nothing."""
    citizen = shared_world.citizen()
    after_a_story(citizen)
    citizen.leaves()
    citizen.sees_only(NEUTRAL)
    citizen.begins()
    citizen.fills()
    citizen.keeps_nothing_of(SECRET)
    assert SEND in citizen.card.buttons


def test_whoever_asks_afterwards_gets_the_neutral_answer(shared_world: World) -> None:
    """Who this is, is answered as a stranger's greeting is."""
    citizen = shared_world.citizen()
    after_a_story(citizen)
    citizen.leaves()
    citizen.sees_only(NEUTRAL)
    citizen.answers("ini siapa?")
    citizen.sees("layanan informasi untuk warga")


def test_an_old_button_pressed_after_a_quick_exit_brings_nothing_back(shared_world: World) -> None:
    """A second phone of the same account may still show the card."""
    citizen = shared_world.citizen()
    at_the_review(citizen)
    card = citizen.card
    citizen.leaves()
    citizen.sees_only(NEUTRAL)
    citizen.flash(citizen.touches_exactly(card.id, card.callbacks[card.buttons.index(SEND)]))
    citizen.keeps_nothing_of(SECRET, "Ini kodenya")


@pytest.mark.parametrize("trouble", ["latency", "hang", "deliver_then_drop", "drop"])
def test_a_message_in_flight_is_removed_too(shared_world: World, trouble: str) -> None:
    """The next question is being sent while the exit is pressed: late, lost, or perhaps delivered."""
    citizen = shared_world.citizen()
    citizen.begins()
    citizen.fills(until="story")
    card = citizen.card
    shared_world.troubles(trouble, method="sendMessage", chat_id=str(citizen.chat), seconds=1.5, times=1)
    citizen.tells(SECRET)
    waits_until_in_flight(shared_world, citizen)
    citizen.touches_exactly(card.id, card.callbacks[card.buttons.index(EXIT)])
    citizen.sees_only(NEUTRAL)
    shared_world.settles()
    citizen.sees_only(NEUTRAL)


def test_a_quick_exit_does_not_wait_for_its_turn_behind_a_pause(shared_world: World) -> None:
    """Telegram asked this chat to wait with messages; deleting is tried at once."""
    citizen = shared_world.citizen()
    citizen.begins()
    citizen.fills(until="story")
    card = citizen.card
    shared_world.troubles(
        "error", method="sendMessage", chat_id=str(citizen.chat), code=429, retry_after=600, times=1
    )
    citizen.tells(SECRET)
    waits_until_in_flight(shared_world, citizen)
    citizen.touches_exactly(card.id, card.callbacks[card.buttons.index(EXIT)])
    citizen.sees_only(NEUTRAL)


def test_a_quick_exit_that_was_interrupted_is_finished_after_a_crash(world: World) -> None:
    """The deletions failed, and then the program was killed."""
    citizen = world.citizen()
    after_a_story(citizen)
    world.troubles("drop", method="deleteMessages", times=-1)
    citizen.leaves()
    citizen.sees(NEUTRAL)
    world.kills()
    world.calms()
    world.starts()
    citizen.sees_only(NEUTRAL)


def test_a_message_that_lands_after_a_crash_is_removed_too(world: World) -> None:
    """The exit was done before it; then the program was killed, and knew of nothing on its way."""
    citizen = world.citizen()
    citizen.begins()
    citizen.fills(until="story")
    card = citizen.card
    world.troubles("latency", method="sendMessage", chat_id=str(citizen.chat), seconds=4, times=1)
    citizen.tells(SECRET)
    waits_until_in_flight(world, citizen)
    citizen.touches_exactly(card.id, card.callbacks[card.buttons.index(EXIT)])
    citizen.sees_only(NEUTRAL)
    world.kills()
    citizen.sees_button(EXIT)
    world.starts()
    citizen.sees_only(NEUTRAL)


def test_what_is_past_two_days_and_cannot_be_deleted_is_made_neutral(world: World) -> None:
    """Telegram deletes for both sides within 48 hours only: what is ours becomes the neutral line."""
    citizen = world.citizen()
    citizen.begins(*TO_FORM[:2])
    old = citizen.card.id
    world.moves(hours=49)
    citizen.starts()
    citizen.sees_button(EXIT)
    citizen.leaves()
    citizen.sees_no_more("ponsel", "Halo")
    assert {one.text for one in citizen.reads()} == {NEUTRAL}
    assert old in {one.id for one in citizen.reads()}


def waits_until_in_flight(world: World, citizen: Citizen) -> None:
    """Wait until the trouble that was ordered for a chat has struck."""

    def look() -> bool | None:
        faults = world.line.get("/sim/faults")
        return True if not faults else None

    eventually(look, lambda: f"The trouble for {citizen.name} does not strike.")
