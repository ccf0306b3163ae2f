"""What the office sees: the alert, a case's card, the desk, the coordinator's overview, an opened case.

Law: an alert has the same size and shape for every category and carries no word of a reporter; what a
reporter wrote is shown only in an opened view, literally, with the secrecy notice above it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from conversations.case_effects import RingReason
from conversations.casework import (
    Audience,
    CaseFile,
    CaseStage,
    Hall,
    StepKind,
    Urgency,
    is_overdue,
    may_be_written_to,
)
from conversations.duty import Called
from conversations.effects import Notice
from conversations.people import Action, Person, Role, Standing, number_of
from conversations.screen import Button, Line, Part, Quoted, Rows, Screen, one_a_row, paired, stamp
from conversations.sessions import (
    AtDesk,
    CheckingWord,
    ChoosingDate,
    ChoosingStep,
    OfficeStage,
    Session,
    Stage,
    StepKept,
    WritingWord,
)

CASES_A_PAGE = 10
DATES = ((1, "button-tomorrow"), (3, "button-three-days"), (7, "button-one-week"))


def place_of(stage: Stage) -> str:
    """Name the screen of a desk stage."""
    match stage:
        case ChoosingStep(case=case):
            return f"step/{case}"
        case ChoosingDate(case=case, step=step):
            return f"date/{case}/{step}"
        case StepKept(case=case, number=number):
            return f"kept/{case}/{number}"
        case WritingWord(case=case) | CheckingWord(case=case):
            return f"{stage.kind}/{case}"
        case _:
            return stage.kind


# The card of a case -----------------------------------------------------------------------------------------


def case_card(case: CaseFile, reader: Person, hall: Hall, reason: RingReason | None, now: datetime) -> Screen:
    """Draw one person's card of one case as it stands now."""
    is_heads = case.facts.audience is Audience.HEAD and reader.role is not Role.COORDINATOR
    if is_heads or not reader.may(Action.VIEW):
        return Screen((Line("view-wiped"),), protected=True)
    match case.stage:
        case CaseStage.NEW:
            return _waiting(case, reason, now)
        case CaseStage.ACCEPTED:
            return _accepted(case, reader, hall, reason, now)
        case CaseStage.CLOSED:
            return _closed(case, reader)


def _follows(case: CaseFile, reader: Person) -> bool:
    return case.course.owner == reader.id or reader.may(Action.STATUS)


def _closed(case: CaseFile, reader: Person) -> Screen:
    rows = (_case_row(case, ("button-view", "facts")),) if _follows(case, reader) else ()
    return Screen((Line("case-closed", {"number": number_of(case.id)}),), rows, protected=True)


def _waiting(case: CaseFile, reason: RingReason | None, now: datetime) -> Screen:
    parts: tuple[Part, ...] = (
        Line("alert-title", {"number": number_of(case.id)}),
        Line("alert-urgency", {"urgency": case.facts.urgency.value}),
        Line("alert-age", age(case.facts.filed_at, now)),
    )
    if case.course.called_as is Called.INSTEAD:
        parts = (*parts, Line("alert-instead"))
    elif reason is RingReason.AGAIN:
        parts = (*parts, Line("alert-again"))
    rows = (_case_row(case, ("button-accept", "accept"), ("button-view", "facts")),)
    return Screen(parts, rows, protected=True)


REMINDERS = {RingReason.FOLLOW_UP, RingReason.OVERDUE, RingReason.OVERDUE_COORDINATOR}


def _accepted(case: CaseFile, reader: Person, hall: Hall, reason: RingReason | None, now: datetime) -> Screen:
    title = _accepted_title(case, reader, hall)
    if not _follows(case, reader) and reader.id not in case.course.ringing:
        return Screen((title,), protected=True)
    calling = (Line(f"ring-{reason}", {"number": number_of(case.id)}),) if reason in REMINDERS else ()
    parts: tuple[Part, ...] = (
        *calling,
        title,
        Line("alert-urgency", {"urgency": case.facts.urgency.value}),
        Line("alert-age", age(case.facts.filed_at, now)),
        *_last_step(case, now),
        *_next_date(case, now),
    )
    step = (("button-record-step", "step"),) if _follows(case, reader) else ()
    rows: Rows = (_case_row(case, *step, ("button-view", "facts")),)
    if case.course.owner == reader.id and reader.may(Action.WRITE) and may_be_written_to(case):
        rows = (*rows, _case_row(case, ("button-write", "write")))
    return Screen(parts, rows, protected=True)


def _accepted_title(case: CaseFile, reader: Person, hall: Hall) -> Line:
    number = {"number": number_of(case.id)}
    if case.course.owner == reader.id:
        return Line("case-yours", number)
    owner = hall.person(case.course.owner)
    return Line("case-accepted-by", {**number, "name": owner.name if owner else "-"})


def _last_step(case: CaseFile, now: datetime) -> tuple[Part, ...]:
    if not case.course.steps:
        return (Line("case-no-step"),)
    last = case.course.steps[-1]
    return (Line("case-last-step", {"step": last.kind.value, **age(last.at, now)}),)


def _next_date(case: CaseFile, now: datetime) -> tuple[Part, ...]:
    promised = case.course.follow_up
    if promised is None:
        return ()
    if promised.at <= now:
        return (Line("case-overdue", age(promised.at, now)),)
    return (Line("case-next", {"when": moment_text(promised.at)}),)


def _case_row(case: CaseFile, *verbs: tuple[str, str]) -> tuple[Button, ...]:
    return tuple(Button(Line(word), f"k:{verb}:{case.id}") for word, verb in verbs)


def age(then: datetime, now: datetime) -> dict[str, str | int]:
    """Say how long ago something was, as a count and its unit."""
    minutes = max(int((now - then).total_seconds()) // 60, 0)
    if minutes < 1:
        return {"count": 0, "unit": "now"}
    if minutes < 60:  # noqa: PLR2004 - an hour
        return {"count": minutes, "unit": "minutes"}
    if minutes < 48 * 60:
        return {"count": minutes // 60, "unit": "hours"}
    return {"count": minutes // (24 * 60), "unit": "days"}


def moment_text(at: datetime) -> str:
    """Hand a time to the wording as ISO text: the renderer writes it in the office's zone."""
    return at.isoformat()


# The desk ---------------------------------------------------------------------------------------------------


def desk(
    session: Session, stage: OfficeStage, reader: Person, cases: Sequence[CaseFile], now: datetime
) -> Screen:
    """Draw the desk's living card."""
    mark = stamp(session.generation, place_of(stage))
    match stage:
        case AtDesk(status=True) if reader.may(Action.STATUS):
            return _overview(mark, stage.page, cases, now)
        case AtDesk():
            return _own(mark, stage.page, reader, cases, now)
        case ChoosingStep(case=name):
            kinds = one_a_row(Button(Line(f"button-step-{kind}"), f"{mark}:kind:{kind}") for kind in StepKind)
            return Screen(
                (Line("step-lead", {"number": number_of(name)}),), (*kinds, _home_row(mark)), protected=True
            )
        case ChoosingDate():
            return _dates(mark, stage)
        case StepKept():
            return _kept(mark, stage)
        case WritingWord() | CheckingWord():
            return _word(mark, stage)


def joining() -> Screen:
    """Tell somebody who was invited that a coordinator has to confirm."""
    return Screen((Line("joining"),))


def _home_row(mark: str) -> tuple[Button, ...]:
    return (Button(Line("button-home"), f"{mark}:home"),)


def _dates(mark: str, stage: ChoosingDate) -> Screen:
    number = {"number": number_of(stage.case)}
    if stage.typing:
        refused = (Line("date-refused"),) if stage.refused else ()
        return Screen((*refused, Line("date-type", number)), (_home_row(mark),), protected=True)
    chosen = [Button(Line(word), f"{mark}:in:{days}") for days, word in DATES]
    other = Button(Line("button-other-date"), f"{mark}:type")
    return Screen((Line("date-lead", number),), (*paired([*chosen, other]), _home_row(mark)), protected=True)


def _kept(mark: str, stage: StepKept) -> Screen:
    number = {"number": number_of(stage.case)}
    told: tuple[Part, ...] = (Line("step-kept", {**number, "step": stage.step.value}),)
    if stage.follow_up is not None:
        told = (*told, Line("step-next", {"when": moment_text(stage.follow_up)}))
    told = (*told, Line("note-kept" if stage.noted else "note-offer"))
    return Screen(told, (_home_row(mark),), protected=True)


def _word(mark: str, stage: WritingWord | CheckingWord) -> Screen:
    number: dict[str, str | int] = {"number": number_of(stage.case)}
    cancel = Button(Line("button-cancel"), f"{mark}:home")
    if isinstance(stage, WritingWord):
        refused = (Line("write-too-long", {"count": stage.too_long}),) if stage.too_long else ()
        told = (Line("write-ask", number), *refused, Line("write-answer"), Line("write-phone"))
        return Screen(told, ((cancel,),), protected=True)
    when = Line("write-now")
    if stage.later is not None:
        when = Line("write-later", {"when": moment_text(stage.later)})
    parts = (Line("write-check", number), Quoted(stage.text), when, Line("write-change"))
    return Screen(parts, ((Button(Line("button-send-word"), f"{mark}:send"),), (cancel,)), protected=True)


def _own(mark: str, page: int, reader: Person, cases: Sequence[CaseFile], now: datetime) -> Screen:
    mine = [case for case in cases if case.course.owner == reader.id and case.stage is CaseStage.ACCEPTED]
    lead = Line("desk-lead", {"name": reader.name})
    listed = Line("desk-own", {"count": len(mine)})
    rows = _listed(f"{mark}:own", page, mine, now)
    if reader.may(Action.STATUS):
        rows = (*rows, (Button(Line("button-status"), f"{mark}:status"),))
    return Screen((lead, listed), rows, protected=True)


def _listed(turning: str, page: int, cases: Iterable[CaseFile], now: datetime) -> Rows:
    """List a page of cases, what needs somebody first; ``turning`` is the verb that leads to a page."""
    ranked = sorted(cases, key=lambda case: _rank(case, now))
    page = min(page, max(len(ranked) - 1, 0) // CASES_A_PAGE)
    first = page * CASES_A_PAGE
    rows = one_a_row(_listed_button(case, now) for case in ranked[first : first + CASES_A_PAGE])
    arrows: list[Button] = []
    if page > 0:
        arrows.append(Button(Line("button-page-before"), f"{turning}:{page - 1}"))
    if first + CASES_A_PAGE < len(ranked):
        arrows.append(Button(Line("button-page-after"), f"{turning}:{page + 1}"))
    return (*rows, tuple(arrows)) if arrows else rows


def _listed_button(case: CaseFile, now: datetime) -> Button:
    values: dict[str, str | int] = {
        "number": number_of(case.id),
        "urgency": case.facts.urgency.value,
        "state": _state(case, now),
    }
    return Button(Line("button-case", values), f"k:card:{case.id}")


_STATES = ("new", "overdue", "accepted", *(kind.value for kind in StepKind))
"""In the order in which they want somebody's attention."""


def _state(case: CaseFile, now: datetime) -> str:
    if case.stage is CaseStage.ACCEPTED and is_overdue(case, now):
        return "overdue"
    return _step_of(case)


def _rank(case: CaseFile, now: datetime) -> tuple[int, int, datetime]:
    urgency = list(Urgency).index(case.facts.urgency)
    return (_STATES.index(_state(case, now)), urgency, case.facts.filed_at)


def _overview(mark: str, page: int, cases: Sequence[CaseFile], now: datetime) -> Screen:
    still_open = [case for case in cases if case.stage is not CaseStage.CLOSED]
    unaccepted = [case for case in still_open if case.stage is CaseStage.NEW]
    overdue = [case for case in still_open if is_overdue(case, now)]
    parts: list[Part] = [
        Line("status-lead", {"when": moment_text(now)}),
        Line("status-attention", {"unaccepted": len(unaccepted), "overdue": len(overdue)}),
        Line("status-urgency", _by_urgency(still_open)),
        Line("status-steps", _by_step(still_open)),
        Line("status-definition"),
    ]
    rows = _listed(f"{mark}:status", page, still_open, now)
    home = (Button(Line("button-own-cases"), f"{mark}:own"), Button(Line("button-refresh"), f"{mark}:status"))
    return Screen(tuple(parts), (*rows, home), protected=True)


def with_duty(screen: Screen, hall: Hall, here: datetime) -> Screen:
    """Add who is on duty and who cannot be reached, so that it is seen before the phone has to ring."""
    on_duty = [one.name for one in map(hall.person, hall.roster.on_duty(here)) if one and one.is_reachable]
    duty = Line("duty-now", {"names": ", ".join(on_duty)}) if on_duty else Line("duty-nobody")
    lost = [
        one.name
        for one in hall.staff
        if one.is_linked and not one.is_reachable and one.role is not Role.OFFICIAL
    ]
    unreachable = (Line("duty-unreachable", {"names": ", ".join(lost)}),) if lost else ()
    return replace(screen, parts=(*screen.parts, duty, *unreachable))


def _by_urgency(cases: Sequence[CaseFile]) -> dict[str, str | int]:
    counted = Counter(case.facts.urgency for case in cases)
    return {"total": len(cases), **{urgency.value: counted[urgency] for urgency in Urgency}}


def _by_step(cases: Sequence[CaseFile]) -> dict[str, str | int]:
    counted = Counter(_step_of(case) for case in cases)
    names = ("new", "accepted", StepKind.CONTACTED.value, StepKind.REFERRED.value, StepKind.WAITING.value)
    return {name: counted[name] for name in names}


def _step_of(case: CaseFile) -> str:
    return case.course.steps[-1].kind.value if case.course.steps else case.stage.value


# Notices ----------------------------------------------------------------------------------------------------


def asks_to_join(asked: Person, notice: Notice = Notice.ASKS_TO_JOIN) -> Screen:
    """Ask a coordinator whether somebody belongs to the office: new, or back by an older row."""
    lead = "join-put-back" if notice is Notice.PUT_BACK else "join-asks"
    asks: dict[str, str | int] = {
        "name": asked.name,
        "role": asked.role.value,
        "place": asked.place or "none",
    }
    if asked.standing is not Standing.PENDING:
        settled = "declined" if asked.standing is Standing.REVOKED else "confirmed"
        return Screen((Line("join-asked", asks), Line(f"join-was-{settled}")), protected=True)
    # The role stands in the button: who is asked about anew under another role is not let in by an old card.
    buttons = (
        Button(Line("button-confirm"), f"p:confirm-{asked.role}:{asked.id}"),
        Button(Line("button-decline"), f"p:decline-{asked.role}:{asked.id}"),
    )
    return Screen((Line(lead, asks), Line("join-check")), (buttons,), protected=True)


def story_damaged(case: str) -> Screen:
    """Tell a coordinator that a story does not open any more."""
    return Screen((Line("story-damaged", {"number": number_of(case)}),), protected=True)


def word_lost(case: str) -> Screen:
    """Tell an owner that what they wrote to the reporter did not arrive."""
    return Screen((Line("word-lost", {"number": number_of(case)}),), protected=True)


def chain_code(number: int, code: str) -> Screen:
    """Tell a coordinator how the audit chain ends today."""
    return Screen((Line("chain-code", {"count": number, "code": code}), Line("chain-code-do")))


def notice(told: Notice, person: Person) -> Screen:
    """Tell somebody what became of their wish to join."""
    if told is Notice.WELCOME:
        return Screen((Line("join-welcome", {"role": person.role.value}),))
    if told is Notice.ROSTER_BACK:
        return Screen((Line("roster-back"),))
    if told is Notice.WENT_BACK:
        return Screen((Line("chain-cut"), Line("chain-cut-do")))
    return Screen((Line("join-declined"),))
