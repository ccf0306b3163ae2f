"""What is left to somebody whose role was taken away, or changed: nothing on their phone, nothing new."""

from bot import console
from conversations.events import Pressed
from conversations.people import CaseId
from tests.attacks.conftest import THEIRS, Story
from tests.attacks.test_office import the_case
from tests.support.world import OFFICER, Staff

RATNA = OFFICER.chat
EMPTIED = {"neutral-line", "view-wiped", THEIRS}


def presses(story: Story, chat: int, verb: str, case: CaseId | None = None) -> None:
    """Press a button of the case, wherever it may lie."""
    story.arrives(chat, Pressed(1, f"k:{verb}:{case or the_case(story)}", "press"))


def revokes(story: Story, who: Staff) -> None:
    """Take somebody's role at the console."""
    story.waits_for(console.revoke(story.office, who.name))


def kept(story: Story, chat: int) -> list[str]:
    """List what still lies in a chat and tells something."""
    return [one for one in story.sees(chat) if one not in EMPTIED]


def test_a_quick_exit_does_not_save_the_cards_from_being_emptied(story: Story) -> None:
    """Whoever was revoked presses it at once, on an old card or by hand: what waits for them goes on."""
    story.files()
    presses(story, RATNA, "accept")
    assert kept(story, RATNA)
    revokes(story, OFFICER)
    story.arrives(RATNA, Pressed(1, ":exit", "press"))
    assert kept(story, RATNA) == []
