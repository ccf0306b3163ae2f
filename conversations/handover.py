"""What becomes of somebody's cases when they leave the office, or cannot be reached any more.

Law: no case is left with somebody who may not, or cannot, act: whoever is next is called in the same turn.
"""

from collections.abc import Iterable
from dataclasses import replace

from conversations import escalation
from conversations.case_effects import Audited, AuditedAction, Redraw
from conversations.casework import CaseFile, CaseStage, Hall, Turn
from conversations.effects import CloseView, Effect, KeepCase, KeepPerson, Notice, Tell
from conversations.moment import Moment
from conversations.people import NOBODY, Person, PersonId, Role, Standing


def revoke(
    person: Person, cases: Iterable[CaseFile], hall: Hall, moment: Moment, *, by: PersonId = NOBODY
) -> tuple[Effect, ...]:
    """Take somebody's role away: what they own is reopened and called anew, what they see is emptied.

    ``cases`` are those they own or were ever called for; ``by`` is empty for the console.
    """
    kept = KeepPerson(replace(person, standing=Standing.REVOKED))
    audited = Audited(by, AuditedAction.REVOKED, person.id)
    return (kept, audited, *_all_freed(person, cases, hall, moment))


def hold(person: Person, cases: Iterable[CaseFile], hall: Hall, moment: Moment) -> tuple[Effect, ...]:
    """Take a role away until a coordinator confirms it anew: what is kept of this person was put back.

    Whoever was revoked must not come back by an older copy of the database.
    """
    kept = KeepPerson(replace(person, standing=Standing.PENDING))
    audited = Audited(NOBODY, AuditedAction.HELD, person.id)
    asked = (
        Tell(coordinator.id, Notice.PUT_BACK, about=person.id)
        for coordinator in hall.without(person.id).linked(Role.COORDINATOR)
    )
    return (kept, audited, *asked, *_all_freed(person, cases, hall, moment))


def _all_freed(person: Person, cases: Iterable[CaseFile], hall: Hall, moment: Moment) -> tuple[Effect, ...]:
    left = hall.without(person.id)
    return tuple(effect for case in cases for effect in _freed(case, person, left, moment))


def _freed(case: CaseFile, person: Person, left: Hall, moment: Moment) -> tuple[Effect, ...]:
    emptied = (CloseView(person.id, case.id), Redraw(person.id, case.id))
    if case.stage is CaseStage.ACCEPTED and case.course.owner == person.id:
        return (*_kept(escalation.reopen(case, left, moment)), *emptied)
    return (*_kept(escalation.undeliverable(case, person.id, left, moment)), *emptied)


def out_of_reach(person: Person, cases: Iterable[CaseFile], hall: Hall, moment: Moment) -> tuple[Effect, ...]:
    """Note that somebody blocked us: for every case that rings at their phone, the next one is called."""
    turns = (escalation.undeliverable(case, person.id, hall, moment) for case in cases)
    kept = KeepPerson(replace(person, standing=Standing.UNREACHABLE))
    return (kept, *(effect for turn in turns for effect in _kept(turn)))


def _kept(turn: Turn) -> tuple[Effect, ...]:
    return (KeepCase(turn.case), *turn.effects)
