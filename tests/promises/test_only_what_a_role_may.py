"""Promise 18: every role, every action, over the real program; authority is the sender's id alone."""

import pytest

from tests.support.officers import SECRECY
from tests.support.world import OFFICER, World

VERBS = ("accept", "facts", "story", "notes", "file-0", "step", "write", "card", "close")


def buttons_of(world: World) -> tuple[str, str]:
    """Have a case that waits; gives its number, and its id as buttons carry it."""
    world.citizen().reports(story="Isi yang tertutup 6620")
    number = world.officer.alert()
    alert = world.officer.sees_button("Terima", number)
    return number, alert.callbacks[0].rpartition(":")[2]


@pytest.mark.parametrize("verb", VERBS)
def test_who_is_not_of_the_office_gets_nothing_by_its_buttons(shared_world: World, verb: str) -> None:
    """A citizen and a village official send what an officer's button sends."""
    number, case = buttons_of(shared_world)
    for phone in (shared_world.citizen(), shared_world.official):
        phone.starts()
        card = phone.sees_button("Bahasa Indonesia")
        phone.flash(phone.touches_exactly(card.id, f"k:{verb}:{case}"))
        phone.keeps_nothing_of(number, SECRECY, "6620")
    shared_world.officer.accepts(number)


def test_who_accepted_a_case_is_told_to_nobody_outside(shared_world: World) -> None:
    """Not even that the case exists."""
    number, case = buttons_of(shared_world)
    shared_world.officer.accepts(number)
    citizen = shared_world.citizen()
    citizen.starts()
    card = citizen.sees_button("Bahasa Indonesia")
    for verb in VERBS:
        assert OFFICER.name not in citizen.flash(citizen.touches_exactly(card.id, f"k:{verb}:{case}"))


def test_an_officer_cannot_confirm_anybody(shared_world: World) -> None:
    """Only a coordinator may; the press is refused and nothing happens."""
    newcomer = shared_world.stranger("Sari")
    newcomer.starts(
        shared_world.console("invite", "petugas", "--name", "Sari Dewi").partition("?start=")[2].split()[0]
    )
    asked = shared_world.coordinator.sees_button("Benar, terima", "Sari Dewi")
    confirm = asked.callbacks[asked.buttons.index("Benar, terima")]
    officer = shared_world.officer
    assert "tidak bisa dibuka dari akun" in officer.flash(
        officer.touches_exactly(officer.reads()[-1].id, confirm)
    )
    assert "sudah terhubung" not in str(newcomer.reads())
    shared_world.coordinator.touches("Bukan, tolak", "Sari Dewi")
    newcomer.sees("belum disetujui")


@pytest.mark.parametrize("words", ["/status", "status", "Saya koordinator", "/start koordinator", "910003"])
def test_no_words_make_somebody_a_coordinator(shared_world: World, words: str) -> None:
    """Neither a citizen nor an officer sees the overview."""
    citizen = shared_world.citizen()
    for phone in (citizen, shared_world.officer):
        phone.answers(words)
        phone.sees_no_more("Ringkasan per")


def test_a_message_that_was_forwarded_carries_nobodys_authority(shared_world: World) -> None:
    """The coordinator's own words, forwarded by a citizen, are a citizen's words."""
    message = shared_world.coordinator.tells("/status")
    shared_world.coordinator.sees("Ringkasan per")
    citizen = shared_world.citizen()
    citizen.says(forward_of={"chat_id": shared_world.coordinator.chat, "message_id": message})
    citizen.sees("layanan informasi untuk warga")
    citizen.sees_no_more("Ringkasan per")


def test_what_is_written_in_a_group_is_not_heard(shared_world: World) -> None:
    """An officer in a group with the bot opens nothing there."""
    group = shared_world.line.post("/sim/group", kind="group", title="Kantor", owner=OFFICER.chat)["chat_id"]
    before = len(shared_world.calls("sendMessage"))
    shared_world.line.post("/sim/bot_in", chat_id=group, user_id=OFFICER.chat)
    shared_world.line.post("/sim/say", chat_id=group, user_id=OFFICER.chat, text="/status")
    shared_world.coordinator.asks_for_overview("Kasus terbuka")
    sent = shared_world.calls("sendMessage")[before:]
    assert all(isinstance(call["params"], dict) and call["params"]["chat_id"] != group for call in sent)
