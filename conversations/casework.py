"""A case in the office: who may see it, who owns it, and which steps were written down.

Law: a follow-up clock ends only when a step is recorded; reading, opening and accepting end none of them.
The plan is copied onto the case when it starts, so that a changed setting never breaks a running one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from conversations.case_effects import Audited, AuditedAction, CaseEffect, DueKind, Redraw, Unwake, Wake
from conversations.duty import Called, Roster
from conversations.hours import spans
from conversations.moment import Moment
from conversations.people import CaseId, Person, PersonId, Role, Standing
from conversations.report import Way


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

    def __post_init__(self) -> None:
        """Refuse a plan that calls nobody."""
        if not self.rungs:
            raise ValueError("An escalation plan needs at least one rung.")


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


class WordState(StrEnum):
    """How far what an officer wrote to the reporter has come; it never goes back."""

    WAITING = "waiting"
    ARRIVED = "arrived"
    OPENED = "opened"
    LOST = "lost"
    """The reporter's chat cannot be reached."""
    WITHDRAWN = "withdrawn"
    """The case was closed, or taken from its owner, before it arrived."""


@dataclass(frozen=True, slots=True)
class Word:
    """What an officer wrote to the reporter; the words themselves are sealed apart."""

    id: str
    """Of the sealed note that holds it."""
    at: datetime
    state: WordState = WordState.WAITING


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
    ringing: tuple[PersonId, ...] = ()
    """Whom the latest call or reminder went to."""
    called_as: Called = Called.ON_DUTY
    owner: PersonId | None = None
    accepted_at: datetime | None = None
    steps: tuple[StepDone, ...] = ()
    follow_up: FollowUp | None = None
    closed: bool = False
    words: tuple[Word, ...] = ()


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

    def without(self, name: PersonId) -> "Hall":
        """Give the same hall, in which somebody cannot be reached."""
        return replace(self, staff=tuple(_out_of_reach(one) if one.id == name else one for one in self.staff))


def _out_of_reach(person: Person) -> Person:
    return replace(person, standing=Standing.UNREACHABLE) if person.is_reachable else person


@dataclass(frozen=True, slots=True)
class Turn:
    """What became of a case, and what follows."""

    case: CaseFile
    effects: tuple[CaseEffect, ...] = ()


def ringing(course: Course, people: Iterable[PersonId]) -> Course:
    """Note whom a call goes to; nobody who was ever called is forgotten."""
    now = tuple(people)
    return replace(course, ringing=now, called=tuple(dict.fromkeys((*course.called, *now))))


def redraws(case: CaseId, course: Course) -> tuple[Redraw, ...]:
    """Keep true the cards of everybody who was ever called."""
    return tuple(Redraw(name, case) for name in course.called)


def accept(case: CaseFile, person: Person, moment: Moment) -> Turn:
    """Make somebody the owner, if nobody is: whoever was called sees it, and no alarm sounds any more."""
    if case.stage is not CaseStage.NEW:
        return Turn(case)
    owned = replace(case.course, owner=person.id, accepted_at=moment.now)
    first = moment.now + timedelta(minutes=owned.plan.first_step_minutes)
    course = _promise(ringing(owned, [person.id]), first)
    return Turn(
        case.going(course),
        (
            Unwake(DueKind.ALARM, case.id, course.alarm),
            *_follow_up_wakes(case.id, course),
            *redraws(case.id, course),
            Audited(person.id, AuditedAction.ACCEPTED, case.id),
        ),
    )


def _promise(course: Course, at: datetime) -> Course:
    number = course.follow_up.number + 1 if course.follow_up else 1
    return replace(course, follow_up=FollowUp(at, number))


def _follow_up_wakes(case: CaseId, course: Course) -> tuple[Wake, ...]:
    promised = course.follow_up
    return (Wake(DueKind.FOLLOW_UP, case, promised.number, promised.at),) if promised else ()


def record_step(case: CaseFile, done: StepDone, follow_up: datetime | None) -> Turn:
    """Write a step down: it ends the running follow-up clock and, unless it closes the case, starts the next.

    An open case is never without a date: where none is given, the plan's first interval counts again.
    """
    if case.stage is not CaseStage.ACCEPTED:
        return Turn(case)
    course = replace(case.course, steps=(*case.course.steps, done), closed=done.kind is StepKind.CLOSED)
    if course.closed:
        course = replace(course, follow_up=None)
    else:
        unsaid = done.at + timedelta(minutes=course.plan.first_step_minutes)
        course = _promise(course, follow_up or unsaid)
    going = case.going(course)
    return Turn(
        with_words_withdrawn(going) if course.closed else going,
        (
            *follow_up_unwakes(case),
            *(word_unwakes(case) if course.closed else ()),
            *_follow_up_wakes(case.id, course),
            *redraws(case.id, course),
            Audited(done.by, AuditedAction.STEP, case.id),
        ),
    )


def follow_up_unwakes(case: CaseFile) -> tuple[CaseEffect, ...]:
    """Take back every reminder of the running follow-up clock."""
    promised = case.course.follow_up
    kinds = (DueKind.FOLLOW_UP, DueKind.OVERDUE, DueKind.OVERDUE_COORDINATOR)
    return tuple(Unwake(kind, case.id, promised.number) for kind in kinds) if promised else ()


def with_note(case: CaseFile, number: int, note: str) -> CaseFile:
    """Hang a note on a step that was written down."""
    steps = case.course.steps
    noted = replace(steps[number], note=note)
    return case.going(replace(case.course, steps=(*steps[:number], noted, *steps[number + 1 :])))


# What is written to the reporter


def may_be_written_to(case: CaseFile) -> bool:
    """Whether somebody works on the case, and its reporter allowed this chat as the way back."""
    facts = case.facts
    is_way = facts.callback_only or facts.values.get("contact_way") == Way.HERE
    return case.stage is CaseStage.ACCEPTED and is_way and bool(spans(hours_of(case)))


def hours_of(case: CaseFile) -> str:
    """Tell the hours that the reporter chose."""
    return case.facts.values.get("contact_hours", "")


def with_word(case: CaseFile, word: Word) -> CaseFile:
    """Hang on the case what was written to its reporter; its number is how many there are then."""
    return case.going(replace(case.course, words=(*case.course.words, word)))


def word_of(case: CaseFile, number: int) -> Word | None:
    """Find what was written to the reporter, counted from 1."""
    return case.course.words[number - 1] if 0 < number <= len(case.course.words) else None


_FOLLOWS = {
    WordState.WAITING: frozenset(WordState),
    WordState.ARRIVED: frozenset({WordState.OPENED}),
}


def with_word_state(case: CaseFile, number: int, state: WordState) -> CaseFile:
    """Note how far a word has come; what is over, or further, stays as it is."""
    word = word_of(case, number)
    if word is None or state not in _FOLLOWS.get(word.state, ()):
        return case
    words = case.course.words
    moved = (*words[: number - 1], replace(word, state=state), *words[number:])
    return case.going(replace(case.course, words=moved))


def with_words_withdrawn(case: CaseFile) -> CaseFile:
    """Take back what has not arrived yet."""
    for number in range(1, len(case.course.words) + 1):
        if case.course.words[number - 1].state is WordState.WAITING:
            case = with_word_state(case, number, WordState.WITHDRAWN)
    return case


def word_unwakes(case: CaseFile) -> tuple[Unwake, ...]:
    """Have nothing more brought to the reporter."""
    return tuple(Unwake(DueKind.WORD, case.id, number + 1) for number in range(len(case.course.words)))


def is_overdue(case: CaseFile, now: datetime) -> bool:
    """Whether a promised date has passed without a step."""
    promised = case.course.follow_up
    return case.stage is CaseStage.ACCEPTED and promised is not None and promised.at <= now


def may_open(case: CaseFile, person: Person, hall: Hall, here: datetime) -> bool:
    """Whether somebody may read this case.

    A coordinator always; the owner and whoever was called last; and while nobody owns it, whoever is on duty
    or was ever called. A closed case is left to its owner.
    """
    if not person.is_linked or person.role is Role.OFFICIAL:
        return False
    if person.role is Role.COORDINATOR:
        return True
    if case.facts.audience is Audience.HEAD:
        return False
    return person.id in _concerned(case, hall, here)


def _concerned(case: CaseFile, hall: Hall, here: datetime) -> set[PersonId | None]:
    course = case.course
    match case.stage:
        case CaseStage.NEW:
            return {*course.called, *hall.roster.on_duty(here)}
        case CaseStage.ACCEPTED:
            return {course.owner, *course.ringing}
        case CaseStage.CLOSED:
            return {course.owner}


def may_be_told(case: CaseFile, person: Person, hall: Hall, here: datetime) -> bool:
    """Whether somebody may learn who has accepted this case: all who may open it, or were called for it."""
    if case.facts.audience is Audience.HEAD or not person.is_linked:
        return may_open(case, person, hall, here)
    return person.id in case.course.called or may_open(case, person, hall, here)
