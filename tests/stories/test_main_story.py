"""A citizen reports, an officer accepts, and nobody is forgotten: the main job, from end to end."""

from tests.support.citizens import NEUTRAL
from tests.support.officers import SECRECY
from tests.support.pictures import PICTURE
from tests.support.world import World

STORY = "Saya dikunci di rumah sejak Senin. Tolong jangan telepon suami saya."


def test_a_report_reaches_the_officer_on_duty_and_the_citizen_keeps_a_code(shared_world: World) -> None:
    """Receipt on one phone, alert on the other, a neutral line at the end."""
    citizen = shared_world.citizen()
    assert len(citizen.reports(story=STORY).split()) == 5
    alert = shared_world.officer.sees_button("Terima", "menunggu")
    assert "Lihat" in alert.buttons
    assert alert.protected
    citizen.presses("Sudah saya catat")
    assert citizen.card.text == NEUTRAL


def test_the_code_is_shown_once(shared_world: World) -> None:
    """Whoever picks up the phone later and writes does not get it again."""
    citizen = shared_world.citizen()
    code = citizen.reports()
    citizen.answers("halo")
    citizen.sees_no_more(code)
    citizen.starts()
    citizen.sees_button("Bahasa Indonesia")
    citizen.sees_no_more(code)


def test_an_officer_opens_a_case_part_by_part_under_the_secrecy_notice(world: World) -> None:
    """Facts, story, the picture by itself; all of it closes when the minutes are over."""
    citizen, officer = world.citizen(), world.officer
    citizen.begins()
    citizen.fills(until="files", story=STORY)
    citizen.sends("photo", PICTURE, caption="Pintunya")
    citizen.sees("1 berkas sudah tersimpan")
    citizen.fills()
    citizen.sends_report()
    officer.accepts()
    facts = officer.opens()
    assert "25–44 tahun" in facts.text
    assert STORY not in facts.text
    officer.presses("Cerita")
    story = officer.sees(SECRECY, STORY)
    assert story.id == facts.id
    assert story.protected
    officer.presses("Lampiran 1")
    picture = officer.sees(SECRECY, "Pintunya")
    assert picture.media == "photo"
    assert picture.protected
    officer.sees_no_more(STORY)
    world.moves(minutes=11)
    officer.sees_no_more(SECRECY)
    officer.keeps_no_file()


def test_after_a_picture_the_words_come_back_into_a_message_of_their_own(world: World) -> None:
    """A message with a picture cannot become one without: the picture goes, and the story comes below."""
    citizen, officer = world.citizen(), world.officer
    citizen.begins()
    citizen.fills(until="files", story=STORY)
    for content, kind in ((PICTURE, "photo"), (PICTURE, "photo")):
        citizen.sends(kind, content)
    citizen.sees("2 berkas sudah tersimpan")
    citizen.fills()
    citizen.sends_report()
    officer.opens("Lampiran 1")
    officer.sees("Lampiran 1", SECRECY)
    officer.presses("Lampiran 2")
    officer.sees("Lampiran 2", SECRECY)
    officer.presses("Cerita")
    officer.sees(STORY, SECRECY)
    officer.keeps_no_file()


def test_an_opened_case_closes_itself_over_a_crash(world: World) -> None:
    """The time to wipe was on record before the first word was shown."""
    world.citizen().reports(story=STORY)
    world.officer.opens("Cerita")
    world.officer.sees(SECRECY, STORY)
    world.kills()
    world.moves(minutes=11)
    world.starts()
    world.officer.sees_no_more(STORY, SECRECY)
    world.officer.sees("Tampilan ditutup.")


def test_an_officer_closes_what_they_opened(shared_world: World) -> None:
    """One press, and nothing is left of it on the phone."""
    shared_world.citizen().reports(story=STORY)
    shared_world.officer.opens()
    shared_world.officer.taps("Tutup tampilan")
    shared_world.officer.sees_no_more(SECRECY)


def test_a_follow_up_is_reminded_of_then_overdue_then_told_to_the_coordinator(world: World) -> None:
    """Once each; reading ends none of it, recording the step does."""
    officer, coordinator = world.officer, world.coordinator
    world.citizen().reports(story=STORY)
    number = officer.accepts()
    officer.records(number, "Sudah dihubungi", "Besok")
    officer.answers("Sudah bicara sebentar, besok lagi.")
    officer.sees("Catatan tersimpan")
    officer.keeps_nothing_of("besok lagi")
    world.moves(days=1, hours=12)
    officer.sees("Waktunya tindak lanjut.", number)
    officer.opens(number=number)
    world.moves(hours=25)
    officer.sees("Tindak lanjut sudah lewat", number)
    world.moves(hours=25)
    coordinator.sees("Mohon koordinator", number)
    for words in ("Waktunya tindak lanjut.", "Tindak lanjut sudah lewat. Mohon catat", "Mohon koordinator"):
        assert world.rings(words) == 1
    officer.records(number, "Selesai, tutup kasus")
    world.moves(days=9)
    assert world.rings("Mohon koordinator") == 1


def test_a_note_is_read_in_the_case_and_lies_nowhere_else(world: World) -> None:
    """The officer's own message is taken off their phone; the case shows it under the notice."""
    world.citizen().reports()
    number = world.officer.accepts()
    world.officer.records(number, "Dirujuk", "3 hari")
    world.officer.tells("Dibawa ke puskesmas oleh tetangga.")
    world.officer.sees("Catatan tersimpan")
    world.officer.keeps_nothing_of("puskesmas")
    world.officer.opens("Catatan", number)
    world.officer.sees(SECRECY, "Dibawa ke puskesmas", world.officer.name)


def test_the_coordinators_overview_follows_the_case(world: World) -> None:
    """Unaccepted, then accepted, then gone."""
    world.citizen().reports()
    world.officer.alert()
    world.coordinator.asks_for_overview("Belum diterima: 1", "Kasus terbuka: 1")
    number = world.officer.accepts()
    world.coordinator.asks_for_overview("Belum diterima: 0", "diterima 1")
    world.officer.records(number, "Selesai, tutup kasus")
    world.coordinator.asks_for_overview("Kasus terbuka: 0")


def test_a_step_that_is_recorded_ends_its_reminders(world: World) -> None:
    """The next promise counts; the old one is never heard of again."""
    world.citizen().reports()
    number = world.officer.accepts()
    world.officer.records(number, "Sudah dihubungi", "Besok")
    world.officer.goes_home()
    world.officer.records(number, "Dirujuk", "1 minggu")
    world.officer.goes_home()
    world.moves(days=5)
    world.officer.tells("/start")
    world.officer.sees("Kasus yang Anda tangani: 1")
    assert world.rings("Waktunya tindak lanjut.") == 0
    world.moves(days=3)
    world.officer.sees("Waktunya tindak lanjut.", number)
