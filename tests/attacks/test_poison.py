"""One damaged row stops nobody else: whatever table it lies in (promise 3)."""

import os
from pathlib import Path

import pytest
from sqlalchemy import Table, delete, update

from conversations.events import Opened, Pressed
from conversations.sessions import AskedPhone, Received, Waiting
from storage import cases, documents, marks
from storage.schema import cards, due, entries, outbox, people, sessions, trails
from storage.schema import documents as documents_table
from storage.transaction import Transaction
from tests.attacks.conftest import CITIZEN, Story
from tests.support.world import COORDINATOR, OFFICER, SECOND

OTHER = CITIZEN + 1


def damages(story: Story, table: Table, *, chat: int = 0, name: str = "") -> None:
    """Put junk in the place of sealed values."""

    def work(within: Transaction) -> None:
        junk = update(table).values(sealed=os.urandom(300))
        if chat:
            junk = junk.where(table.c.chat == within.chat_hash(chat))
        if name:
            junk = junk.where(table.c.name == name)
        within.connection.execute(junk)

    story.changes(work)


def test_a_damaged_trail_lets_other_chats_rest(story: Story) -> None:
    """Their cards become neutral all the same."""
    story.goes_to_story(CITIZEN)
    story.goes_to_story(OTHER)
    damages(story, trails, chat=CITIZEN)
    story.passes(31)
    assert isinstance(story.stage(OTHER), Waiting)


def test_a_chat_whose_trail_is_damaged_is_answered(story: Story) -> None:
    """It begins anew with what lies there; it is not met with silence for ever."""
    story.starts(CITIZEN)
    damages(story, trails, chat=CITIZEN)
    for verb in ("language:id", "safe"):
        story.presses(CITIZEN, verb)
    assert isinstance(story.stage(CITIZEN), AskedPhone)


@pytest.mark.parametrize("chat", [OFFICER.chat, SECOND.chat, COORDINATOR.chat])
def test_a_damaged_person_stops_no_report(story: Story, chat: int) -> None:
    """Somebody else is called."""
    damages(story, people, chat=chat)
    story.files()
    assert isinstance(story.stage(CITIZEN), Received)
    rung = {one for one, _ in story.telegram.came} - {CITIZEN}
    assert rung
    assert chat not in rung


def test_a_damaged_roster_stops_no_report(story: Story) -> None:
    """As where there is none: the coordinator is called."""
    damages(story, documents_table, name="roster")
    story.files()
    assert COORDINATOR.chat in {one for one, _ in story.telegram.came}


def test_a_damaged_due_row_stops_no_alarm(story: Story) -> None:
    """Of another case."""
    story.files(CITIZEN)
    damages(story, due)
    story.files(OTHER)
    story.passes(16)
    story.passes(16)
    assert SECOND.chat in {one for one, _ in story.telegram.came}


def test_a_damaged_session_begins_anew(story: Story) -> None:
    """In words, not in silence."""
    story.goes_to_story()
    damages(story, sessions, chat=CITIZEN)
    story.starts(CITIZEN)
    assert story.sees(CITIZEN)[-1] == "choose-language"


def test_a_damaged_letter_stops_no_other(story: Story) -> None:
    """The next report still rings."""
    story.goes_to_review()
    story.applies((OTHER, Opened(1)))
    damages(story, outbox)
    story.presses(CITIZEN, "send")
    assert OFFICER.chat in {one for one, _ in story.telegram.came}


def test_a_damaged_card_lets_an_alarm_ring_again(story: Story) -> None:
    """Which message it was is lost; the phone still rings."""
    story.files()
    before = len([one for one, _ in story.telegram.came if one == OFFICER.chat])
    damages(story, cards)
    assert before
    (case,) = story.asks(cases.all_open).cases
    story.passes(16)
    story.passes(16)
    assert SECOND.chat in {one for one, _ in story.telegram.came}
    story.arrives(SECOND.chat, Pressed(1, f"k:accept:{case}", "press"))
    (file,) = story.asks(cases.all_open).cases.values()
    assert file.course.owner is not None


@pytest.mark.parametrize(
    "harm",
    [
        update(entries).values(sealed=b"junk"),
        update(entries).values(rev=1),
        delete(entries),
    ],
)
def test_a_damaged_story_is_told_in_words_and_to_each_coordinator_once(story: Story, harm: object) -> None:
    """Not tried again for ever, with nothing but "opening" on the officer's phone."""
    story.files()
    (case,) = story.asks(cases.all_open).cases
    story.changes(lambda within: within.connection.execute(harm.where(entries.c.field == "story")))
    for _ in range(2):
        story.arrives(OFFICER.chat, Pressed(1, f"k:story:{case}", "press"))
        assert "case-damaged" in story.sees(OFFICER.chat)
        assert not story.letters()
    assert story.sees(COORDINATOR.chat).count("story-damaged") == 1


def test_a_damaged_heartbeat_is_written_anew(story: Story) -> None:
    """Or the watchdog would fail at it once a minute, and see nothing else."""
    story.ticks()
    damages(story, documents_table, name=documents.HEARTBEAT)
    story.ticks()
    assert story.asks(documents.last_seen) is not None


def test_what_cannot_be_done_this_minute_stops_nothing_else_of_it(story: Story) -> None:
    """The heartbeat comes though no chat can be made to rest."""
    story.goes_to_story()
    refuse = "BEGIN SELECT RAISE(FAIL, 'no room'); END"
    story.changes(
        lambda within: within.connection.exec_driver_sql(
            f"CREATE TRIGGER full BEFORE INSERT ON outbox {refuse}"
        )
    )
    story.clock.advance(31 * 60)
    story.ticks()
    assert story.asks(documents.last_seen) is not None


def test_a_damaged_mark_stops_no_minute(story: Story, tmp_path: Path) -> None:
    """What lies beside the keys can be damaged too: people's cards become neutral all the same."""
    (mark,) = tmp_path.rglob(marks.FILE_NAME)
    mark.write_bytes(b"junk")
    story.goes_to_story(CITIZEN)
    story.clock.advance(31 * 60)
    story.ticks()
    assert isinstance(story.stage(CITIZEN), Waiting)
    seen = story.asks(documents.last_seen)
    assert seen is not None
    assert story.minute - int(seen.timestamp()) // 60 <= 1
