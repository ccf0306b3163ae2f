"""Who is on duty, held against a model that counts every minute of the week."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from conversations.duty import WEEK_MINUTES, Day, Roster, Shift
from conversations.people import PersonId
from tests.rules.office import JAKARTA, name

WEEK_BEGINS = datetime(2026, 8, 17, tzinfo=JAKARTA)
clocks = st.times().map(lambda time: time.replace(second=0, microsecond=0, tzinfo=None))
officers = st.lists(st.integers(1, 4).map(name), max_size=3, unique=True).map(tuple)
shifts = st.builds(Shift, st.sampled_from(Day), clocks, clocks, officers)
rosters = st.lists(shifts, max_size=5).map(tuple).map(Roster)
minutes = st.integers(0, WEEK_MINUTES - 1)


def week_of(roster: Roster) -> list[tuple[PersonId, ...]]:
    """Write down, minute by minute, who is on duty."""
    week: list[tuple[PersonId, ...]] = [()] * WEEK_MINUTES
    for shift in roster.shifts:
        begins = datetime.combine(WEEK_BEGINS.date(), shift.start)
        ends = datetime.combine(WEEK_BEGINS.date(), shift.end)
        if ends <= begins:
            ends += timedelta(days=1)
        first = list(Day).index(shift.day) * 24 * 60 + shift.start.hour * 60 + shift.start.minute
        for minute in range(int((ends - begins).total_seconds()) // 60):
            place = (first + minute) % WEEK_MINUTES
            week[place] = tuple(dict.fromkeys((*week[place], *shift.officers)))
    return week


def clock_at(minute: int) -> datetime:
    """Read the wall clock at a minute of the week."""
    return WEEK_BEGINS + timedelta(minutes=minute, seconds=17)


@given(rosters, minutes)
def test_whoever_the_roster_names_for_a_minute_is_on_duty(roster: Roster, minute: int) -> None:
    """Shifts over midnight and over Sunday night count, and the end of a shift does not."""
    assert roster.on_duty(clock_at(minute)) == week_of(roster)[minute]


@given(rosters, minutes)
def test_the_next_change_is_the_first_minute_with_other_people(roster: Roster, minute: int) -> None:
    """A handover from somebody to themselves is no change."""
    week = week_of(roster)
    ahead = (n for n in range(1, WEEK_MINUTES + 1) if week[(minute + n) % WEEK_MINUTES] != week[minute])
    first = next(ahead, None)
    expected = None if first is None else clock_at(minute + first).replace(second=0)
    assert roster.next_change(clock_at(minute)) == expected


@given(rosters)
def test_every_uncovered_minute_is_listed_and_no_other(roster: Roster) -> None:
    """A shift without officers covers nothing."""
    listed = {minute for start, end in roster.uncovered() for minute in range(start, end)}
    assert listed == {minute for minute, people in enumerate(week_of(roster)) if not people}


@given(rosters)
def test_the_gaps_are_told_in_order_and_never_touch(roster: Roster) -> None:
    """Two gaps that touch would be one."""
    gaps = roster.uncovered()
    assert all(start < end for start, end in gaps)
    assert all(before[1] < after[0] for before, after in pairwise(gaps))


def test_an_empty_roster_leaves_the_whole_week_uncovered() -> None:
    """Nobody is on duty, nothing changes, and the week is one gap."""
    assert Roster().on_duty(clock_at(0)) == ()
    assert Roster().next_change(clock_at(0)) is None
    assert Roster().uncovered() == ((0, WEEK_MINUTES),)
