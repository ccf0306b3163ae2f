"""How somebody comes to have a role: an invitation is opened, a coordinator confirms.

Law: an invitation alone gives nothing, and never costs a draft; an unknown, spent or expired one is
answered like a stranger's greeting.
"""

from dataclasses import replace

from conversations.casework import Hall
from conversations.effects import Effect, Hide, KeepPerson, Notice, SpendInvitation, Tell
from conversations.events import Opened
from conversations.people import Person, Role, Standing
from conversations.sessions import Joining, Unfinished, Waiting
from conversations.step import Scene, Step, to


def may_join(scene: Scene) -> bool:
    """Whether an invitation can be taken up: not by who works here already, nor in the middle of a report."""
    return not is_of_the_office(scene.person) and not isinstance(scene.session.stage, Unfinished | Waiting)


def join(scene: Scene, invited: Person, event: Opened) -> Step:
    """Link the sender's account, pending, and ask the coordinators. Who was known stays the same person."""
    known = scene.person.id if scene.person else invited.id
    pending = replace(invited, id=known, standing=Standing.PENDING)
    asked: tuple[Effect, ...] = tuple(
        Tell(coordinator.id, Notice.ASKS_TO_JOIN, about=pending.id)
        for coordinator in scene.hall.linked(Role.COORDINATOR)
    )
    # Who has just reported something must not keep it on the phone that they work with.
    return to(scene, Joining(), event).and_then(
        Hide(), SpendInvitation(event.payload), KeepPerson(pending), *asked
    )


def asked_of(person: Person, hall: Hall) -> tuple[Tell, ...]:
    """Ask a coordinator who is back about everybody who waits: what was asked meanwhile did not arrive."""
    if person.role is not Role.COORDINATOR:
        return ()
    waiting = (one for one in hall.staff if one.standing is Standing.PENDING)
    return tuple(Tell(person.id, Notice.ASKS_TO_JOIN, about=one.id) for one in waiting)


def is_of_the_office(person: Person | None) -> bool:
    """Whether somebody works here: officers and coordinators do; officials report like citizens."""
    return person is not None and person.is_linked and person.role in {Role.OFFICER, Role.COORDINATOR}
