"""An officer writes to a reporter who allowed the chat: when it comes, who reads it, what is left of it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from conversations.casework import WordState
from storage.transaction import Transaction
from tests.support import inside
from tests.support.citizens import NEUTRAL, Citizen
from tests.support.phones import eventually
from tests.support.world import World

NEWS = "Halo, ada kabar."
WORDS = "Telepon 0771 000 000 jam kerja, sebut bunga *anggrek*"
JAKARTA = ZoneInfo("Asia/Jakarta")
_moved: dict[int, timedelta] = {}


@pytest.fixture(autouse=True)
def _fresh() -> None:
    """Forget how far the clocks of earlier worlds were moved."""
    _moved.clear()


def comes_to(world: World, hour: int, minute: int = 0) -> None:
    """Let time pass until it is so late on the office's wall clock."""
    here = datetime.now(JAKARTA) + _moved.get(id(world), timedelta())
    then = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
    then += timedelta(days=then <= here)
    _moved[id(world)] = _moved.get(id(world), timedelta()) + (then - here)
    world.moves(minutes=(then - here).total_seconds() / 60)


def passes(world: World, minutes: int) -> None:
    """Let some minutes pass."""
    _moved[id(world)] = _moved.get(id(world), timedelta()) + timedelta(minutes=minutes)
    world.moves(minutes=minutes)


def asks_to_be_called(world: World) -> Citizen:
    """Ask that an officer get in touch, and leave the chat at rest."""
    citizen = world.citizen()
    citizen.begins("Bahasa Indonesia", "Tidak aman")
    citizen.presses("Minta dihubungi petugas")
    citizen.sees("antara jam 8 dan 21", "Membalasnya di chat ini belum bisa")
    citizen.touches("Kirim permintaan")
    citizen.sees("kabarnya datang di sini antara jam 8 dan 21")
    citizen.touches(citizen.sees("Ini kodenya:").buttons[0])
    citizen.sees_only(NEUTRAL)
    return citizen


def state_of(world: World) -> list[WordState]:
    """Tell how far every word has come."""

    def look(within: Transaction) -> list[WordState]:
        return [word.state for case in inside.all_cases(within).values() for word in case.course.words]

    return world.asks(look)


def comes_to_be(world: World, *states: WordState) -> None:
    """Wait until the words have come so far."""
    eventually(
        lambda: True if state_of(world) == list(states) else None, lambda: f"The words are {state_of(world)}."
    )


def sent_to(world: World, citizen: Citizen, words: str) -> list[dict[str, object]]:
    """List the new messages with these words in a citizen's chat."""
    sent = (call["params"] for call in world.calls("sendMessage"))
    return [
        one
        for one in sent
        if isinstance(one, dict) and str(one["chat_id"]) == str(citizen.chat) and words in str(one["text"])
    ]


def test_who_asked_to_be_called_is_written_to_and_reads_it(world: World) -> None:
    """From the request to the neutral line, in the hours of the day."""
    comes_to(world, 10)
    citizen = asks_to_be_called(world)
    number = world.officer.accepts()
    assert "segera" in world.officer.writes(number, WORDS)
    comes_to_be(world, WordState.WAITING)
    passes(world, 1)
    citizen.sees_button("Buka", NEWS)
    comes_to_be(world, WordState.ARRIVED)
    (card,) = sent_to(world, citizen, NEWS)
    assert card["disable_notification"]
    assert card["protect_content"]
    citizen.presses("Buka")
    citizen.sees_no_more(WORDS)
    citizen.presses("Aman", "aman untuk membaca")
    assert "Membalas di chat ini belum bisa" in citizen.sees(WORDS).text
    comes_to_be(world, WordState.OPENED)
    world.officer.opens("Catatan", number)
    world.officer.sees(WORDS, "Pesan ke pelapor", "dibuka")
    citizen.touches("Sudah dibaca")
    citizen.sees_only(NEUTRAL)


def test_outside_the_chosen_hours_it_waits_and_says_until_when(world: World) -> None:
    """Not at noon for somebody who chose the evening, not after a restart at night; in the evening, once."""
    comes_to(world, 10)
    citizen = world.citizen()
    citizen.reports(way="Lewat chat ini", hours=("Jam 18–21",))
    citizen.leaves()
    citizen.sees_only(NEUTRAL)
    number = world.officer.accepts()
    assert "18.00" in world.officer.writes(number, WORDS)
    passes(world, 60)
    world.settles()
    assert sent_to(world, citizen, NEWS) == []
    world.kills()
    comes_to(world, 17, 50)
    world.starts()
    world.settles()
    assert sent_to(world, citizen, NEWS) == []
    comes_to(world, 18, 1)
    citizen.sees(NEWS)
    comes_to_be(world, WordState.ARRIVED)
    world.kills()
    world.starts()
    passes(world, 30)
    world.settles()
    assert len(sent_to(world, citizen, NEWS)) == 1


def test_what_the_line_holds_up_until_the_hour_is_over_comes_the_next_day(world: World) -> None:
    """A night without network is no reason to wake anybody."""
    comes_to(world, 10)
    citizen = asks_to_be_called(world)
    number = world.officer.accepts()
    comes_to(world, 20, 50)
    world.troubles("error", method="sendMessage", chat_id=str(citizen.chat), code=500, times=-1)
    world.officer.writes(number, WORDS)
    passes(world, 2)
    tried = eventually(lambda: len(sent_to(world, citizen, NEWS)) or None, lambda: "It is never tried.")
    assert tried
    comes_to(world, 21, 30)
    world.calms()
    world.kills()
    before = len(sent_to(world, citizen, NEWS))
    world.starts()
    world.settles()
    passes(world, 60)
    world.settles()
    assert len(sent_to(world, citizen, NEWS)) == before
    assert state_of(world) == [WordState.WAITING]
    comes_to(world, 8, 1)
    citizen.sees(NEWS)
    comes_to_be(world, WordState.ARRIVED)


@pytest.mark.parametrize("kind", ["hang", "deliver_then_drop"])
def test_killed_while_it_is_brought_it_comes_once(world: World, kind: str) -> None:
    """The message is under way, or there without our knowing, when the program ends."""
    comes_to(world, 10)
    citizen = asks_to_be_called(world)
    number = world.officer.accepts()
    world.officer.writes(number, WORDS)
    world.troubles(kind, method="sendMessage", chat_id=str(citizen.chat), times=1)
    passes(world, 1)
    eventually(lambda: len(sent_to(world, citizen, NEWS)) or None, lambda: "It is never tried.")
    world.kills()
    world.calms()
    world.starts()
    # It starts by the machine's clock, perhaps at night: then the card is taken back, and comes later.
    world.settles()
    passes(world, 11)
    citizen.sees_button("Buka", NEWS)
    comes_to_be(world, WordState.ARRIVED)
    world.settles()
    passes(world, 30)
    world.settles()
    assert sum(NEWS in one.text for one in citizen.reads()) == 1


def test_it_waits_while_something_is_written_and_an_open_one_becomes_neutral(world: World) -> None:
    """A draft is not pushed aside; half an hour untouched, the words are off the phone, and open again."""
    comes_to(world, 9)
    citizen = world.citizen()
    citizen.reports(way="Lewat chat ini", hours=("Kapan saja",), word="melati")
    citizen.begins()
    number = world.officer.accepts()
    world.officer.writes(number, WORDS)
    passes(world, 1)
    world.settles()
    assert sent_to(world, citizen, NEWS) == []
    citizen.leaves()
    citizen.sees_only(NEUTRAL)
    passes(world, 11)
    for _ in range(2):
        citizen.presses("Buka", NEWS)
        citizen.presses("Aman", "aman untuk membaca")
        citizen.sees_no_more(WORDS)
        citizen.answers("Melati")
        citizen.sees(WORDS)
        citizen.keeps_nothing_of("Melati")
        passes(world, 31)
        citizen.sees_no_more(WORDS)
        citizen.sees_button("Buka", NEWS)
    passes(world, 48 * 60)
    citizen.sees_only(NEUTRAL)


def test_an_owner_is_told_when_the_chat_is_gone(world: World) -> None:
    """In words, and the word stays with the case as one that did not arrive."""
    comes_to(world, 10)
    citizen = asks_to_be_called(world)
    number = world.officer.accepts()
    citizen.blocks()
    world.officer.writes(number, WORDS)
    passes(world, 1)
    world.officer.sees(number, "tidak sampai ke pelapor")
    comes_to_be(world, WordState.LOST)


def test_closing_a_case_ends_what_has_not_arrived(world: World) -> None:
    """At night; the morning brings nothing."""
    comes_to(world, 22)
    citizen = asks_to_be_called(world)
    number = world.officer.accepts()
    assert "08.00" in world.officer.writes(number, WORDS)
    world.officer.records(number, "Selesai, tutup kasus")
    comes_to_be(world, WordState.WITHDRAWN)
    comes_to(world, 9)
    world.settles()
    assert sent_to(world, citizen, NEWS) == []
