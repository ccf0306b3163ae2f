"""An owner writes to the reporter: typed, shown once more, and sent by a press of its own.

Law: only the owner of an accepted case whose reporter allowed the chat; asked again at every press. Nothing
goes before the press that says so.
"""

from dataclasses import replace
from datetime import UTC, datetime

from conversations import casework
from conversations.case_effects import Audited, AuditedAction, DueKind, Wake
from conversations.casework import CaseFile, CaseStage, Word
from conversations.effects import KeepCase, KeepNote, RemoveMessage, ShowCard, Toast
from conversations.events import Event, Typed
from conversations.hours import allows, next_allowed
from conversations.moment import Moment
from conversations.people import Action, Person
from conversations.screen import Line
from conversations.sessions import AtDesk, CheckingWord, WritingWord
from conversations.step import Scene, Step, to

LONGEST = 1000
"""Characters: a page that is read on a phone, and with its frame below Telegram's 4096."""


def begin(scene: Scene, person: Person, case: CaseFile) -> Step:
    """Ask for the text, or say why not."""
    if case.course.owner != person.id:
        return Step(scene.session, (Toast(Line("toast-write-owner-only")),))
    if case.stage is not CaseStage.ACCEPTED or not casework.may_be_written_to(case):
        return Step(scene.session, (Toast(Line("toast-no-way-back")),))
    return Step(replace(scene.session, stage=WritingWord(case.id)), (ShowCard(fresh=True),))


def typed(
    scene: Scene, person: Person, stage: WritingWord | CheckingWord, event: Typed, text: str, moment: Moment
) -> Step:
    """Show the text once more, and take it off the chat."""
    case = _mine(scene, person, stage, moment)
    if case is None:
        return _refused(scene, event).and_then(RemoveMessage(event.message))
    if len(text) > LONGEST:
        shown: WritingWord | CheckingWord = WritingWord(case.id, too_long=len(text))
    else:
        shown = CheckingWord(case.id, text, _later(case, moment))
    return to(scene, shown, event).and_then(RemoveMessage(event.message))


def send(scene: Scene, person: Person, stage: CheckingWord, event: Event, moment: Moment) -> Step:
    """Seal it, write down who wrote, and have it brought at an hour that the reporter chose."""
    case = _mine(scene, person, stage, moment)
    if case is None:
        return _refused(scene, event)
    word = Word(moment.chance.new_id().hex(), moment.now)
    written = casework.with_word(case, word)
    number = len(written.course.words)
    return to(scene, AtDesk(), event).and_then(
        KeepCase(written),
        KeepNote(word.id, case.id, stage.text, to_reporter=True),
        Wake(DueKind.WORD, case.id, number, _later(case, moment) or moment.now),
        Audited(person.id, AuditedAction.WROTE, f"{case.id}/{number}"),
        Toast(Line("toast-word-kept")),
    )


def _mine(scene: Scene, person: Person, stage: WritingWord | CheckingWord, moment: Moment) -> CaseFile | None:
    case = scene.case(stage.case)
    if case is None or case.course.owner != person.id or not person.may(Action.WRITE):
        return None
    may_see = casework.may_open(case, person, scene.hall, moment.here)
    return case if may_see and casework.may_be_written_to(case) else None


def _later(case: CaseFile, moment: Moment) -> datetime | None:
    """Tell when the next allowed hour begins; None: it is one now."""
    hours = casework.hours_of(case)
    coming = None if allows(hours, moment.here) else next_allowed(hours, moment.here)
    return coming.astimezone(UTC) if coming else None


def _refused(scene: Scene, event: Event) -> Step:
    return to(scene, AtDesk(), event).and_then(Toast(Line("toast-not-allowed")))
