"""The one entrance: what an event leads to, whoever sent it.

Law: ``advance`` is plain: same scene, event, house and moment, same step. It never raises for anything a
person can do; a sender's role decides which dialogue they are in, never what their message says.
"""

from dataclasses import replace

from conversations import desk, desk_screens, enrolment, handover, reporter, reporter_files, reporter_screens
from conversations.casework import CaseFile, Hall
from conversations.effects import Effect, KeepPerson
from conversations.events import Event, Fetched, Left, NotFetched, Opened, Pressed, Returned
from conversations.house import House
from conversations.moment import Moment
from conversations.people import Action, Person, Standing
from conversations.screen import Screen
from conversations.sessions import AtDesk, Joining, OfficeStage, ReporterStage, Resting, Session, Stage
from conversations.step import Scene, Step, Verb


def advance(scene: Scene, event: Event, house: House, moment: Moment) -> Step:
    """Decide what an event leads to."""
    match event:
        case Left():
            return _left(scene, moment)
        case Returned():
            return _returned(scene)
        case Fetched() | NotFetched():
            return reporter_files.settled(scene, event)
        case Opened() if scene.invited is not None and enrolment.may_join(scene):
            return enrolment.join(scene, scene.invited, event)
        case Pressed(button=button) if Verb.of(button).name == reporter.EXIT:
            return reporter.leave(scene.session, moment)
        case _:
            return _by_role(scene, event, house, moment)


def _by_role(scene: Scene, event: Event, house: House, moment: Moment) -> Step:
    scene, heard = _heard(scene)
    person = scene.person
    if person is not None and enrolment.is_of_the_office(person):
        drafted = reporter.drop_files(scene.session.stage)
        if not isinstance(scene.session.stage, OfficeStage):
            # What was sent to a reporter can be forwarded, and no edit changes that: the desk comes anew.
            scene = replace(scene, card=None)
        return desk.advance(scene, person, event, moment).and_then(*heard, *drafted)
    stage = _outside(scene.session.stage, person)
    outside = replace(scene, session=replace(scene.session, stage=stage))
    return reporter.advance(outside, event, house, moment).and_then(*heard)


def _heard(scene: Scene) -> tuple[Scene, tuple[Effect, ...]]:
    """Whoever writes to us can be reached again."""
    person = scene.person
    if person is None or person.standing is not Standing.UNREACHABLE:
        return scene, ()
    linked = replace(person, standing=Standing.LINKED)
    return replace(scene, person=linked), (KeepPerson(linked), *enrolment.asked_of(linked, scene.hall))


def _outside(stage: Stage, person: Person | None) -> ReporterStage | Joining:
    """Show nothing of the office to who was of it once, and no waiting to who waits for nothing."""
    is_settled = person is not None and person.standing is not Standing.PENDING
    if isinstance(stage, OfficeStage) or (isinstance(stage, Joining) and is_settled):
        return Resting()
    return stage


def _left(scene: Scene, moment: Moment) -> Step:
    person = scene.person
    if person is None or not person.is_reachable:
        return Step(scene.session)
    return Step(scene.session, handover.out_of_reach(person, scene.cases.values(), scene.hall, moment))


def _returned(scene: Scene) -> Step:
    return Step(scene.session, _heard(scene)[1])


def card(
    session: Session,
    person: Person | None,
    house: House,
    cases: tuple[CaseFile, ...],
    moment: Moment,
    hall: Hall | None = None,
) -> Screen:
    """Draw a chat's living card; who is not of the office sees nothing of it.

    ``hall``: for the coordinator's overview, which says who is on duty.
    """
    stage = session.stage
    if isinstance(stage, OfficeStage) and person is not None and enrolment.is_of_the_office(person):
        screen = desk_screens.desk(session, stage, person, cases, moment.now)
        is_overview = isinstance(stage, AtDesk) and stage.status and person.may(Action.STATUS)
        return desk_screens.with_duty(screen, hall, moment.here) if is_overview and hall else screen
    shown = _outside(stage, person)
    if isinstance(shown, Joining):
        return desk_screens.joining()
    return reporter_screens.screen_of(session, shown, house, moment.today)
