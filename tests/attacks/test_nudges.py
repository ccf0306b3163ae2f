"""Whether something may still ring is asked again just before it rings."""

from storage.letters import RingLetter
from tests.attacks.conftest import Story
from tests.support.world import OFFICER


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
