"""The office's side of the chat: accepting, opening, writing steps down, the coordinator's overview.

Law: every press re-checks the role; two who accept at the same time leave one owner; opening a case changes
no clock.
"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from conversations import casework, writing
from conversations.case_effects import Audited, AuditedAction, Ring, RingReason
from conversations.casework import CaseFile, CaseStage, StepDone, StepKind, Turn
from conversations.days import FURTHEST_DAYS, coming_day
from conversations.desk_screens import place_of
from conversations.effects import (
    CasePart,
    CloseView,
    Effect,
    KeepCase,
    KeepNote,
    KeepPerson,
    Notice,
    RemoveMessage,
    ShowCard,
    Tell,
    Toast,
    View,
)
from conversations.events import Event, Pressed, Typed
from conversations.moment import Moment
from conversations.people import Action, Person, Standing
from conversations.screen import Line, stamp
from conversations.sessions import (
    AtDesk,
    CheckingWord,
    ChoosingDate,
    ChoosingStep,
    OfficeStage,
    Stage,
    StepKept,
    WritingWord,
)
from conversations.step import Scene, Step, Verb, to, whole_number

CASE = "k"
"""The stamp of buttons that name a case: they are good for as long as the case is."""
PERSON = "p"
"""The stamp of buttons that name somebody who asks to join."""
OVERVIEW = "/status"
MORNING = time(9, 0)
"""When a follow-up that was given by its day alone is reminded of [proposal]."""


def advance(scene: Scene, person: Person, event: Event, moment: Moment) -> Step:
    """Decide what somebody of the office leads to."""
    match event:
        case Pressed(button=button):
            verb = Verb.of(button)
            if verb.stamp == CASE:
                return _on_case(scene, person, verb, moment)
            if verb.stamp == PERSON:
                return _on_person(scene, person, verb, event)
            return _on_card(scene, person, verb, event, moment)
        case Typed(text=text):
            return _typed(scene, person, event, text.strip(), moment)
        case _:
            return to(scene, _home(scene), event)


def _home(scene: Scene) -> Stage:
    stage = scene.session.stage
    return stage if isinstance(stage, OfficeStage) else AtDesk()


def _refused(scene: Scene) -> Step:
    return Step(scene.session, (Toast(Line("toast-not-allowed")),))


# Buttons of a case ------------------------------------------------------------------------------------------


def _on_case(scene: Scene, person: Person, verb: Verb, moment: Moment) -> Step:
    case = scene.case(verb.argument)
    if case is None:
        return _refused(scene)
    if verb.name == "accept":
        return _accept(scene, person, case, moment)
    if verb.name == "close" and person.may(Action.VIEW):
        # Closing is not reading: who may not open the case any more can still empty what they opened.
        return Step(scene.session, (CloseView(person.id, case.id), Toast(Line("toast-closed"))))
    if not casework.may_open(case, person, scene.hall, moment.here):
        return _refused(scene)
    return _on_open_case(scene, person, case, verb)


def _on_open_case(scene: Scene, person: Person, case: CaseFile, verb: Verb) -> Step:
    name, _, number = verb.name.partition("-")
    match name:
        case "step" if person.may(Action.RECORD_STEP):
            return _begin_step(scene, person, case)
        case "write" if person.may(Action.WRITE):
            return writing.begin(scene, person, case)
        case "card" if person.may(Action.LIST_OWN):
            asked = Ring(person.id, case.id, RingReason.ASKED)
            return Step(scene.session, (asked, Toast(Line("toast-opening"))))
        case "facts" | "story" | "notes" | "file" if person.may(Action.VIEW):
            return _view(scene, person, case, CasePart(name), whole_number(number))
        case _:
            return _refused(scene)


def _accept(scene: Scene, person: Person, case: CaseFile, moment: Moment) -> Step:
    """Make them the owner, or tell who is; who accepted a case is told to those it concerns alone."""
    if not person.may(Action.ACCEPT) or not casework.may_be_told(case, person, scene.hall, moment.here):
        return _refused(scene)
    match case.stage:
        case CaseStage.NEW:
            return _with_turn(scene, casework.accept(case, person, moment), Toast(Line("toast-accepted")))
        case CaseStage.ACCEPTED:
            return Step(scene.session, (Toast(_accepted_by(scene, person, case)),))
        case CaseStage.CLOSED:
            return Step(scene.session, (Toast(Line("toast-case-closed")),))


def _accepted_by(scene: Scene, person: Person, case: CaseFile) -> Line:
    if case.course.owner == person.id:
        return Line("toast-yours-already")
    owner = scene.hall.person(case.course.owner)
    return Line("toast-accepted-by", {"name": owner.name if owner else "-"})


def _with_turn(scene: Scene, turn: Turn, *effects: Effect) -> Step:
    return Step(scene.session, (KeepCase(turn.case), *turn.effects, *effects))


def _view(scene: Scene, person: Person, case: CaseFile, part: CasePart, number: int) -> Step:
    seen = Audited(person.id, AuditedAction.VIEWED, f"{case.id}/{part}/{number}")
    return Step(scene.session, (View(person.id, case.id, part, number), seen, Toast(Line("toast-opening"))))


def _begin_step(scene: Scene, person: Person, case: CaseFile) -> Step:
    if case.course.owner != person.id and not person.may(Action.STATUS):
        return Step(scene.session, (Toast(Line("toast-owner-only")),))
    if case.stage is not CaseStage.ACCEPTED:
        return Step(scene.session, (Toast(Line("toast-accept-first")),))
    return Step(replace(scene.session, stage=ChoosingStep(case.id)), (ShowCard(fresh=True),))


# Somebody who asks to join ----------------------------------------------------------------------------------


def _on_person(scene: Scene, person: Person, verb: Verb, event: Pressed) -> Step:
    """Let somebody in or not, under the role that the card named; the card then says what became of it."""
    asked = scene.subject
    if not person.may(Action.CONFIRM_PERSON) or asked is None:
        return _refused(scene)
    name, _, role = verb.name.partition("-")
    if name not in _SETTLING:
        return _refused(scene)
    redrawn = Tell(person.id, Notice.ASKS_TO_JOIN, about=asked.id, message=event.message)
    if asked.standing is not Standing.PENDING:
        return Step(scene.session, (Toast(Line("toast-settled-already")), redrawn))
    if role != asked.role:
        # Another invitation was used since: the card is drawn anew with the role that is asked for now.
        return Step(scene.session, (Toast(Line("toast-other-role")), redrawn))
    return _settle(scene, person, asked, _SETTLING[name]).and_then(redrawn)


_SETTLING = {"confirm": Standing.LINKED, "decline": Standing.REVOKED}


def _settle(scene: Scene, person: Person, asked: Person, standing: Standing) -> Step:
    welcome = standing is Standing.LINKED
    settled = replace(asked, standing=standing)
    return Step(
        scene.session,
        (
            KeepPerson(settled),
            Audited(person.id, AuditedAction.CONFIRMED if welcome else AuditedAction.REFUSED, asked.id),
            Tell(asked.id, Notice.WELCOME if welcome else Notice.DECLINED),
            Toast(Line("toast-confirmed" if welcome else "toast-declined", {"name": asked.name})),
        ),
    )


# The desk's own card ----------------------------------------------------------------------------------------


def _on_card(  # noqa: PLR0911 - a table
    scene: Scene, person: Person, verb: Verb, event: Event, moment: Moment
) -> Step:
    stage = scene.session.stage
    is_shown = verb.stamp == stamp(scene.session.generation, place_of(stage))
    if not isinstance(stage, OfficeStage) or not is_shown:
        return _old_button(scene, event)
    match stage, verb.name:
        case ChoosingStep() | ChoosingDate() | StepKept() | WritingWord() | CheckingWord(), "home":
            return to(scene, AtDesk(), event)
        case CheckingWord(), "send":
            return writing.send(scene, person, stage, event, moment)
        case AtDesk(), _:
            return _between_lists(scene, person, verb, event)
        case ChoosingStep(case=name), "kind" if verb.argument in set(StepKind):
            return _kind_chosen(scene, person, name, StepKind(verb.argument), event, moment)
        case ChoosingDate(), _:
            return _date_pressed(scene, person, stage, verb, event, moment)
        case _:
            return _old_button(scene, event)


def _old_button(scene: Scene, event: Event) -> Step:
    return to(scene, _home(scene), event).and_then(Toast(Line("toast-old-button")))


def _between_lists(scene: Scene, person: Person, verb: Verb, event: Event) -> Step:
    if verb.name == "status" and person.may(Action.STATUS):
        return to(scene, AtDesk(status=True, page=whole_number(verb.argument)), event)
    if verb.name == "own":
        return to(scene, AtDesk(page=whole_number(verb.argument)), event)
    return _old_button(scene, event)


def _date_pressed(
    scene: Scene, person: Person, stage: ChoosingDate, verb: Verb, event: Event, moment: Moment
) -> Step:
    if verb.name == "in" and 0 < verb.index <= FURTHEST_DAYS:
        return _record(scene, person, stage, _morning(moment, timedelta(days=verb.index)), event, moment)
    if verb.name == "type":
        return to(scene, replace(stage, typing=True, refused=False), event)
    return _old_button(scene, event)


def _kind_chosen(
    scene: Scene, person: Person, name: str, kind: StepKind, event: Event, moment: Moment
) -> Step:
    case = scene.case(name)
    if case is None:
        return to(scene, AtDesk(), event)
    stage = ChoosingDate(case.id, kind)
    if kind is StepKind.CLOSED:
        return _record(scene, person, stage, None, event, moment)
    return to(scene, stage, event)


def _morning(moment: Moment, ahead: timedelta) -> datetime:
    morning = datetime.combine(moment.today + ahead, MORNING, tzinfo=moment.zone)
    return morning.astimezone(UTC)


def _record(
    scene: Scene,
    person: Person,
    stage: ChoosingDate,
    follow_up: datetime | None,
    event: Event,
    moment: Moment,
) -> Step:
    case = scene.case(stage.case)
    is_mine = case is not None and (case.course.owner == person.id or person.may(Action.STATUS))
    if case is None or not is_mine or case.stage is not CaseStage.ACCEPTED:
        return to(scene, AtDesk(), event).and_then(Toast(Line("toast-not-allowed")))
    turn = casework.record_step(case, StepDone(stage.step, person.id, moment.now), follow_up)
    kept = StepKept(case.id, len(turn.case.course.steps) - 1, stage.step, follow_up)
    return to(scene, kept, event).and_then(KeepCase(turn.case), *turn.effects)


def _typed(  # noqa: PLR0911 - a table
    scene: Scene, person: Person, event: Typed, text: str, moment: Moment
) -> Step:
    stage = scene.session.stage
    if text.startswith(OVERVIEW) and person.may(Action.STATUS):
        return to(scene, AtDesk(status=True), event)
    if text.startswith("/"):
        return to(scene, AtDesk(), event)
    if isinstance(stage, ChoosingDate) and stage.typing:
        day = coming_day(text, moment.today)
        if day is None:
            return to(scene, replace(stage, refused=True), event)
        return _record(scene, person, stage, _morning(moment, day - moment.today), event, moment)
    if isinstance(stage, WritingWord | CheckingWord):
        return writing.typed(scene, person, stage, event, text, moment)
    if isinstance(stage, StepKept):
        return _note(scene, person, stage, event, text, moment)
    return to(scene, _home(scene), event)


def _note(scene: Scene, person: Person, stage: StepKept, event: Typed, text: str, moment: Moment) -> Step:
    """Seal what was typed as a note on the step, however many there are, and take it off the phone."""
    case = scene.case(stage.case)
    is_mine = case is not None and (case.course.owner == person.id or person.may(Action.STATUS))
    if case is None or not is_mine or stage.number >= len(case.course.steps):
        return to(scene, AtDesk(), event)
    note = moment.chance.new_id().hex()
    noted = casework.with_note(case, stage.number, note)
    return to(scene, replace(stage, noted=True), event).and_then(
        KeepCase(noted), KeepNote(note, case.id, text), RemoveMessage(event.message)
    )
