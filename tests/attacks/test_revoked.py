"""What is left to somebody whose role was taken away, or changed: nothing on their phone, nothing new."""

from dataclasses import replace

from bot import console
from conversations.case_effects import Redraw
from conversations.events import Pressed
from conversations.people import CaseId, Person, Role, Standing
from conversations.sessions import Filling, StepKept
from storage import cases, people
from storage.transaction import Transaction
from storage.workbench import Workbench
from tests.attacks.conftest import CITIZEN, THEIRS, Story
from tests.attacks.test_office import the_case
from tests.support.world import COORDINATOR, OFFICER, SECOND, Staff

HEAD = COORDINATOR.chat
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


def test_a_view_is_emptied_whoever_was_called_for_the_case(story: Story) -> None:
    """A coordinator opens any case, and was never called for most."""
    story.files()
    presses(story, HEAD, "card")
    presses(story, HEAD, "story")
    assert kept(story, HEAD)
    revokes(story, COORDINATOR)
    story.brings()
    assert kept(story, HEAD) == []


def test_a_case_that_was_closed_is_emptied_as_well(story: Story) -> None:
    """Its owner can still read it, until they are revoked."""
    story.files()
    presses(story, RATNA, "accept")
    case = the_case(story)
    presses(story, RATNA, "step")
    story.presses(RATNA, "kind:selesai")
    presses(story, RATNA, "story", case)
    assert "view-title" in story.sees(RATNA)
    revokes(story, OFFICER)
    story.brings()
    assert kept(story, RATNA) == []


def test_the_desk_is_emptied_too(story: Story) -> None:
    """It lists cases by their numbers and priorities."""
    story.files()
    presses(story, RATNA, "accept")
    story.starts(RATNA)
    assert story.sees(RATNA)[-1] == "desk-lead"
    revokes(story, OFFICER)
    story.brings()
    assert kept(story, RATNA) == []


def test_who_was_a_coordinator_sees_nothing_more_of_what_is_the_heads_alone(story: Story) -> None:
    """They were called for it, and come back as an officer: its card does not come back with them."""
    files_against_an_official(story)
    assert "alert-title" in story.sees(HEAD)
    case = the_case(story)
    changed = is_now(story, HEAD, role=Role.OFFICER)
    story.changes(lambda within: redraw(within, story, changed, case))
    story.brings()
    assert kept(story, HEAD) == []


def files_against_an_official(story: Story) -> None:
    """Send a report that is for the head of the office alone."""
    story.starts(CITIZEN)
    for verb in ("language:id", "safe", "mine", "agree"):
        story.presses(CITIZEN, verb)
    while isinstance(stage := story.stage(CITIZEN), Filling):
        if stage.question == "names_official":
            story.presses(CITIZEN, "choose:0")
        else:
            story.answers(CITIZEN)
    story.presses(CITIZEN, "send")


def redraw(within: Transaction, story: Story, person: Person, case: CaseId) -> None:
    """Bring somebody's card of the case up to date, as happens whenever the case goes on."""
    bench = Workbench(within, story.office.house, story.office.moment())
    bench.carry(0, [Redraw(person.id, case)])
    bench.finish()


def is_now(
    story: Story, chat: int, *, role: Role = Role.OFFICER, standing: Standing = Standing.LINKED
) -> Person:
    """Have somebody be known as this from now on."""
    known = story.asks(lambda within: people.of_chats(within, [chat]))[chat]
    changed = replace(known, role=role, standing=standing)
    story.changes(lambda within: people.keep(within, changed))
    return changed


def test_a_note_goes_to_nobody_elses_case(story: Story) -> None:
    """Who was revoked and let in again may still stand where a step was kept; the case has a new owner."""
    story.files()
    presses(story, RATNA, "accept")
    presses(story, RATNA, "step")
    story.presses(RATNA, "kind:dihubungi")
    story.presses(RATNA, "in:1")
    assert isinstance(story.stage(RATNA), StepKept)
    revokes(story, OFFICER)
    is_now(story, RATNA, standing=Standing.LINKED)
    presses(story, SECOND.chat, "accept")
    story.types(RATNA, "catatan yang bukan di tempatnya")
    (found,) = story.asks(cases.all_open).cases.values()
    assert not found.course.steps[-1].note


def test_the_desk_is_never_shown_on_a_card_that_can_be_forwarded(story: Story) -> None:
    """Who has just been let in presses a button of a reporter's card: no edit takes forwarding from it."""
    is_now(story, RATNA, standing=Standing.REVOKED)
    story.starts(RATNA)
    (card,) = (one for one, bubble in story.telegram.chats[RATNA].items() if bubble.shows != THEIRS)
    is_now(story, RATNA, standing=Standing.LINKED)
    story.arrives(RATNA, story.press(RATNA, "language:id", on=card))
    assert story.sees(RATNA)[-1] == "desk-lead"
    assert card not in story.telegram.chats[RATNA]
