"""Whether something may still ring is asked again just before it rings."""

from conversations.events import Left, Opened, Returned
from conversations.people import Person, PersonId, Role, Standing
from storage import people
from storage.letters import RingLetter
from storage.settling import Undeliverable
from tests.attacks.conftest import CITIZEN, Story
from tests.support.world import COORDINATOR, OFFICER, SECOND


def rings(story: Story) -> int:
    """Count how often the officer's phone rang."""
    return sum(chat == OFFICER.chat for chat, _ in story.telegram.came)


def test_no_reminder_rings_for_a_step_that_was_recorded_meanwhile(story: Story) -> None:
    """The reminder waited (for the line, for Telegram); the step was written down; no phone rings for it."""
    story.files()
    story.presses(OFFICER.chat, "accept")
    story.clock.advance(3 * 24 * 3600)
    story.waits_for(story.office.store.fire(story.office.moment()))
    assert [one for one in story.letters() if isinstance(one.letter, RingLetter)]
    story.applies((OFFICER.chat, story.press(OFFICER.chat, "step")))
    story.brings(but=(RingLetter,))
    story.applies((OFFICER.chat, story.press(OFFICER.chat, "kind:menunggu")))
    story.brings(but=(RingLetter,))
    story.applies((OFFICER.chat, story.press(OFFICER.chat, "in:3")))
    story.brings(but=(RingLetter,))
    before = rings(story)
    story.brings()
    assert rings(story) == before


def test_a_reminder_that_reached_nobody_comes_when_somebody_is_back(story: Story) -> None:
    """Whoever is back after days hears of the step that nobody recorded."""
    story.files()
    story.presses(OFFICER.chat, "accept")
    away = (OFFICER.chat, SECOND.chat, COORDINATOR.chat)
    for chat in away:
        story.arrives(chat, Left())
    for _ in range(12):
        story.clock.advance(24 * 3600)
        story.waits_for(story.office.store.fire(story.office.moment()))
        for letter in story.letters():
            story.settles(letter, Undeliverable())
    story.arrives(COORDINATOR.chat, Returned())
    before = [chat for chat, _ in story.telegram.came]
    for _ in range(6):
        story.passes(24 * 60)
    assert [chat for chat, _ in story.telegram.came[len(before) :]] == [COORDINATOR.chat]


def test_a_reminder_that_was_refused_on_its_way_is_not_lost(story: Story) -> None:
    """Nobody knew that the last who could be reached had blocked us."""
    story.files()
    story.presses(OFFICER.chat, "accept")
    for chat in (OFFICER.chat, SECOND.chat):
        story.arrives(chat, Left())
    for _ in range(12):
        story.clock.advance(24 * 3600)
        story.waits_for(story.office.store.fire(story.office.moment()))
        for letter in story.letters():
            story.settles(letter, Undeliverable())
    story.arrives(COORDINATOR.chat, Returned())
    before = [chat for chat, _ in story.telegram.came]
    for _ in range(6):
        story.passes(24 * 60)
    assert [chat for chat, _ in story.telegram.came[len(before) :]] == [COORDINATOR.chat]


def test_a_coordinator_who_is_back_is_asked_about_who_waits(story: Story) -> None:
    """They had blocked us when somebody asked to join; nobody else could let them in."""
    new = Person(PersonId("ab" * 16), Role.OFFICER, Standing.PENDING, 0, "Baru")
    story.changes(lambda within: people.invite(within, new, "kode", story.office.moment()))
    story.applies((CITIZEN, Opened(1, "kode")))
    for letter in story.letters():
        if letter.chat == COORDINATOR.chat:
            story.settles(letter, Undeliverable())
    story.brings()
    story.arrives(COORDINATOR.chat, Returned())
    story.presses(COORDINATOR.chat, "confirm")
    assert new.id in {one.id for one in story.asks(people.everybody) if one.is_linked}
