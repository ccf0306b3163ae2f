"""What the office sees: the alert, a case's card, the desk, the coordinator's overview, an opened case.

Law: an alert has the same size and shape for every category and carries no word of a reporter; what a
reporter wrote is shown only in an opened view, literally, with the secrecy notice above it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from conversations.case_effects import RingReason
from conversations.casework import CaseFile, CaseStage, Hall, StepKind, Urgency, is_overdue
from conversations.duty import Called
from conversations.effects import Notice
from conversations.people import Action, Person, number_of
from conversations.screen import Button, Line, Part, Rows, Screen, one_a_row, paired, stamp
from conversations.sessions import (
    AtDesk,
    ChoosingDate,
    ChoosingStep,
    OfficeStage,
    Session,
    Stage,
    StepKept,
)

MOST_LISTED = 10
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
        case _:
            return stage.kind


# The card of a case -----------------------------------------------------------------------------------------


def case_card(case: CaseFile, reader: Person, hall: Hall, reason: RingReason | None, now: datetime) -> Screen:
    """Draw one person's card of one case as it stands now."""
    if not reader.may(Action.VIEW):
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


_REMINDERS = {RingReason.FOLLOW_UP, RingReason.OVERDUE, RingReason.OVERDUE_COORDINATOR}


def _accepted(case: CaseFile, reader: Person, hall: Hall, reason: RingReason | None, now: datetime) -> Screen:
    title = _accepted_title(case, reader, hall)
    if not _follows(case, reader) and reader.id not in case.course.ringing:
        return Screen((title,), protected=True)
    calling = (Line(f"ring-{reason}", {"number": number_of(case.id)}),) if reason in _REMINDERS else ()
    parts: tuple[Part, ...] = (
        *calling,
        title,
        Line("alert-urgency", {"urgency": case.facts.urgency.value}),
        Line("alert-age", age(case.facts.filed_at, now)),
        *_last_step(case, now),
        *_next_date(case, now),
    )
    step = (("button-record-step", "step"),) if _follows(case, reader) else ()
    return Screen(parts, (_case_row(case, *step, ("button-view", "facts")),), protected=True)


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
            return _overview(mark, cases, now)
        case AtDesk():
            return _own(mark, reader, cases, now)
        case ChoosingStep(case=name):
            kinds = one_a_row(Button(Line(f"button-step-{kind}"), f"{mark}:kind:{kind}") for kind in StepKind)
            return Screen(
                (Line("step-lead", {"number": number_of(name)}),), (*kinds, _home_row(mark)), protected=True
            )
        case ChoosingDate():
            return _dates(mark, stage)
        case StepKept():
            return _kept(mark, stage)


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


def _own(mark: str, reader: Person, cases: Sequence[CaseFile], now: datetime) -> Screen:
    mine = _urgent_first(
        (c for c in cases if c.course.owner == reader.id and c.stage is CaseStage.ACCEPTED), now
    )
    lead = Line("desk-lead", {"name": reader.name})
    listed = Line("desk-own", {"count": len(mine)})
    rows: Rows = one_a_row(_listed_button(case, now) for case in mine[:MOST_LISTED])
    if reader.may(Action.STATUS):
        rows = (*rows, (Button(Line("button-status"), f"{mark}:status"),))
    return Screen((lead, listed), rows, protected=True)


def _listed_button(case: CaseFile, now: datetime) -> Button:
    word = "button-case-overdue" if is_overdue(case, now) else "button-case"
    return Button(
        Line(word, {"number": number_of(case.id), "urgency": case.facts.urgency.value}), f"k:card:{case.id}"
    )


def _urgent_first(cases: Iterable[CaseFile], now: datetime) -> list[CaseFile]:
    order = list(Urgency)

    def rank(case: CaseFile) -> tuple[bool, bool, int, datetime]:
        unaccepted = case.stage is CaseStage.NEW
        return (
            not unaccepted,
            not is_overdue(case, now),
            order.index(case.facts.urgency),
            case.facts.filed_at,
        )

    return sorted(cases, key=rank)


def _overview(mark: str, cases: Sequence[CaseFile], now: datetime) -> Screen:
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
    urgent = _urgent_first([*unaccepted, *overdue], now)[:MOST_LISTED]
    rows = one_a_row(_status_button(case, now) for case in urgent)
    home = (Button(Line("button-own-cases"), f"{mark}:own"), Button(Line("button-refresh"), f"{mark}:status"))
    return Screen(tuple(parts), (*rows, home), protected=True)


def _status_button(case: CaseFile, now: datetime) -> Button:
    if case.stage is CaseStage.NEW:
        values: dict[str, str | int] = {"number": number_of(case.id), "urgency": case.facts.urgency.value}
        return Button(Line("button-case-unaccepted", values), f"k:card:{case.id}")
    return _listed_button(case, now)


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
    values: dict[str, str | int] = {"name": asked.name, "role": asked.role.value, "place": asked.place or "-"}
    buttons = (
        Button(Line("button-confirm"), f"p:confirm:{asked.id}"),
        Button(Line("button-decline"), f"p:decline:{asked.id}"),
    )
    return Screen((Line(lead, values), Line("join-check")), (buttons,), protected=True)


def notice(told: Notice, person: Person) -> Screen:
    """Tell somebody what became of their wish to join."""
    if told is Notice.WELCOME:
        return Screen((Line("join-welcome", {"role": person.role.value}),))
    if told is Notice.ROSTER_BACK:
        return Screen((Line("roster-back"),))
    if told is Notice.WENT_BACK:
        return Screen((Line("chain-cut"), Line("chain-cut-do")))
    return Screen((Line("join-declined"),))
