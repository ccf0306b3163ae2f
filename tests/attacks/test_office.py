"""What an officer's phone keeps, and who gets in: over crashes, uncertain sends, erasures and races."""

from pathlib import Path

import pytest

from conversations.case_effects import AuditedAction
from conversations.events import Left, Opened, Pressed, Returned
from conversations.people import NOBODY, CaseId, Person, PersonId, Role, Standing
from storage import audit, cases, erasure, people
from storage.letters import RevealLetter, ViewLetter, WipeLetter
from storage.outbox import Outgoing
from storage.settling import GivenUp, Undeliverable
from tests.attacks.conftest import FILE, Story
from tests.support.world import OFFICER, SECOND

RATNA = OFFICER.chat


def the_case(story: Story) -> CaseId:
    """Find the one case there is."""
    (case,) = story.asks(cases.all_open).cases
    return case


def shown(story: Story, chat: int = RATNA) -> list[str]:
    """List what an officer's phone shows that must not stay."""
    return [one for one in story.sees(chat) if one in {"view-title", FILE}]


def the_letter(story: Story, kind: type) -> Outgoing:
    """Find the letter of a kind that waits."""
    return next(one for one in story.letters() if isinstance(one.letter, kind))


def opens(story: Story, verb: str = "facts") -> None:
    """Press to open a part, as far as the placeholder."""
    story.applies((RATNA, _press(story, verb)))
    story.brings_one(the_letter(story, ViewLetter))


def _press(story: Story, verb: str) -> Pressed:
    return Pressed(1, f"k:{verb}:{the_case(story)}", "press")


def test_an_opened_view_is_emptied_in_time(story: Story) -> None:
    """The measure for what follows."""
    story.files()
    opens(story)
    story.brings()
    assert shown(story)
    story.passes(11)
    assert not shown(story)


def test_nobody_keeps_a_view_open_by_blocking_the_bot_until_it_is_over(story: Story) -> None:
    """Telegram changes nothing in the chat of who blocked us; it is tried again when they are back."""
    story.files()
    opens(story)
    story.brings()
    story.arrives(RATNA, Left())
    story.clock.advance(11 * 60)
    story.waits_for(story.office.store.fire(story.office.moment()))
    story.settles(the_letter(story, WipeLetter), Undeliverable())
    assert shown(story)
    story.arrives(RATNA, Returned())
    story.passes(11)
    assert not shown(story)


@pytest.mark.parametrize(
    "lost", ["killed before it was written down", "the answer was lost, then: no change"]
)
def test_a_file_does_not_stay_on_a_phone_because_its_delivery_was_not_recorded(
    story: Story, lost: str
) -> None:
    """A file has no text to edit: what is not known to be a file must still be taken away."""
    story.files(picture=True)
    opens(story, "file-0")
    reveal = the_letter(story, RevealLetter)
    outcome = story.delivers(reveal)
    assert shown(story) == [FILE]
    if lost.startswith("the answer"):
        story.settles(reveal, type(outcome)())
    story.clock.advance(11 * 60)
    story.waits_for(story.office.store.fire(story.office.moment()))
    story.brings_one(the_letter(story, WipeLetter))
    story.brings()
    assert not shown(story)


def test_another_part_opened_over_a_file_leaves_no_file_behind(story: Story) -> None:
    """The placeholder is believed to be a text."""
    story.files(picture=True)
    opens(story, "file-0")
    story.delivers(the_letter(story, RevealLetter))
    story.settles(the_letter(story, RevealLetter), GivenUp())
    opens(story)
    story.brings()
    story.passes(11)
    assert not shown(story)


def test_words_that_land_after_their_view_was_emptied_are_taken_away(story: Story) -> None:
    """The edit was cut off, the view was emptied, and only then Telegram carried the edit out."""
    story.files()
    opens(story)
    reveal = the_letter(story, RevealLetter)
    story.clock.advance(11 * 60)
    story.waits_for(story.office.store.fire(story.office.moment()))
    drawn = story.waits_for(story.office.store.draw(reveal, story.office.moment()))
    story.brings_one(the_letter(story, WipeLetter))
    story.telegram.bring(RATNA, drawn, story.minute)
    story.settles(reveal, GivenUp(again=True))
    story.brings()
    assert not shown(story)


def test_erasing_a_case_takes_an_opened_view_of_it_off_the_phone(story: Story, tmp_path: Path) -> None:
    """Its key is gone, so its words must not go on standing there."""
    story.files()
    opens(story, "story")
    story.brings()
    assert shown(story)
    case = the_case(story)
    ledger = tmp_path / "kept" / erasure.LEDGER
    assert story.waits_for(erasure.erase(story.office.store, ledger, case, NOBODY, story.office.moment()))
    story.passes(11)
    assert not shown(story)


def test_anybody_may_close_what_they_have_open(story: Story) -> None:
    """A colleague has accepted meanwhile: closing is no longer reading."""
    story.files()
    opens(story)
    story.brings()
    story.applies((SECOND.chat, _press(story, "facts")))
    story.applies((SECOND.chat, _press(story, "accept")))
    story.brings()
    assert shown(story)
    story.applies((RATNA, _press(story, "close")))
    story.brings()
    assert not shown(story)


def test_one_link_lets_one_account_ask_even_in_one_batch(story: Story) -> None:
    """After an outage a batch spans hours: the account that opened the link first is the one that asks."""
    code = "kode-undangan-contoh"
    invited = Person(PersonId("ab" * 16), Role.OFFICER, Standing.PENDING, 0, "Nirmala Contoh")
    story.changes(lambda within: people.invite(within, invited, code, story.office.moment()))
    story.applies((940001, Opened(1, code)), (940002, Opened(1, code)))
    found = story.asks(lambda within: people.of_chats(within, [940001, 940002]))
    assert [(one.chat, one.standing) for one in found.values()] == [(940001, Standing.PENDING)]


def test_every_opening_is_in_the_audit_chain(story: Story) -> None:
    """Whoever looks, is written down in the same transaction."""
    story.files()
    opens(story)
    deeds = [one.action for one in story.asks(audit.deeds)]
    assert deeds == [AuditedAction.VIEWED]
    assert story.asks(audit.verify)[0] == 1
