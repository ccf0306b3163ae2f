"""What a due time leads to: reminded once each, never in silence, never out of date."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from conversations import casework, escalation, reminders
from conversations.case_effects import DueKind, Ring, RingReason, Wake
from conversations.casework import CaseFile, CaseStage, Hall, StepDone, StepKind, Turn
from conversations.people import PersonId, Role, Standing
from tests.rules.office import BUDI, MONDAY, PLAN, RINI, SARI, at, case, hall, later, person

LADDER = (DueKind.FOLLOW_UP, DueKind.OVERDUE, DueKind.OVERDUE_COORDINATOR)
OFFICE = hall(RINI, BUDI, SARI)


def accepted() -> CaseFile:
    """Let Rini accept a case."""
    return casework.accept(case(called=[RINI]), RINI, at()).case


def reminded(one: CaseFile, there: Hall) -> list[tuple[set[PersonId], set[RingReason]]]:
    """Follow the reminders of a case to their end: who is rung each time, and why."""
    assert one.course.follow_up is not None
    told = []
    firing: Wake | None = Wake(DueKind.FOLLOW_UP, one.id, one.course.follow_up.number, MONDAY)
    while firing is not None:
        turn = reminders.wake(one, firing.kind, firing.number, there, at())
        rings = [effect for effect in turn.effects if isinstance(effect, Ring)]
        told.append(({ring.person for ring in rings}, {ring.reason for ring in rings}))
        one = turn.case
        firing = next((effect for effect in turn.effects if isinstance(effect, Wake)), None)
    return told


def test_the_owner_is_reminded_then_again_then_the_coordinator() -> None:
    """One each, and then the case stays first on the coordinator's list."""
    assert reminded(accepted(), OFFICE) == [
        ({RINI.id}, {RingReason.FOLLOW_UP}),
        ({RINI.id}, {RingReason.OVERDUE}),
        ({SARI.id}, {RingReason.OVERDUE_COORDINATOR}),
    ]


def test_in_place_of_an_owner_who_is_out_of_reach_the_coordinator_is_told() -> None:
    """Silence would be the worst answer."""
    away = replace(RINI, standing=Standing.UNREACHABLE)
    assert [told for told, _ in reminded(accepted(), hall(away, BUDI, SARI))] == [{SARI.id}] * 3


def test_who_is_reminded_in_somebodys_place_may_open_the_case() -> None:
    """With no coordinator to reach, it is an officer."""
    away = replace(RINI, standing=Standing.UNREACHABLE)
    there = hall(away, BUDI, person(3, Role.COORDINATOR, Standing.UNREACHABLE))
    turn = reminders.wake(accepted(), DueKind.FOLLOW_UP, 1, there, at())
    assert casework.may_open(turn.case, BUDI, there, at().here)
    assert not casework.may_open(accepted(), BUDI, there, at().here)


def test_a_reminder_that_cannot_be_brought_is_brought_to_the_coordinator_at_once() -> None:
    """Once; and nobody is rung for a card that was merely brought up to date."""
    moment = later(at(), PLAN.first_step_minutes)
    rung = reminders.wake(accepted(), DueKind.FOLLOW_UP, 1, OFFICE, moment).case
    turn = escalation.undeliverable(rung, RINI.id, OFFICE, moment)
    assert turn.effects == (Ring(SARI.id, rung.id, RingReason.FOLLOW_UP),)
    assert escalation.undeliverable(turn.case, RINI.id, OFFICE, moment) == Turn(turn.case)
    assert escalation.undeliverable(accepted(), RINI.id, OFFICE, at()) == Turn(accepted())


def test_a_reminder_waits_for_somebody_to_come_back() -> None:
    """Where nobody can be reached, or nobody is there at all, it comes again later."""
    away = hall(*(replace(one, standing=Standing.UNREACHABLE) for one in (RINI, SARI)))
    moment = later(at(), PLAN.first_step_minutes)
    rung = reminders.wake(accepted(), DueKind.OVERDUE_COORDINATOR, 1, away, moment).case
    again = Wake(DueKind.OVERDUE_COORDINATOR, rung.id, 1, later(moment, PLAN.grace_minutes).now)
    assert escalation.undeliverable(rung, SARI.id, away, moment) == Turn(rung, (again,))
    nobody = hall(replace(RINI, standing=Standing.UNREACHABLE))
    assert reminders.wake(rung, DueKind.OVERDUE_COORDINATOR, 1, nobody, moment).effects == (again,)


@given(st.sampled_from(DueKind), st.integers(0, 5))
def test_a_firing_that_is_out_of_date_changes_nothing(kind: DueKind, number: int) -> None:
    """After a step, after closing, before accepting, and under any other number."""
    one = accepted()
    stepped = casework.record_step(one, StepDone(StepKind.WAITING, RINI.id, MONDAY), None).case
    closed = casework.record_step(one, StepDone(StepKind.CLOSED, RINI.id, MONDAY), None).case
    assert reminders.wake(closed, kind, number, OFFICE, at()) == Turn(closed)
    if number != 2:
        assert reminders.wake(stepped, kind, number, OFFICE, at()) == Turn(stepped)
    if kind is not DueKind.ALARM:
        assert reminders.wake(case(), kind, number, OFFICE, at()) == Turn(case())


@given(st.sampled_from([StepKind.CONTACTED, StepKind.REFERRED, StepKind.WAITING]), st.integers(1, 5))
def test_every_open_case_has_exactly_one_clock_running(kind: StepKind, steps: int) -> None:
    """Whatever is recorded, and however often."""
    one = accepted()
    for _ in range(steps):
        turn = casework.record_step(one, StepDone(kind, RINI.id, MONDAY), None)
        one = turn.case
        wakes = [effect for effect in turn.effects if isinstance(effect, Wake)]
        assert one.course.follow_up is not None
        assert [(wake.kind, wake.number) for wake in wakes] == [
            (DueKind.FOLLOW_UP, one.course.follow_up.number)
        ]
        assert one.stage is CaseStage.ACCEPTED


def test_a_case_is_overdue_from_the_promised_minute_until_a_step_is_recorded() -> None:
    """Opening it or being reminded changes nothing about that."""
    one = accepted()
    due = MONDAY + timedelta(minutes=PLAN.first_step_minutes)
    assert not casework.is_overdue(one, due - timedelta(seconds=1))
    assert casework.is_overdue(one, due)
    rung = reminders.wake(one, DueKind.FOLLOW_UP, 1, OFFICE, later(at(), 60)).case
    assert casework.is_overdue(rung, due)


def test_an_alarm_climbs_through_the_same_door() -> None:
    """One function for every firing."""
    turn = reminders.wake(case(called=[RINI]), DueKind.ALARM, 0, OFFICE, at())
    assert turn.case.course.alarm == 1
