"""How an alert climbs: somebody is always called, and somebody is called until somebody accepts."""

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conversations import casework, escalation
from conversations.case_effects import DueKind, Ring, Unwake, Wake
from conversations.casework import Audience, CaseFile, Hall, Plan, Rung, Turn
from conversations.duty import Called
from conversations.people import PersonId, Role, Standing
from tests.rules.office import BUDI, MONDAY, RINI, SARI, always, at, case, hall, later, person
from tests.rules.test_duty import rosters

people = st.builds(person, st.integers(1, 6), st.sampled_from(Role), st.sampled_from(Standing))
halls = st.builds(Hall, rosters, st.lists(people, max_size=6, unique_by=lambda one: one.id).map(tuple))
plans = st.lists(st.builds(Rung, st.sampled_from(Called), st.integers(1, 600)), min_size=1, max_size=5).map(
    lambda rungs: Plan(tuple(rungs), 60, 120)
)
new_cases = st.builds(
    lambda audience, plan: case(audience=audience, plan=plan), st.sampled_from(Audience), plans
)


def rung_by(turn: Turn) -> set[PersonId]:
    """List whose phones ring."""
    return {effect.person for effect in turn.effects if isinstance(effect, Ring)}


def alarms_of(turn: Turn) -> list[Wake]:
    """List the alarms that are set."""
    return [one for one in turn.effects if isinstance(one, Wake) and one.kind is DueKind.ALARM]


def callable_people(one: CaseFile, there: Hall) -> set[PersonId]:
    """List everybody who may hear of a case and can be reached."""
    roles = {Role.COORDINATOR} if one.facts.audience is Audience.HEAD else {Role.OFFICER, Role.COORDINATOR}
    return {someone.id for someone in there.staff if someone.role in roles and someone.is_reachable}


def ask_in_vain(one: CaseFile, there: Hall, times: int) -> list[Turn]:
    """Let a case begin and let every alarm go by."""
    moment = at()
    turns = [escalation.begin(one, there, moment)]
    for _ in range(times):
        moment = later(moment, 700)
        before = turns[-1].case
        turns.append(escalation.alarm(before, before.course.alarm, there, moment))
    return turns


@given(new_cases, halls, st.integers(0, 7))
def test_somebody_who_can_be_reached_is_called_as_long_as_there_is_anybody(
    one: CaseFile, there: Hall, times: int
) -> None:
    """Whatever the roster, the plan and the standings are, and however often nobody answered."""
    reachable = callable_people(one, there)
    for turn in ask_in_vain(one, there, times):
        assert bool(rung_by(turn) & reachable) == bool(reachable)


@given(new_cases, halls, st.integers(0, 7))
def test_a_case_that_names_an_official_rings_at_coordinators_only(
    one: CaseFile, there: Hall, times: int
) -> None:
    """Not even in an emergency does an officer hear of it."""
    assume(one.facts.audience is Audience.HEAD)
    coordinators = {someone.id for someone in there.staff if someone.role is Role.COORDINATOR}
    for turn in ask_in_vain(one, there, times):
        assert rung_by(turn) <= coordinators


@given(new_cases, halls, st.integers(0, 7))
def test_every_call_sets_exactly_one_next_alarm(one: CaseFile, there: Hall, times: int) -> None:
    """The last rung repeats until somebody accepts, each time under a new number."""
    turns = ask_in_vain(one, there, times)
    numbers = [alarm.number for turn in turns for alarm in alarms_of(turn)]
    assert numbers == list(range(1, times + 2))
    assert all(turn.case.course.rung < len(one.course.plan.rungs) for turn in turns)


@given(new_cases, halls, st.integers(0, 4), st.integers(-1, 9))
def test_an_old_alarm_changes_nothing(one: CaseFile, there: Hall, times: int, number: int) -> None:
    """An alarm that was answered by a later one is over."""
    before = ask_in_vain(one, there, times)[-1].case
    assume(number != before.course.alarm)
    assert escalation.alarm(before, number, there, at()) == Turn(before)


@given(new_cases, halls, st.integers(0, 4))
def test_accepting_stops_the_alarm(one: CaseFile, there: Hall, times: int) -> None:
    """The pending alarm is taken back, and would change nothing if it came."""
    before = ask_in_vain(one, there, times)[-1].case
    turn = casework.accept(before, RINI, at())
    assert Unwake(DueKind.ALARM, one.id, before.course.alarm) in turn.effects
    assert escalation.alarm(turn.case, before.course.alarm, there, at()) == Turn(turn.case)


@given(new_cases, halls, st.integers(0, 3), st.data())
def test_an_alert_that_cannot_be_brought_calls_whoever_is_left(
    one: CaseFile, there: Hall, times: int, data: st.DataObject
) -> None:
    """As long as anybody else can be reached, somebody else is being called afterwards."""
    before = ask_in_vain(one, there, times)[-1].case
    assume(before.course.ringing)
    gone = data.draw(st.sampled_from(before.course.ringing))
    turn = escalation.undeliverable(before, gone, there, at())
    left = callable_people(one, there) - {gone}
    assert bool(set(turn.case.course.ringing) & left) == bool(left)
    assert gone not in rung_by(turn)


@given(new_cases, halls)
def test_alerts_that_nobody_gets_do_not_go_round_in_a_circle(one: CaseFile, there: Hall) -> None:
    """Each person is passed over once; then the pending alarm stands."""
    turn = escalation.begin(one, there, at())
    for _ in range(len(there.staff) + 1):
        for gone in turn.case.course.ringing:
            there = there.without(gone)
            turn = escalation.undeliverable(turn.case, gone, there, at())
    assert not rung_by(turn)
    assert turn.case.course.alarm >= 1


def test_the_officer_on_duty_is_called_first_then_the_second_then_the_coordinator() -> None:
    """The plan as an office sets it, with everybody there."""
    turns = ask_in_vain(case(), hall(RINI, BUDI, SARI), 4)
    assert [rung_by(turn) for turn in turns] == [{RINI.id}, {BUDI.id}, {SARI.id}, {SARI.id}, {SARI.id}]


def test_with_nobody_on_duty_the_coordinator_is_called_at_once_and_told_so() -> None:
    """An empty roster is no reason to wait for the third rung."""
    turn = escalation.begin(case(), hall(RINI, SARI, roster=always()), at())
    assert rung_by(turn) == {SARI.id}
    assert turn.case.course.called_as is Called.INSTEAD


def test_with_no_coordinator_to_reach_any_officer_is_called() -> None:
    """Better somebody off duty than nobody."""
    away = person(3, Role.COORDINATOR, Standing.UNREACHABLE)
    turn = escalation.begin(case(), hall(RINI, BUDI, away, roster=always()), at())
    assert rung_by(turn) == {RINI.id, BUDI.id}


@pytest.mark.parametrize("to", Called)
def test_a_case_that_names_an_official_waits_for_a_coordinator(to: Called) -> None:
    """With officers on duty and every coordinator out of reach, whatever rung the plan begins with."""
    away = person(3, Role.COORDINATOR, Standing.UNREACHABLE)
    secret = case(audience=Audience.HEAD, plan=Plan((Rung(to, 15),), 60, 120))
    turn = escalation.begin(secret, hall(RINI, BUDI, away), at())
    assert rung_by(turn) == {away.id}
    assert rung_by(escalation.begin(secret, hall(RINI, BUDI), at())) == set()


def test_with_nobody_to_reach_the_coordinators_are_named_all_the_same() -> None:
    """The outbox keeps trying, and the alarm goes on."""
    away = person(3, Role.COORDINATOR, Standing.UNREACHABLE)
    turn = escalation.begin(case(), hall(away, roster=always()), at())
    assert rung_by(turn) == {away.id}
    assert [alarm.at - MONDAY for alarm in alarms_of(turn)] == [timedelta(minutes=30)]


def test_one_of_two_coordinators_who_is_out_of_reach_does_not_ring_the_other_twice() -> None:
    """Recipients are independent."""
    second = person(5, Role.COORDINATOR)
    there = hall(SARI, second, roster=always())
    turn = escalation.undeliverable(escalation.begin(case(), there, at()).case, SARI.id, there, at())
    assert rung_by(turn) == set()
    assert turn.case.course.ringing == (second.id,)


def test_taking_a_case_from_its_owner_calls_anew() -> None:
    """The owner's reminders are over, and the alert climbs from the first rung."""
    there: Hall = hall(RINI, BUDI, SARI)
    owned = casework.accept(escalation.begin(case(), there, at()).case, RINI, at()).case
    turn = escalation.reopen(owned, there.without(RINI.id), at())
    assert turn.case.stage is casework.CaseStage.NEW
    assert rung_by(turn) == {BUDI.id}
    assert Unwake(DueKind.FOLLOW_UP, owned.id, 1) in turn.effects


def test_a_reopened_case_numbers_its_promises_on() -> None:
    """A reminder of the first owner that is still on its way changes nothing for the second."""
    there = hall(RINI, BUDI)
    owned = casework.accept(case(called=[RINI]), RINI, at()).case
    again = casework.accept(escalation.reopen(owned, there, at()).case, BUDI, at()).case
    assert again.course.follow_up is not None
    assert again.course.follow_up.number == 2


def test_a_plan_without_a_rung_is_refused() -> None:
    """It would call nobody."""
    with pytest.raises(ValueError, match="at least one rung"):
        Plan((), 60, 120)
