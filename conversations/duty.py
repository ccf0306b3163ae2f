"""Who is on duty now, who is next, and who hears of a report when nobody is.

Law: whatever the roster looks like, somebody is named as long as anybody at all can be reached, and the
answer says when that somebody is not the officer on duty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from conversations.people import Person, PersonId, Role

WEEK_MINUTES = 7 * 24 * 60


class Day(StrEnum):
    """A day of the office's week, as a roster file names it."""

    MONDAY = "senin"
    TUESDAY = "selasa"
    WEDNESDAY = "rabu"
    THURSDAY = "kamis"
    FRIDAY = "jumat"
    SATURDAY = "sabtu"
    SUNDAY = "minggu"


@dataclass(frozen=True, slots=True)
class Shift:
    """A weekly stretch of duty on the wall clock; an end not after its start lies on the next day."""

    day: Day
    start: time
    end: time
    officers: tuple[PersonId, ...]
    """The first is called first; the others stand in, in this order."""

    def starts_at_minute(self) -> int:
        """Minutes since Monday 00:00."""
        return list(Day).index(self.day) * 24 * 60 + self.start.hour * 60 + self.start.minute

    def minutes(self) -> int:
        """How long it lasts; equal start and end mean a whole day."""
        length = (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute
        return length if length > 0 else length + 24 * 60

    def covers(self, minute_of_week: int) -> bool:
        """Whether that minute of the week lies in it (the end does not)."""
        return (minute_of_week - self.starts_at_minute()) % WEEK_MINUTES < self.minutes()


@dataclass(frozen=True, slots=True)
class Roster:
    """The weekly plan."""

    shifts: tuple[Shift, ...] = ()

    def on_duty(self, here: datetime) -> tuple[PersonId, ...]:
        """Name who is on duty at that wall-clock moment, in the order in which they are called."""
        minute = minute_of_week(here)
        named = [person for shift in self.shifts if shift.covers(minute) for person in shift.officers]
        return tuple(dict.fromkeys(named))

    def next_change(self, here: datetime) -> datetime | None:
        """Tell when other people, or the same in another order, come on duty; None where nothing changes."""
        whole = here.replace(second=0, microsecond=0)
        now = self.on_duty(here)
        edges = (whole + timedelta(minutes=minutes) for minutes in self._minutes_to_edges(here))
        return next((edge for edge in edges if self.on_duty(edge) != now), None)

    def _minutes_to_edges(self, here: datetime) -> list[int]:
        minute = minute_of_week(here)
        return sorted(
            (edge - minute) % WEEK_MINUTES or WEEK_MINUTES
            for shift in self.shifts
            for edge in (shift.starts_at_minute(), shift.starts_at_minute() + shift.minutes())
        )

    def uncovered(self) -> tuple[tuple[int, int], ...]:
        """List the stretches of the week without anybody, as minutes since Monday 00:00 (from, to)."""
        gaps: list[tuple[int, int]] = []
        covered_to = 0
        for start, end in sorted(self._stretches()):
            if start > covered_to:
                gaps.append((covered_to, start))
            covered_to = max(covered_to, end)
        if covered_to < WEEK_MINUTES:
            gaps.append((covered_to, WEEK_MINUTES))
        return tuple(gaps)

    def _stretches(self) -> Iterable[tuple[int, int]]:
        for shift in self.shifts:
            if not shift.officers:
                continue
            start, end = shift.starts_at_minute(), shift.starts_at_minute() + shift.minutes()
            yield start, min(end, WEEK_MINUTES)
            yield 0, max(end - WEEK_MINUTES, 0)


def minute_of_week(here: datetime) -> int:
    """Count the minutes since Monday 00:00 on the wall clock."""
    return here.weekday() * 24 * 60 + here.hour * 60 + here.minute


class Called(StrEnum):
    """In which quality somebody is called."""

    ON_DUTY = "on-duty"
    SECOND = "second"
    COORDINATOR = "coordinator"
    INSTEAD = "instead"
    """Nobody on duty can be reached: they are called in the duty officer's place, and told so."""


@dataclass(frozen=True, slots=True)
class Calling:
    """Who is called, and as what."""

    people: tuple[PersonId, ...]
    called: Called


def reachable_on_duty(roster: Roster, staff: Sequence[Person], here: datetime) -> tuple[PersonId, ...]:
    """Name the officers on duty who can be reached, in the order in which they are called."""
    by_id = {person.id: person for person in staff}
    return tuple(
        name
        for name in roster.on_duty(here)
        if name in by_id and by_id[name].is_reachable and by_id[name].role is not Role.OFFICIAL
    )


def instead(staff: Sequence[Person], *, head_only: bool) -> Calling:
    """Name who is called when nobody on duty can be: coordinators, else any officer at all.

    A report that names an official goes to coordinators only. Where not one person can be reached, all
    coordinators are named anyway: the outbox keeps trying, and the case stays first on every list.
    """
    coordinators = [person for person in staff if person.role is Role.COORDINATOR and person.is_linked]
    reachable = [person.id for person in coordinators if person.is_reachable]
    officers = [person.id for person in staff if person.role is Role.OFFICER and person.is_reachable]
    if not reachable and officers and not head_only:
        return Calling(tuple(officers), Called.INSTEAD)
    return Calling(tuple(reachable or [person.id for person in coordinators]), Called.INSTEAD)
