"""Whatever the rules keep can be written down and read back as it was."""

from datetime import UTC, datetime
from types import UnionType
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from conversations.casework import CaseFile, Course, Facts, Plan, Rung
from conversations.duty import Called, Roster
from conversations.form.filling import Given, Skipped, Unknown
from conversations.people import Person
from conversations.report import Draft, DraftFile, Story
from conversations.sessions import DeskStage, Paused, ReporterStage, Session, Unfinished, Waiting

moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - aware by timezones
st.register_type_strategy(datetime, moments)
plans = st.builds(
    Plan,
    st.lists(st.builds(Rung, st.sampled_from(Called), st.integers(1, 9999)), min_size=1, max_size=3).map(
        tuple
    ),
    st.integers(1, 9999),
    st.integers(1, 9999),
)
st.register_type_strategy(Plan, plans)
answers = st.dictionaries(
    st.text(max_size=9), st.from_type(Given) | st.builds(Skipped) | st.builds(Unknown), max_size=4
)
drafts = st.builds(
    Draft, st.text(max_size=9), answers, st.lists(st.from_type(DraftFile), max_size=2).map(tuple)
)
st.register_type_strategy(Draft, drafts)
STAGES = [one for union in (ReporterStage, DeskStage) for one in get_args(union)]
KEPT = [Session, Facts, Course, Story, Person, Roster, CaseFile, Draft]


def holds(kept: type | UnionType, value: object) -> bool:
    """Write a value down as the store does, and see whether it comes back."""
    adapter: TypeAdapter[object] = TypeAdapter(kept)
    return adapter.validate_json(adapter.dump_json(value)) == value


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.__name__)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=20)
@given(data=st.data())
def test_it_comes_back_as_it_was(kept: type, data: st.DataObject) -> None:
    """Every value of every kept kind."""
    assert holds(kept, data.draw(st.from_type(kept)))


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=20)
@given(data=st.data())
def test_a_session_comes_back_in_the_stage_it_was_in(stage: type, data: st.DataObject) -> None:
    """Two stages that hold the same fields are still told apart."""
    session = Session(7, "id", data.draw(st.from_type(stage)))
    adapter = TypeAdapter(Session)
    back = adapter.validate_json(adapter.dump_json(session))
    assert type(back.stage) is stage
    assert back == session


@pytest.mark.parametrize("stage", get_args(Unfinished), ids=lambda stage: stage.__name__)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=20)
@given(data=st.data())
def test_what_waits_behind_a_neutral_card_comes_back_too(stage: type, data: st.DataObject) -> None:
    """The draft behind the neutral card is the draft that was there before."""
    assert holds(Session, Session(7, "id", Waiting(data.draw(st.from_type(stage)))))


def test_every_stage_names_itself_once() -> None:
    """The name is how it is read back."""
    kinds = [stage.__dataclass_fields__["kind"].default for stage in STAGES]
    assert len(set(kinds)) == len(kinds) == 21
    assert Paused in STAGES
