"""What follows from the course of a case: who is called, what wakes the office, what is written down.

Law: an effect names what shall be, never how.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conversations.people import CaseId, PersonId


class RingReason(StrEnum):
    """Why somebody's phone rings."""

    NEW = "new"
    AGAIN = "again"
    FOLLOW_UP = "follow-up"
    OVERDUE = "overdue"
    OVERDUE_COORDINATOR = "overdue-coordinator"
    ASKED = "asked"
    """They asked for the card themselves."""


class DueKind(StrEnum):
    """What wakes the office."""

    ALARM = "alarm"
    FOLLOW_UP = "follow-up"
    OVERDUE = "overdue"
    OVERDUE_COORDINATOR = "overdue-coordinator"
    WIPE = "wipe"
    CODE = "code"
    """The code of the audit chain is spoken, once a day."""
    WORD = "word"
    """What an officer wrote is brought to the reporter."""


class AuditedAction(StrEnum):
    """What leaves a row in the audit chain."""

    ACCEPTED = "accepted"
    VIEWED = "viewed"
    STEP = "step"
    WROTE = "wrote"
    """An officer wrote to the reporter."""
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REVOKED = "revoked"
    ERASED = "erased"
    INVITED = "invited"
    ROSTER = "roster"
    HELD = "held"
    """An older row of somebody's was put back: their role waits for a coordinator."""
    WENT_BACK = "went-back"
    """The chain no longer held what it once ended with."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Send somebody the card of a case as a new message: their phone makes a sound."""

    person: PersonId
    case: CaseId
    reason: RingReason


@dataclass(frozen=True, slots=True)
class Redraw:
    """Bring somebody's card of a case up to date, in silence."""

    person: PersonId
    case: CaseId


@dataclass(frozen=True, slots=True)
class Wake:
    """Wake the office for a case at a time; ``(kind, case, number)`` happens once."""

    kind: DueKind
    case: CaseId
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Unwake:
    """What was to wake the office is over."""

    kind: DueKind
    case: CaseId
    number: int


@dataclass(frozen=True, slots=True)
class Audited:
    """Write down who did what; in the same transaction as the deed."""

    actor: PersonId
    action: AuditedAction
    subject: str = ""


CaseEffect = Ring | Redraw | Wake | Unwake | Audited
