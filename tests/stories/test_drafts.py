"""What was told so far survives restarts and changes of the form, and goes by itself when its time is over.

Promise 8.
"""

import shutil

from bot.forms import SHIPPED
from tests.support.citizens import OUTAGE, SEND
from tests.support.offices import Worlds
from tests.support.world import World, write_config

STORY = "Cerita yang belum dikirim 8812"


def test_a_draft_survives_a_crash_and_goes_on_where_it_was(world: World) -> None:
    """Everything that was answered is in the review."""
    citizen = world.citizen()
    citizen.begins()
    citizen.fills(until="way", story=STORY)
    world.kills()
    world.starts()
    citizen.fills()
    assert STORY in read_review(citizen)
    citizen.sends_report()


def test_a_draft_that_was_stopped_waits_and_goes_on(shared_world: World) -> None:
    """Berhenti sends nothing and loses nothing."""
    citizen = shared_world.citizen()
    citizen.begins()
    citizen.fills(until="way", story=STORY)
    citizen.presses("Berhenti")
    citizen.sees("Tidak ada yang terkirim")
    citizen.presses("Lanjutkan")
    citizen.fills()
    assert STORY in read_review(citizen)


def test_an_untouched_card_becomes_neutral_and_the_draft_waits_behind_it(world: World) -> None:
    """Somebody else may hold the phone: nothing is shown until the button is pressed."""
    citizen = world.citizen()
    citizen.begins()
    citizen.fills(until="way", story=STORY)
    world.moves(minutes=31)
    citizen.sees(OUTAGE)
    citizen.sees_no_more("menghubungi")
    citizen.fills()
    assert STORY in read_review(citizen)


def said_to(world: World, chat: int) -> int:
    """Count the messages that were sent to a chat."""
    asked = (call["params"] for call in world.calls("sendMessage"))
    return sum(str(params["chat_id"]) == str(chat) for params in asked if isinstance(params, dict))


def test_a_draft_expires_quietly_after_a_day(world: World) -> None:
    """No message comes; the draft is gone for good."""
    citizen = world.citizen()
    citizen.begins()
    citizen.fills(until="way", story=STORY)
    world.settles()
    sent = said_to(world, citizen.chat)
    world.moves(hours=25)
    citizen.sees_no_more("menghubungi", OUTAGE)
    world.settles()
    assert said_to(world, citizen.chat) == sent
    citizen.begins()
    citizen.fills()
    assert STORY not in read_review(citizen)


def test_a_draft_keeps_the_form_it_began_with(worlds: Worlds) -> None:
    """The office puts in another form meanwhile: old drafts end with theirs, new ones begin with it."""
    world = worlds(start=False)
    folder = world.home / "formulir"
    shutil.copytree(SHIPPED.parent, folder)
    form = folder / "laporan.md"
    write_config(world.home, world.url, '[form]\npath = "formulir/laporan.md"')
    world.starts()
    early = world.citizen()
    early.begins()
    early.fills(until="forms")
    world.stops()
    form.write_text(form.read_text().replace("Kapan terakhir terjadi?", "Kapan yang paling akhir?"))
    world.starts()
    early.fills()
    assert "Kapan terakhir terjadi?" in read_review(early)
    early.sends_report()
    late = world.citizen()
    late.begins()
    late.fills()
    assert "Kapan yang paling akhir?" in read_review(late)


def read_review(citizen: "object") -> str:
    """Read every page of the review."""
    from tests.support.citizens import Citizen

    assert isinstance(citizen, Citizen)
    read = citizen.sees_button(SEND).text
    while "Berikutnya ›" in citizen.card.buttons:
        citizen.presses("Berikutnya ›")
        read += citizen.card.text
    return read
