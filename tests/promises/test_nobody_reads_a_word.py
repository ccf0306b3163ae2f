"""Promises 16, 26 and 27: what somebody typed, and the token, are in no byte of the installation.

Looked at are the database, its write-ahead log, every other file of the installation, and the program's log
at DEBUG: while it runs, after a crash at each step, and after it has stopped.
"""

import asyncio
import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.office import open_office
from conversations.people import NOBODY, CaseId
from storage.erasure import LEDGER, erase
from tests.support import inside
from tests.support.citizens import NEUTRAL, Citizen
from tests.support.offices import Worlds
from tests.support.pictures import PAPER
from tests.support.world import TOKEN, World

NAME = "Kenanga-Canary"
STORY = "rahasia-kenari-5517 dikurung-di-loteng"
FILE = "berkas-kenari-9023.pdf"
CAPTION = "keterangan-kenari-3310"
PHONE = "080000007431"
WORD = "kata-kenari-6648"
NOTE = "catatan-kenari-1482"
TO_REPORTER = "pesan-kenari-7204"
SHORT = 9
"""A word of so few bytes has no Base64 of its own."""
KEPT_IN_CLEAR_ELSEWHERE = ("token", "teduh.key", "drafts.key")
Stage = Callable[[World, Citizen], None]


def told_everything(world: World, citizen: Citizen) -> None:
    """Stand at the review with all that can be told."""
    del world
    citizen.begins()
    citizen.fills(
        until="files",
        story=STORY,
        way="Lewat telepon",
        hours=("Jam 8–11",),
        phone=PHONE,
        word=WORD,
        kecamatan="Bukit Bestari",
    )
    citizen.sends("document", PAPER, file_name=FILE, mime_type="application/pdf", caption=CAPTION)
    citizen.sees("1 berkas sudah tersimpan")
    citizen.fills()


def submitted(world: World, citizen: Citizen) -> None:
    """Have sent it; an officer has opened it all, and written a note."""
    told_everything(world, citizen)
    citizen.sends_report()
    number = world.officer.accepts()
    world.officer.opens("Cerita", number)
    world.officer.sees(STORY)
    world.officer.records(number, "Dirujuk", "Besok")
    world.officer.tells(NOTE)
    world.officer.sees("Catatan tersimpan")


def written_to(world: World, citizen: Citizen) -> None:
    """Have been written to by an officer, and have opened it."""
    citizen.begins()
    citizen.fills(story=STORY, way="Lewat chat ini", hours=("Kapan saja",), word=WORD)
    citizen.sends_report()
    citizen.leaves()
    citizen.sees_only(NEUTRAL)
    number = world.officer.accepts()
    world.officer.writes(number, TO_REPORTER)
    world.moves(minutes=1)
    citizen.presses("Buka")
    citizen.presses("Aman")
    citizen.answers(WORD)
    citizen.sees(TO_REPORTER)
    world.officer.opens("Catatan", number)
    world.officer.sees(TO_REPORTER)


def abandoned(world: World, citizen: Citizen) -> None:
    """Have walked away in the middle, long ago."""
    told_everything(world, citizen)
    world.moves(days=4)


def left(world: World, citizen: Citizen) -> None:
    """Have pressed the quick exit."""
    told_everything(world, citizen)
    citizen.leaves()
    citizen.keeps_nothing_of(STORY)


def crashed(world: World, citizen: Citizen) -> None:
    """Have been in the middle when the program was killed, with a message on its way."""
    citizen.begins()
    citizen.fills(until="story")
    world.troubles("hang", method="sendMessage", chat_id=str(citizen.chat), times=1)
    citizen.tells(STORY)
    world.coordinator.asks_for_overview("Belum diterima")
    world.kills()


@pytest.mark.parametrize("stage", [submitted, written_to, abandoned, left, crashed])
def test_what_a_reporter_typed_is_in_no_byte_of_the_installation(world: World, stage: Stage) -> None:
    """Neither as it was typed nor as UTF-16, Base64 or hexadecimal."""
    citizen = world.citizen(NAME)
    stage(world, citizen)
    assert_nothing_of(world, citizen)
    if world.program.is_running:
        world.stops()
        assert_nothing_of(world, citizen)


def assert_nothing_of(world: World, citizen: Citizen) -> None:
    """Look through every file."""
    words = (NAME, STORY, "rahasia-kenari", FILE, CAPTION, PHONE, PHONE[3:], WORD, NOTE, TO_REPORTER)
    words = (*words, str(citizen.chat))
    numbers = (
        citizen.chat.to_bytes(8, "big").lstrip(b"\0"),
        citizen.chat.to_bytes(8, "little").rstrip(b"\0"),
    )
    wanted = {form for word in words for form in forms_of(word)} | set(numbers)
    looked = 0
    for file in files_of(world):
        content = file.read_bytes()
        looked += len(content)
        found = [form for form in wanted if form in content]
        assert not found, f"{file.name} holds {found}"
    assert looked > 50_000, "There was hardly anything to look at."


def forms_of(word: str) -> Iterator[bytes]:
    """Give the ways in which a word may lie in a file."""
    plain = word.encode()
    yield plain
    yield word.encode("utf-16-le")
    yield plain.hex().encode()
    if len(plain) > SHORT:
        # Base64 of a text in the middle of another: its ends depend on the neighbours.
        yield from (base64.b64encode(b"\0" * shift + plain)[4:-4] for shift in range(3))


def files_of(world: World) -> Iterator[Path]:
    """List the files of the installation, its temporary ones and the log, but for the keys and the token."""
    folder = world.home.parent
    yield from (one for one in folder.rglob("*") if one.is_file() and one.name not in KEPT_IN_CLEAR_ELSEWHERE)


def test_the_search_finds_what_is_there(world: World) -> None:
    """The canary is seen to sing: a word in a file is found."""
    citizen = world.citizen(NAME)
    (world.home / "data" / "leak").write_text(f"… {STORY} …")
    with pytest.raises(AssertionError, match="leak holds"):
        assert_nothing_of(world, citizen)


def test_the_token_is_in_no_log(world: World) -> None:
    """Not at DEBUG either, and whatever goes wrong on the line."""
    citizen = world.citizen()
    for kind in ("drop", "error", "deliver_then_drop", "reset", "slow_body"):
        world.troubles(kind, method="answerCallbackQuery", times=1, seconds=0.1, code=500)
        world.troubles(kind, method="getUpdates", times=1, seconds=0.1, code=502)
    world.troubles("drop", method="editMessageText", times=2)
    citizen.begins()
    world.stops()
    assert b"telegram-does-not-answer" in world.program.said()
    secret = TOKEN.partition(":")[2]
    for file in files_of(world):
        assert secret.encode() not in file.read_bytes(), file.name


def test_a_wrong_token_is_refused_in_a_sentence_that_does_not_hold_it(worlds: Worlds) -> None:
    """The sandbox knows another bot."""
    world = worlds(start=False)
    wrong = "7000000002:somebody-elses-token-that-is-wrong-99"
    (world.home / "token").write_text(wrong)
    world.program.launch()
    assert world.program.ends() != 0
    said = world.program.said().decode()
    assert wrong.partition(":")[2] not in said
    assert "Traceback" not in said


def test_after_an_erasure_no_key_of_the_case_is_in_file_or_log(world: World) -> None:
    """The wraps were there before, in the file or in the write-ahead log; afterwards they are in neither."""
    citizen = world.citizen()
    told_everything(world, citizen)
    citizen.sends_report()
    world.officer.alert()
    world.settles()
    world.stops()
    (name,) = world.asks(inside.stories)
    sealed = world.asks(lambda within: inside.everything_of(within, name))
    assert len(sealed) > 6
    assert all(is_kept(world, one) for one in sealed)
    asyncio.run(erases(world, name))
    assert not [one for one in sealed if is_kept(world, one)]
    assert world.asks(inside.stories) == {}
    assert name in (world.home / "data" / LEDGER).read_text()


async def erases(world: World, name: CaseId) -> None:
    """Erase a case, as the console does."""
    async with open_office(world.settings, Clock(), alone=True) as office:
        ledger = world.settings.storage.data_dir / LEDGER
        assert await erase(office.store, ledger, name, NOBODY, office.moment())
        # Looked at while the file is open: the write-ahead log is not gone with the connection.
        assert (world.settings.storage.data_dir / "teduh.db-wal").stat().st_size == 0


def is_kept(world: World, sealed: bytes) -> bool:
    """Whether a piece of a sealed value lies in the database or its write-ahead log (a page cuts values)."""
    piece = sealed[20:80]
    return any(piece in file.read_bytes() for file in world.settings.storage.data_dir.glob("teduh.db*"))


def test_the_program_writes_nothing_beside_its_installation(world: World) -> None:
    """Temporary files would be left by a crash: there are none."""
    told_everything(world, world.citizen())
    world.kills()
    assert set(world.home.parent.iterdir()) == {world.home, world.program.log}
