"""Pictures, voices and papers: taken in, or answered in words; never silence, never a lost report.

Promise 7.
"""

import pytest

from storage import blobs
from tests.support import inside
from tests.support.citizens import SEND, Citizen
from tests.support.officers import SECRECY
from tests.support.pictures import PAPER, PICTURE, VOICE
from tests.support.world import World

KEPT = "1 berkas sudah tersimpan"


def at_the_files(world: World) -> Citizen:
    """Have somebody stand where files may be sent."""
    citizen = world.citizen()
    citizen.begins()
    citizen.fills(until="files")
    return citizen


@pytest.mark.parametrize(
    ("kind", "content", "shown"),
    [("photo", PICTURE, "photo"), ("voice", VOICE, "audio"), ("document", PAPER, "document")],
)
def test_a_file_reaches_the_officer_as_it_was_sent(
    shared_world: World, kind: str, content: bytes, shown: str
) -> None:
    """By itself, under the secrecy notice, protected; its own name is nowhere."""
    citizen = at_the_files(shared_world)
    citizen.sends(kind, content, file_name="../../nama asli.pdf")
    citizen.sees(KEPT)
    citizen.fills()
    citizen.sends_report()
    number = shared_world.officer.alert()
    shared_world.officer.opens("Lampiran 1", number)
    file = shared_world.officer.sees("Lampiran 1", SECRECY, number)
    assert file.media == shown
    assert file.protected
    assert "nama asli" not in str(shared_world.line.get(f"/sim/chat?chat_id={shared_world.officer.chat}"))
    shared_world.officer.accepts(number)
    shared_world.officer.touches("Tutup tampilan", number)
    shared_world.officer.keeps_no_file()


def test_an_album_is_kept_whole(shared_world: World) -> None:
    """Three pictures at once are three files."""
    import base64

    citizen = at_the_files(shared_world)
    picture = base64.b64encode(PICTURE).decode()
    citizen.says(album=[{"photo": picture}] * 3)
    citizen.sees("3 berkas sudah tersimpan")


def test_a_file_that_telegram_does_not_hand_out_is_said_and_the_report_goes_on(shared_world: World) -> None:
    """Refused for good: the words come, the report is sent without it."""
    citizen = at_the_files(shared_world)
    shared_world.troubles(
        "error", method="getFile", code=400, description="Bad Request: wrong file_id", times=1
    )
    citizen.sends("document", PAPER, file_name="a.pdf")
    citizen.sees("tidak bisa kami ambil")
    citizen.fills()
    citizen.sends_report()


def test_a_file_that_is_too_large_is_said_and_the_report_goes_on(shared_world: World) -> None:
    """Past Telegram's limit for bots."""
    citizen = at_the_files(shared_world)
    citizen.sends("document", bytes(20 * 1024 * 1024 + 1), file_name="besar.bin")
    citizen.sees("terlalu besar")
    citizen.fills()
    citizen.sends_report()


def test_a_file_comes_in_though_the_line_breaks_and_though_the_program_is_killed(world: World) -> None:
    """What was begun is finished after the start, once."""
    citizen = at_the_files(world)
    world.troubles("hang", method="getFile", times=1)
    citizen.sends("document", PAPER, file_name="a.pdf")
    citizen.sees("sedang kami simpan")
    world.kills()
    world.starts()
    citizen.sees(KEPT)
    assert world.asks(blobs.count) == 1


def test_a_file_that_was_thrown_away_is_thrown_away_in_the_store(world: World) -> None:
    """Quick exit takes the sealed chunks as well."""
    citizen = at_the_files(world)
    citizen.sends("photo", PICTURE)
    citizen.sees(KEPT)
    citizen.leaves()
    citizen.keeps_nothing_of("berkas")
    world.settles()
    assert world.asks(blobs.count) == 0


def test_a_sticker_a_place_and_a_contact_are_answered_in_words(shared_world: World) -> None:
    """What cannot be read is said; the question stays."""
    citizen = shared_world.citizen()
    citizen.begins()
    citizen.fills(until="story")
    citizen.says(location={"latitude": 0.9, "longitude": 104.4})
    citizen.sees("belum bisa kami baca")
    citizen.says(contact={"phone_number": "+6281200000000", "first_name": "Ani"})
    citizen.sends("photo", PICTURE)
    citizen.sees("belum bisa kami baca", "ceritakan")


def test_an_edited_message_is_answered_in_words(shared_world: World) -> None:
    """The edit is not read a second time; the person is told how to change an answer."""
    citizen = shared_world.citizen()
    citizen.begins()
    citizen.fills(until="story")
    message = citizen.tells("Satu")
    citizen.sees("Bagaimana kami boleh")
    citizen.edits(message, "Dua")
    citizen.sees("yang diubah tidak terbaca")
    citizen.fills()
    assert SEND in citizen.card.buttons


def test_send_waits_for_a_file_that_is_still_coming(shared_world: World) -> None:
    """Nothing is filed without what was promised to be kept."""
    before = len(shared_world.asks(inside.all_cases))
    citizen = at_the_files(shared_world)
    shared_world.troubles("latency", method="getFile", seconds=3, times=1)
    citizen.sends("document", PAPER, file_name="a.pdf")
    citizen.sees("sedang kami simpan")
    citizen.fills()
    citizen.presses(SEND)
    if "masih kami simpan" in citizen.card.text:
        assert len(shared_world.asks(inside.all_cases)) == before
    citizen.sees_button(SEND)
