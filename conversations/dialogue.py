"""The one entrance: what an event leads to, whoever sent it.

Law: ``advance`` is plain: same scene, event, house and moment, same step. It never raises for anything a person can
do; a sender's role decides which dialogue they are in, never what their message says.
"""

from dataclasses import replace

from conversations import desk, desk_screens, enrolment, reporter, reporter_screens
from conversations.casework import CaseFile
from conversations.effects import KeepPerson
from conversations.events import Event, Left, Opened, Pressed, Returned
from conversations.house import House
from conversations.moment import Moment
from conversations.people import Person, Standing
from conversations.screen import Screen
from conversations.sessions import AtDesk, ChoosingDate, ChoosingStep, Joining, Resting, Session, StepKept
from conversations.step import Scene, Step, Verb


def advance(scene: Scene, event: Event, house: House, moment: Moment) -> Step:
    """Decide what an event leads to."""
    match event:
        case Left():
            return _reachable(scene, standing=Standing.UNREACHABLE)
        case Returned():
            return _reachable(scene, standing=Standing.LINKED)
        case Opened() if scene.invited is not None and not enrolment.is_of_the_office(scene.person):
            return enrolment.join(scene, scene.invited, event)
        case Pressed(button=button) if Verb.of(button).name == reporter.EXIT:
            return reporter.leave(scene, moment)
        case _:
            return _by_role(scene, event, house, moment)


def _by_role(scene: Scene, event: Event, house: House, moment: Moment) -> Step:
    person = scene.person
    heard: tuple[KeepPerson, ...] = ()
    if person is not None and person.standing is Standing.UNREACHABLE:
        # Whoever writes to us can be reached again.
        person = replace(person, standing=Standing.LINKED)
        scene, heard = replace(scene, person=person), (KeepPerson(person),)
    if person is not None and enrolment.is_of_the_office(person):
        return desk.advance(scene, person, event, moment).and_then(*heard)
    if isinstance(scene.session.stage, AtDesk | ChoosingStep | ChoosingDate | StepKept):
        # Somebody who was of the office once: nothing of it is shown to them any more.
        scene = replace(scene, session=replace(scene.session, stage=Resting()))
    if isinstance(scene.session.stage, Joining) and person is not None and person.is_linked:
        scene = replace(scene, session=replace(scene.session, stage=Resting()))
    return reporter.advance(scene, event, house, moment).and_then(*heard)


def _reachable(scene: Scene, standing: Standing) -> Step:
    person = scene.person
    if person is None or not person.is_linked or person.standing is standing:
        return Step(scene.session)
    return Step(scene.session, (KeepPerson(replace(person, standing=standing)),))


def card(
    session: Session, person: Person | None, house: House, cases: tuple[CaseFile, ...], moment: Moment
) -> Screen:
    """Draw a chat's living card."""
    stage = session.stage
    if isinstance(stage, AtDesk | ChoosingStep | ChoosingDate | StepKept | Joining):
        if person is None:
            return reporter_screens.screen_of(session, Resting(), house)
        return desk_screens.desk(session, stage, person, cases, moment.now)
    return reporter_screens.screen_of(session, stage, house)
