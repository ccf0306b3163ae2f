"""What happens when a due time has come: an alarm climbs, a follow-up is reminded of.

Law: every firing is one call of ``wake``; one that is out of date changes nothing. An owner who cannot be
reached is no reason for silence.
"""

from collections.abc import Sequence
from datetime import UTC, timedelta

from conversations import escalation
from conversations.case_effects import DueKind, Ring, RingReason, Wake
from conversations.casework import Audience, CaseFile, CaseStage, Hall, Turn, ringing
from conversations.duty import instead
from conversations.moment import Moment
from conversations.people import NO_CASE, PersonId

_LADDER: dict[DueKind, tuple[RingReason, DueKind | None]] = {
    DueKind.FOLLOW_UP: (RingReason.FOLLOW_UP, DueKind.OVERDUE),
    DueKind.OVERDUE: (RingReason.OVERDUE, DueKind.OVERDUE_COORDINATOR),
    DueKind.OVERDUE_COORDINATOR: (RingReason.OVERDUE_COORDINATOR, None),
}


def wake(case: CaseFile, kind: DueKind, number: int, hall: Hall, moment: Moment) -> Turn:
    """Decide what a firing leads to."""
    match kind:
        case DueKind.ALARM:
            return escalation.alarm(case, number, hall, moment)
        case DueKind.FOLLOW_UP | DueKind.OVERDUE | DueKind.OVERDUE_COORDINATOR:
            return remind(case, kind, number, hall, moment)
        case DueKind.WIPE | DueKind.CODE | DueKind.WORD:
            # An opened view is emptied by its door, the code concerns no case, a word looks at its chat.
            return Turn(case)


def next_code(moment: Moment, hour: int) -> Wake:
    """Tell when the code of the audit chain is spoken next: once a day, whatever was missed."""
    at = moment.here.replace(hour=hour, minute=0, second=0, microsecond=0)
    if at <= moment.here:
        at += timedelta(days=1)
    return Wake(DueKind.CODE, NO_CASE, at.toordinal(), at.astimezone(UTC))


def remind(case: CaseFile, kind: DueKind, number: int, hall: Hall, moment: Moment) -> Turn:
    """Remind the owner of a follow-up, again when it is overdue, then the coordinators; once each.

    In place of an owner who cannot be reached, the coordinators are told.
    """
    promised = case.course.follow_up
    if case.stage is not CaseStage.ACCEPTED or promised is None or promised.number != number:
        return Turn(case)
    reason, following = _LADDER[kind]
    told = _reminded(kind, case, hall)
    if not told:
        # There is nobody to tell: it is tried again until there is.
        following = kind
    rings = tuple(Ring(person, case.id, reason) for person in told)
    later = moment.now + timedelta(minutes=case.course.plan.grace_minutes)
    wakes = (Wake(following, case.id, number, later),) if following else ()
    return Turn(case.going(ringing(case.course, told)), (*rings, *wakes))


def _reminded(kind: DueKind, case: CaseFile, hall: Hall) -> Sequence[PersonId]:
    owner = hall.person(case.course.owner)
    if kind is not DueKind.OVERDUE_COORDINATOR and owner is not None and owner.is_reachable:
        return (owner.id,)
    return instead(hall.staff, head_only=case.facts.audience is Audience.HEAD).people
