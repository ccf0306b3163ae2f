"""No press, command, link or edit gives anybody what their role and standing do not (promise 18)."""

from dataclasses import replace
from itertools import product

import pytest

from conversations import desk_screens, dialogue
from conversations.case_effects import Audited, Ring, Wake
from conversations.casework import Audience, CaseFile, Course, Facts, Hall, StepKind, Urgency
from conversations.duty import Roster
from conversations.effects import Effect, FileReport, KeepCase, KeepNote, KeepPerson, Tell, View
from conversations.events import Edited, Event, Opened, Pressed, Typed
from conversations.people import CaseId, Person, Role, Standing
from conversations.screen import stamp
from conversations.sessions import (
    AtDesk,
    CheckingWord,
    ChoosingDate,
    ChoosingStep,
    Joining,
    Resting,
    Session,
    Stage,
    StepKept,
    WritingWord,
)
from conversations.step import Scene
from tests.rules.office import PLAN, at, person
from tests.rules.reporters import house

CASE = CaseId("ab" * 16)
VERBS = (
    "accept", "step", "write", "card", "close", "facts", "story", "story-1", "notes",
    "file", "file-0", "file--1",
    "home", "status", "own", "kind:selesai", "kind:dihubungi", "in:1", "in:9999", "type", "send", "noted",
    "agree", "resident", "callback", "go-on", "discard", "resume", "confirm", "confirm-petugas",
    "confirm-koordinator", "decline", "decline-petugas", "",
)  # fmt: skip
ME = 7
HOUSE = house()
POWERS = (KeepCase, KeepNote, KeepPerson, View, Ring, Wake, Audited, Tell, FileReport)


def the_case(audience: Audience, *, owner: Person | None = None) -> CaseFile:
    """Have a case that I was once called for."""
    facts = Facts(at().now, Urgency.HIGH, audience, {"contact_way": "di_sini"})
    course = Course(PLAN, called=(person(ME).id,), ringing=(person(ME).id,), alarm=1)
    return CaseFile(CASE, facts, replace(course, owner=owner.id if owner else None))


def presses(session: Session) -> list[Event]:
    """Make up every button: of a case, of somebody, of the present card, of none."""
    marks = ["k", "p", "", "zzzzzz", stamp(session.generation, desk_screens.place_of(session.stage))]
    arguments = ["", CASE, person(ME).id, person(8).id, "x" * 40, ":" * 9]
    made = [Pressed(1, f"{m}:{v}:{a}"[:64], "press") for m, v, a in product(marks, VERBS, arguments)]
    return [*made, Typed(1, "/status"), Typed(1, "p:confirm"), Opened(1, "x"), Opened(1), Edited(1)]


def powers(me: Person | None, stage: Stage, case: CaseFile, subject: Person | None) -> set[type[Effect]]:
    """Press everything, and list what has power."""
    session = Session(5, "id", stage)
    staff = tuple(one for one in (me, subject, person(9, Role.COORDINATOR)) if one is not None)
    scene = Scene(session, me, 1, Hall(Roster(), staff), {CASE: case}, None, subject)
    found: set[type[Effect]] = set()
    for event in presses(session):
        step = dialogue.advance(scene, event, HOUSE, at())
        found |= {type(effect) for effect in step.effects if isinstance(effect, POWERS)}
    return found


STAGES: tuple[Stage, ...] = (
    Resting(),
    Joining(),
    AtDesk(),
    AtDesk(status=True),
    ChoosingStep(CASE),
    ChoosingDate(CASE, StepKind.CLOSED),
    StepKept(CASE, 0, StepKind.CONTACTED, None),
    WritingWord(CASE),
    CheckingWord(CASE, "Besok kami di rumah.", None),
)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    "me",
    [
        None,
        person(ME, standing=Standing.PENDING),
        person(ME, standing=Standing.REVOKED),
        person(ME, Role.COORDINATOR, Standing.PENDING),
        person(ME, Role.COORDINATOR, Standing.REVOKED),
        person(ME, Role.OFFICIAL),
    ],
)
def test_nobody_outside_the_office_has_any_power(me: Person | None, stage: Stage) -> None:
    """Whatever stage their session was left at, whatever they were called for."""
    for audience, owner in product(Audience, (None, me)):
        assert (
            powers(me, stage, the_case(audience, owner=owner), person(8, standing=Standing.PENDING)) == set()
        )


@pytest.mark.parametrize("stage", STAGES)
def test_an_officer_has_no_power_over_a_case_of_the_heads(stage: Stage) -> None:
    """Although they were called for it when they were a coordinator."""
    found = powers(person(ME), stage, the_case(Audience.HEAD), person(8, standing=Standing.PENDING))
    assert found == set()


@pytest.mark.parametrize("stage", STAGES[-2:])
@pytest.mark.parametrize("role", [Role.OFFICER, Role.COORDINATOR])
def test_nobody_writes_to_the_reporter_of_somebody_elses_case(role: Role, stage: Stage) -> None:
    """Neither from a stage that was left when the case was theirs; as the owner they do."""
    theirs, mine = person(8, role), person(ME, role)
    for owner in (None, theirs):
        assert KeepNote not in powers(mine, stage, the_case(Audience.OFFICE, owner=owner), None)
    written = powers(mine, CheckingWord(CASE, "Besok.", None), the_case(Audience.OFFICE, owner=mine), None)
    assert {KeepNote, Wake, Audited} <= written


def test_an_officer_lets_nobody_in() -> None:
    """Nor themselves."""
    for subject in (person(8, standing=Standing.PENDING), person(ME)):
        assert KeepPerson not in powers(person(ME), AtDesk(), the_case(Audience.OFFICE), subject)


@pytest.mark.parametrize("standing", [Standing.LINKED, Standing.REVOKED, Standing.UNREACHABLE])
def test_a_coordinator_lets_in_only_who_waits(standing: Standing) -> None:
    """A revoked account does not come back by an old button."""
    me, subject = person(ME, Role.COORDINATOR), person(8, standing=standing)
    assert KeepPerson not in powers(me, AtDesk(), the_case(Audience.OFFICE), subject)
