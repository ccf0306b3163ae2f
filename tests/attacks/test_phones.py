"""What is left on a phone, whatever the ending: nothing that was told, no message that nobody asked for."""

import pytest

from conversations.events import Left, Opened, Returned, Typed
from conversations.people import Person, PersonId, Role, Standing
from conversations.sessions import Filling, Resting, Waiting
from storage import people
from storage.batch import Incoming
from storage.letters import RemoveLetter
from storage.settling import Delivered, Undeliverable
from tests.attacks.conftest import CITIZEN, THEIRS, Story


def test_nothing_is_sent_anew_to_who_deleted_the_chat(story: Story) -> None:
    """A frightened reporter deletes the whole chat: the bot must not come back by itself."""
    story.goes_to_story()
    story.telegram.chats[CITIZEN].clear()
    came = len(story.telegram.came)
    story.passes(31)
    story.passes(60 * 25)
    assert story.telegram.came[came:] == []
    assert story.sees(CITIZEN) == []


@pytest.mark.parametrize("pictures", [1, 2])
def test_a_picture_that_was_taken_in_brings_no_deleted_chat_back(story: Story, pictures: int) -> None:
    """It was still being taken in when its sender deleted the whole chat."""
    story.goes_to_story()
    while "file" not in getattr(story.stage(CITIZEN), "question", ""):
        story.answers(CITIZEN)
    for _ in range(pictures):
        story.sends_picture(CITIZEN)
    story.telegram.chats[CITIZEN].clear()
    story.brings()
    assert story.sees(CITIZEN) == []
    story.passes(31)
    assert story.sees(CITIZEN) == []


def test_what_was_deleted_comes_back_when_its_owner_asks(story: Story) -> None:
    """Start brings the neutral card, and what was told is there."""
    story.goes_to_story()
    story.telegram.chats[CITIZEN].clear()
    story.passes(31)
    story.starts(CITIZEN)
    assert isinstance(story.stage(CITIZEN), Waiting)
    assert story.sees(CITIZEN)[-1] == "outage-lead"


def test_discarding_a_draft_takes_what_was_typed_off_the_phone(story: Story) -> None:
    """Somebody who presses "delete everything" means the words above the card too."""
    story.goes_to_story()
    story.presses(CITIZEN, "stop")
    story.presses(CITIZEN, "discard")
    assert story.sees(CITIZEN) == ["neutral-line"]


@pytest.mark.parametrize("does", [Story.types, Story.starts, Story.attaches])
def test_whatever_is_done_at_the_receipt_leaves_nothing_of_the_report(story: Story, does: object) -> None:
    """Not only the button that says so: whoever writes or presses Start is finished with it as well."""
    story.files()
    if does is Story.types:
        story.types(CITIZEN, "terima kasih")
    elif does is Story.starts:
        story.starts(CITIZEN)
    else:
        story.attaches(CITIZEN)
    assert THEIRS not in story.sees(CITIZEN)[:-2]
    story.passes(31)
    assert THEIRS not in story.sees(CITIZEN)


def test_an_untouched_draft_leaves_no_word_on_the_phone(story: Story) -> None:
    """A neutral card below one's own story hides nothing."""
    story.goes_to_story()
    assert THEIRS in story.sees(CITIZEN)
    story.passes(31)
    assert story.sees(CITIZEN) == ["outage-lead"]


def test_what_was_written_below_a_neutral_card_goes_as_well(story: Story) -> None:
    """Whoever comes back after half an hour, writes, and goes away again."""
    story.goes_to_story()
    story.passes(31)
    story.types(CITIZEN, "Rahasia-mangga-7431")
    assert THEIRS in story.sees(CITIZEN)
    story.passes(31)
    assert story.sees(CITIZEN) == ["outage-lead"]


@pytest.mark.parametrize("pressed", [0, 1, 2])
@pytest.mark.parametrize("early", [True, False], ids=["before it is on record", "afterwards"])
def test_a_card_that_came_more_than_once_stays_once(story: Story, pressed: int, *, early: bool) -> None:
    """Killed twice with a card on its way: whichever copy is pressed, the others go."""
    story.applies((CITIZEN, Opened(story.telegram.new(CITIZEN, THEIRS, story.minute))))
    (letter,) = story.letters()
    copies = [story.delivers(letter).message for _ in range(3)]
    press = story.press(CITIZEN, "language:id", on=copies[pressed])
    if early:
        story.applies((CITIZEN, press))
    story.settles(letter, Delivered(copies[-1], again=True))
    if not early:
        story.applies((CITIZEN, press))
    story.brings(again=True)
    assert story.sees(CITIZEN) == [THEIRS, "safety-lead"]
    story.presses(CITIZEN, "exit")
    assert story.sees(CITIZEN) == ["neutral-line"]


@pytest.mark.parametrize("swept", [False, True], ids=["not yet settled", "about to be swept"])
def test_a_copy_that_was_not_swept_yet_goes_with_the_quick_exit(story: Story, *, swept: bool) -> None:
    """Killed again before the copy was looked for: what was to sweep it away is void, and it goes."""
    story.applies((CITIZEN, Opened(story.telegram.new(CITIZEN, THEIRS, story.minute))))
    (letter,) = story.letters()
    older, _newer = (story.delivers(letter).message for _ in range(2))
    story.applies((CITIZEN, story.press(CITIZEN, "language:id", on=older)))
    edited = story.letters()[0]
    story.delivers(edited)
    if swept:
        story.settles(edited, Delivered(again=True))
        assert any(isinstance(one.letter, RemoveLetter) for one in story.letters())
    story.applies((CITIZEN, story.press(CITIZEN, "exit", on=older)))
    story.brings()
    assert story.sees(CITIZEN) == ["neutral-line"]


@pytest.mark.parametrize("stage", [("language:id", "unsafe"), ("language:id", "safe", "mine")])
def test_what_was_written_in_the_wrong_place_goes_with_who_stops(
    story: Story, stage: tuple[str, ...]
) -> None:
    """A frightened reporter tells at once, whatever is asked."""
    story.starts(CITIZEN)
    for verb in stage:
        story.presses(CITIZEN, verb)
    story.types(CITIZEN, "Rahasia-mangga-7431")
    story.presses(CITIZEN, "stop")
    assert story.sees(CITIZEN) == ["neutral-line"]


def test_a_first_message_that_nobody_followed_up_goes_by_itself(story: Story) -> None:
    """Who writes before pressing Start, and then does not dare to go on."""
    story.types(CITIZEN, "Rahasia-mangga-7431")
    story.passes(31)
    assert story.sees(CITIZEN) == ["neutral-line"]


def test_what_was_written_before_an_outage_is_kept_and_not_answered_with_a_question(story: Story) -> None:
    """Hours later somebody else may hold the phone: a neutral card says that there was a gap."""
    story.starts(CITIZEN)
    for verb in ("language:id", "safe", "mine", "agree"):
        story.presses(CITIZEN, verb)
    while getattr(story.stage(CITIZEN), "question", "") != "story":
        story.answers(CITIZEN)
    written = Typed(story.telegram.new(CITIZEN, THEIRS, story.minute), "Rahasia-mangga-7431")
    late = Incoming(CITIZEN, written, minute=story.minute)
    story.clock.advance(3 * 60 * 60)
    story.waits_for(story.office.store.take([late], story.office.moment()))
    story.brings()
    assert story.sees(CITIZEN) == ["outage-lead"]
    stage = story.stage(CITIZEN)
    assert isinstance(stage, Waiting)
    assert isinstance(stage.before, Filling)
    assert "story" in stage.before.draft.answers


def test_a_picture_that_arrives_after_the_quick_exit_is_taken_away(story: Story) -> None:
    """It was being uploaded when the exit was pressed."""
    story.goes_to_story()
    story.presses(CITIZEN, "exit")
    assert isinstance(story.stage(CITIZEN), Resting)
    story.attaches(CITIZEN)
    assert THEIRS not in story.sees(CITIZEN)


def test_who_blocks_the_bot_right_after_the_quick_exit_finds_nothing_when_they_are_back(story: Story) -> None:
    """Telegram lets us take nothing out of the chat of who blocked us."""
    story.goes_to_story()
    story.applies((CITIZEN, story.press(CITIZEN, "exit")))
    story.applies((CITIZEN, Left()))
    for letter in story.letters():
        story.settles(letter, Undeliverable())
    assert THEIRS in story.sees(CITIZEN)
    story.arrives(CITIZEN, Returned())
    assert story.sees(CITIZEN) == ["neutral-line"]


def test_a_copy_is_still_looked_for_when_who_left_and_blocked_the_bot_is_back(story: Story) -> None:
    """What was to look for it could not be carried out while they had blocked it."""
    story.applies((CITIZEN, Opened(story.telegram.new(CITIZEN, THEIRS, story.minute))))
    (letter,) = story.letters()
    older, _newer = (story.delivers(letter).message for _ in range(2))
    story.applies((CITIZEN, story.press(CITIZEN, "exit", on=older)))
    for waiting in story.letters():
        story.settles(waiting, Undeliverable())
    story.arrives(CITIZEN, Returned())
    assert story.sees(CITIZEN) == ["neutral-line"]


def test_a_card_that_many_messages_of_others_went_by_is_found_all_the_same(story: Story) -> None:
    """All chats share one row of ids: what landed unseen lies far before what is known of next."""
    story.applies((CITIZEN, Opened(story.telegram.new(CITIZEN, THEIRS, story.minute))))
    (letter,) = story.letters()
    older, _newer = (story.delivers(letter).message for _ in range(2))
    exits = story.press(CITIZEN, "exit", on=older)
    story.telegram.ids += 1000
    typed = Typed(story.telegram.new(CITIZEN, THEIRS, story.minute), "halo")
    story.applies((CITIZEN, exits), (CITIZEN, typed))
    story.brings()
    assert len(story.sees(CITIZEN)) == 2
    story.presses(CITIZEN, "exit")
    assert story.sees(CITIZEN) == ["neutral-line"]


def test_who_reported_and_then_joins_the_office_keeps_nothing_of_the_report(story: Story) -> None:
    """The receipt is still there when the invitation is opened; the code of the link goes as well."""
    code = "kode-undangan-contoh"
    invited = Person(PersonId("ab" * 16), Role.OFFICER, Standing.PENDING, 0, "Nirmala Contoh")
    story.changes(lambda within: people.invite(within, invited, code, story.office.moment()))
    story.files()
    story.starts(CITIZEN, code)
    assert story.sees(CITIZEN) == ["joining"]
