"""A case in the office: how its alert climbs, who owns it, which step comes next and who is reminded.

Law: a clock ends only when its step is recorded; reading, opening and accepting end none of the follow-up clocks.
The plan is copied onto the case when it starts, so that a changed setting never breaks a running one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from conversations.case_effects import (
    Audited,
    AuditedAction,
    CaseEffect,
    DueKind,
    Redraw,
    Ring,
    RingReason,
    Unwake,
    Wake,
)
from conversations.duty import Called, Calling, Roster, instead, reachable_on_duty
from conversations.moment import Moment
from conversations.people import CaseId, Person, PersonId, Role


class Urgency(StrEnum):
    """How fast somebody must act (agency standard: at once, 6 hours, 3 working days)."""

    HIGH = "tinggi"
    MEDIUM = "sedang"
    LOW = "rendah"


class Audience(StrEnum):
    """Who may see a case at all."""

    OFFICE = "office"
    HEAD = "head"
    """It names an official: coordinators only, until released."""


class CaseStage(StrEnum):
    """Where a case stands; the only thing about it that is told in clear."""

    NEW = "new"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class StepKind(StrEnum):
    """What an owner can record."""

    CONTACTED = "dihubungi"
    REFERRED = "dirujuk"
    WAITING = "menunggu"
    CLOSED = "selesai"


@dataclass(frozen=True, slots=True)
class Rung:
    """One call of an escalation, and how long it may stay unanswered."""

    to: Called
    minutes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How one case's alert climbs; the last rung repeats until somebody accepts."""

    rungs: tuple[Rung, ...]
    first_step_minutes: int
    """After acceptance: when the owner is asked for the first step."""
    grace_minutes: int
    """After a follow-up date: until it is overdue, and again until the coordinator hears of it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What lists and statistics may know of a case, without a story."""

    filed_at: datetime
    urgency: Urgency
    audience: Audience
    values: dict[str, str] = field(repr=False)
    """The form's answers that the office understands by name (age group, kecamatan, …)."""
    by_official: PersonId | None = None
    callback_only: bool = False
    """Somebody pressed "minta petugas menghubungi": there are no answers."""
    files: int = 0


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step that an owner recorded."""

    kind: StepKind
    by: PersonId
    at: datetime
    note: str = ""
    """The id of its sealed note, or empty."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """When the owner promised to look at the case again."""

    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Course:
    """How a case is going."""

    plan: Plan
    rung: int = 0
    alarm: int = 0
    """Counts the calls: the key of the pending one."""
    called: tuple[PersonId, ...] = ()
    """Everybody who was ever called for it; their cards are kept true."""
    called_as: Called = Called.ON_DUTY
    owner: PersonId | None = None
    accepted_at: datetime | None = None
    steps: tuple[StepDone, ...] = ()
    follow_up: FollowUp | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as the office works on it."""

    id: CaseId
    facts: Facts
    course: Course

    @property
    def stage(self) -> CaseStage:
        """Where it stands."""
        if self.course.closed:
            return CaseStage.CLOSED
        return CaseStage.ACCEPTED if self.course.owner else CaseStage.NEW

    def going(self, course: Course) -> "CaseFile":
        """Give the same case with another course."""
        return replace(self, course=course)


@dataclass(frozen=True, slots=True)
class Hall:
    """Who there is, as of this moment."""

    roster: Roster
    staff: tuple[Person, ...]

    def linked(self, role: Role) -> tuple[Person, ...]:
        """List the linked people of a role."""
        return tuple(person for person in self.staff if person.role is role and person.is_linked)

    def person(self, name: PersonId | None) -> Person | None:
        """Find somebody."""
        return next((person for person in self.staff if person.id == name), None)


@dataclass(frozen=True, slots=True)
class Turn:
    """What became of a case, and what follows."""

    case: CaseFile
    effects: tuple[CaseEffect, ...] = ()


def begin(case: CaseFile, hall: Hall, moment: Moment) -> Turn:
    """Call the first person for a new case."""
    return _call(case, 0, hall, moment, RingReason.NEW)


def alarm(case: CaseFile, number: int, hall: Hall, moment: Moment) -> Turn:
    """Nobody has accepted in time: call again, one rung up. An old alarm changes nothing."""
    if case.stage is not CaseStage.NEW or number != case.course.alarm:
        return Turn(case)
    return _call(case, case.course.rung + 1, hall, moment, RingReason.AGAIN)


def undeliverable(case: CaseFile, person: PersonId, hall: Hall, moment: Moment) -> Turn:
    """Somebody who was called cannot be reached: the next one is called at once."""
    if case.stage is not CaseStage.NEW or person not in case.course.called:
        return Turn(case)
    return _call(case, case.course.rung, hall, moment, RingReason.AGAIN)


def _call(case: CaseFile, rung: int, hall: Hall, moment: Moment, reason: RingReason) -> Turn:
    plan = case.course.plan
    last = len(plan.rungs) - 1
    rung = min(rung, last)
    calling = _resolve(plan.rungs[rung].to, hall, moment.here, head_only=case.facts.audience is Audience.HEAD)
    if calling.called is Called.INSTEAD:
        rung = last
    course = replace(
        case.course,
        rung=rung,
        alarm=case.course.alarm + 1,
        called=tuple(dict.fromkeys((*case.course.called, *calling.people))),
        called_as=calling.called,
    )
    wake = Wake(
        DueKind.ALARM, case.id, course.alarm, moment.now + timedelta(minutes=plan.rungs[rung].minutes)
    )
    drop = Unwake(DueKind.ALARM, case.id, case.course.alarm)
    rings = (Ring(person, case.id, reason) for person in calling.people)
    return Turn(case.going(course), (*rings, drop, wake))


def _resolve(to: Called, hall: Hall, here: datetime, *, head_only: bool) -> Calling:
    on_duty = () if head_only else reachable_on_duty(hall.roster, hall.staff, here)
    coordinators = tuple(p.id for p in hall.linked(Role.COORDINATOR) if p.is_reachable)
    if (to is Called.COORDINATOR or head_only) and coordinators:
        return Calling(coordinators, Called.COORDINATOR)
    if to is Called.SECOND and on_duty[1:]:
        return Calling(on_duty[1:2], Called.SECOND)
    if to is Called.SECOND and coordinators:
        return Calling(coordinators, Called.COORDINATOR)
    if on_duty and to is not Called.COORDINATOR:
        return Calling(on_duty[:1], Called.ON_DUTY)
    return instead(hall.staff, head_only=head_only)


def accept(case: CaseFile, person: Person, moment: Moment) -> Turn:
    """Make somebody the owner, if nobody is: whoever was called sees it, and no alarm sounds any more."""
    if case.stage is not CaseStage.NEW:
        return Turn(case)
    course = replace(
        case.course,
        owner=person.id,
        accepted_at=moment.now,
        called=tuple(dict.fromkeys((*case.course.called, person.id))),
    )
    promised = _promise(course, moment.now + timedelta(minutes=course.plan.first_step_minutes))
    return Turn(
        case.going(promised),
        (
            Unwake(DueKind.ALARM, case.id, course.alarm),
            *_follow_up_wakes(case.id, promised),
            *(Redraw(name, case.id) for name in promised.called),
            Audited(person.id, AuditedAction.ACCEPTED, case.id),
        ),
    )


def _promise(course: Course, at: datetime) -> Course:
    number = course.follow_up.number + 1 if course.follow_up else 1
    return replace(course, follow_up=FollowUp(at, number))


def _follow_up_wakes(case: CaseId, course: Course) -> tuple[CaseEffect, ...]:
    promised = course.follow_up
    return (Wake(DueKind.FOLLOW_UP, case, promised.number, promised.at),) if promised else ()


def record_step(case: CaseFile, done: StepDone, follow_up: datetime | None) -> Turn:
    """Write a step down: it ends the running follow-up clock and, unless it closes the case, starts the next."""
    course = replace(case.course, steps=(*case.course.steps, done), closed=done.kind is StepKind.CLOSED)
    ended = _unwakes(case)
    if course.closed:
        course = replace(course, follow_up=None)
    elif follow_up is not None:
        course = _promise(course, follow_up)
    return Turn(
        case.going(course),
        (
            *ended,
            *_follow_up_wakes(case.id, course),
            *(Redraw(name, case.id) for name in course.called),
            Audited(done.by, AuditedAction.STEP, case.id),
        ),
    )


def with_note(case: CaseFile, number: int, note: str) -> CaseFile:
    """Hang a note on a step that was written down."""
    steps = case.course.steps
    noted = replace(steps[number], note=note)
    return case.going(replace(case.course, steps=(*steps[:number], noted, *steps[number + 1 :])))


def _unwakes(case: CaseFile) -> tuple[CaseEffect, ...]:
    promised = case.course.follow_up
    kinds = (DueKind.FOLLOW_UP, DueKind.OVERDUE, DueKind.OVERDUE_COORDINATOR)
    return tuple(Unwake(kind, case.id, promised.number) for kind in kinds) if promised else ()


def remind(case: CaseFile, kind: DueKind, number: int, hall: Hall, moment: Moment) -> Turn:
    """A follow-up date has come, or has passed: the owner is reminded, again, then the coordinator; once each.

    An owner who cannot be reached is no reason for silence: the coordinators are told in their place.
    """
    promised = case.course.follow_up
    if case.stage is not CaseStage.ACCEPTED or promised is None or promised.number != number:
        return Turn(case)
    reason, following = _LADDER[kind]
    course = case.course
    told = _reminded(kind, case, hall)
    course = replace(course, called=tuple(dict.fromkeys((*course.called, *told))))
    rings = tuple(Ring(person, case.id, reason) for person in told)
    later = moment.now + timedelta(minutes=course.plan.grace_minutes)
    wakes = (Wake(following, case.id, number, later),) if following else ()
    return Turn(case.going(course), (*rings, *wakes))


_LADDER: dict[DueKind, tuple[RingReason, DueKind | None]] = {
    DueKind.FOLLOW_UP: (RingReason.FOLLOW_UP, DueKind.OVERDUE),
    DueKind.OVERDUE: (RingReason.OVERDUE, DueKind.OVERDUE_COORDINATOR),
    DueKind.OVERDUE_COORDINATOR: (RingReason.OVERDUE_COORDINATOR, None),
}


def _reminded(kind: DueKind, case: CaseFile, hall: Hall) -> Sequence[PersonId]:
    owner = hall.person(case.course.owner)
    if kind is not DueKind.OVERDUE_COORDINATOR and owner is not None and owner.is_reachable:
        return (owner.id,)
    head_only = case.facts.audience is Audience.HEAD
    return instead(hall.staff, head_only=head_only).people


def is_overdue(case: CaseFile, now: datetime) -> bool:
    """Whether a promised date has passed without a step."""
    promised = case.course.follow_up
    return case.stage is CaseStage.ACCEPTED and promised is not None and promised.at <= now


def may_open(case: CaseFile, person: Person, hall: Hall, here: datetime) -> bool:
    """Whether somebody may read this case: its owner, whoever is on duty or was called for it, a coordinator."""
    if not person.is_linked or person.role is Role.OFFICIAL:
        return False
    if person.role is Role.COORDINATOR:
        return True
    if case.facts.audience is Audience.HEAD:
        return False
    concerned = {case.course.owner, *case.course.called, *hall.roster.on_duty(here)}
    return person.id in concerned
