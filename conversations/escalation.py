"""How the alert of a new case climbs until somebody accepts.

Law: as long as anybody may be called and can be reached, somebody is; the last rung repeats until somebody
accepts; an old alarm changes nothing. A case that names an official calls coordinators only.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from conversations.case_effects import DueKind, Ring, RingReason, Unwake, Wake
from conversations.casework import (
    Audience,
    CaseFile,
    CaseStage,
    Hall,
    Turn,
    follow_up_unwakes,
    is_overdue,
    redraws,
    ringing,
    with_words_withdrawn,
    word_unwakes,
)
from conversations.duty import Called, Calling, instead, reachable_on_duty
from conversations.moment import Moment
from conversations.people import PersonId, Role


def begin(case: CaseFile, hall: Hall, moment: Moment) -> Turn:
    """Call the first person for a new case."""
    return _call(case, 0, hall, moment, RingReason.NEW)


def alarm(case: CaseFile, number: int, hall: Hall, moment: Moment) -> Turn:
    """Call again, one rung up: nobody has accepted in time. An old alarm changes nothing."""
    if case.stage is not CaseStage.NEW or number != case.course.alarm:
        return Turn(case)
    return _call(case, case.course.rung + 1, hall, moment, RingReason.AGAIN)


def undeliverable(case: CaseFile, person: PersonId, hall: Hall, moment: Moment) -> Turn:
    """Call the next one at once: the alert, or a reminder, could not be brought to somebody.

    Where another who was called with them can be reached, nobody is called twice. Where nobody can be, the
    pending alarm stands, and a reminder comes again later: calling the same people again at once would go
    round in a circle.
    """
    if person not in case.course.ringing:
        return Turn(case)
    others = hall.without(person)
    left = tuple(name for name in case.course.ringing if name != person)
    if _any_reachable(left, others):
        return Turn(case.going(replace(case.course, ringing=left)))
    following = _next(case, others, moment)
    if _any_reachable(following.case.course.ringing, others):
        return following
    return Turn(case, _once_more(case, moment))


def _once_more(case: CaseFile, moment: Moment) -> tuple[Wake, ...]:
    promised = case.course.follow_up
    if promised is None or not is_overdue(case, moment.now):
        return ()
    later = moment.now + timedelta(minutes=case.course.plan.grace_minutes)
    return (Wake(DueKind.OVERDUE_COORDINATOR, case.id, promised.number, later),)


def _next(case: CaseFile, others: Hall, moment: Moment) -> Turn:
    if case.stage is CaseStage.NEW:
        return _call(case, case.course.rung, others, moment, RingReason.AGAIN)
    if not is_overdue(case, moment.now):
        return Turn(case)
    told = instead(others.staff, head_only=case.facts.audience is Audience.HEAD).people
    rings = tuple(Ring(one, case.id, RingReason.FOLLOW_UP) for one in told)
    return Turn(case.going(ringing(case.course, told)), rings)


def reopen(case: CaseFile, hall: Hall, moment: Moment) -> Turn:
    """Take a case from its owner and call anew; the reminders that the owner was to get are over.

    What they wrote to the reporter and has not arrived is withdrawn: their phone may be in other hands.
    """
    if case.stage is not CaseStage.ACCEPTED:
        return Turn(case)
    # The last promise stays: the next is counted on from it, so that no old reminder passes for a new one.
    freed = with_words_withdrawn(case.going(replace(case.course, owner=None, accepted_at=None)))
    turn = _call(freed, 0, hall, moment, RingReason.AGAIN)
    unwakes = (*follow_up_unwakes(case), *word_unwakes(case))
    effects = (*unwakes, *turn.effects, *redraws(case.id, turn.case.course))
    return Turn(turn.case, effects)


def _any_reachable(people: tuple[PersonId, ...], hall: Hall) -> bool:
    return any(one is not None and one.is_reachable for one in map(hall.person, people))


def _call(case: CaseFile, rung: int, hall: Hall, moment: Moment, reason: RingReason) -> Turn:
    rungs = case.course.plan.rungs
    rung = min(rung, len(rungs) - 1)
    calling = _resolve(rungs[rung].to, hall, moment.here, head_only=case.facts.audience is Audience.HEAD)
    if calling.called is Called.INSTEAD:
        rung = len(rungs) - 1
    number = case.course.alarm + 1
    course = replace(ringing(case.course, calling.people), rung=rung, alarm=number, called_as=calling.called)
    drop = Unwake(DueKind.ALARM, case.id, case.course.alarm)
    wake = Wake(DueKind.ALARM, case.id, number, moment.now + timedelta(minutes=rungs[rung].minutes))
    rings = (Ring(person, case.id, reason) for person in calling.people)
    return Turn(case.going(course), (*rings, drop, wake))


def _resolve(to: Called, hall: Hall, here: datetime, *, head_only: bool) -> Calling:
    coordinators = tuple(person.id for person in hall.linked(Role.COORDINATOR) if person.is_reachable)
    on_duty = () if head_only else reachable_on_duty(hall.roster, hall.staff, here)
    if coordinators and (head_only or to is Called.COORDINATOR):
        return Calling(coordinators, Called.COORDINATOR)
    match to:
        case Called.ON_DUTY if on_duty:
            return Calling(on_duty[:1], Called.ON_DUTY)
        case Called.SECOND if on_duty[1:]:
            return Calling(on_duty[1:2], Called.SECOND)
        case Called.SECOND if on_duty and coordinators:
            return Calling(coordinators, Called.COORDINATOR)
        case _:
            return instead(hall.staff, head_only=head_only)
