"""An invented office for the tests of the rules: its people, its clock, its dice, its plan."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.casework import Audience, CaseFile, Course, Facts, Hall, Plan, Rung, Urgency
from conversations.duty import Called, Day, Roster, Shift
from conversations.moment import Moment, Receipt
from conversations.people import CaseId, Person, PersonId, Role, Standing

JAKARTA = ZoneInfo("Asia/Jakarta")
MONDAY = datetime(2026, 8, 17, 3, 0, tzinfo=UTC)
"""A Monday, ten in the morning on the office's wall clock."""
PLAN = Plan((Rung(Called.ON_DUTY, 15), Rung(Called.SECOND, 15), Rung(Called.COORDINATOR, 30)), 60, 120)


class Dice:
    """Dice that fall the same way every time."""

    def __init__(self) -> None:
        self.thrown = 0

    def new_id(self) -> bytes:
        """Give the next id."""
        self.thrown += 1
        return hashlib.sha256(str(self.thrown).encode()).digest()[:16]

    def generation(self) -> int:
        """Give the next life."""
        return int.from_bytes(self.new_id()[:7])

    def receipt(self) -> Receipt:
        """Give the next receipt."""
        return Receipt(tuple(f"kata{byte}" for byte in self.new_id()[:5]), self.new_id() * 2)


def at(now: datetime = MONDAY) -> Moment:
    """Make it that time in the office."""
    return Moment(now, JAKARTA, Dice())


def later(moment: Moment, minutes: int) -> Moment:
    """Let some minutes pass."""
    return Moment(moment.now + timedelta(minutes=minutes), moment.zone, moment.chance)


def name(number: int) -> PersonId:
    """Name somebody."""
    return PersonId(f"{number:032x}")


def person(number: int, role: Role = Role.OFFICER, standing: Standing = Standing.LINKED) -> Person:
    """Invent somebody."""
    return Person(name(number), role, standing, chat=1000 + number, name=f"Orang {number}", place="Contoh")


RINI = person(1)
BUDI = person(2)
SARI = person(3, Role.COORDINATOR)
LURAH = person(4, Role.OFFICIAL)


def always(*officers: Person) -> Roster:
    """Put these people on duty around the clock, the first first."""
    names = tuple(officer.id for officer in officers)
    return Roster(tuple(Shift(day, time(0), time(0), names) for day in Day))


def hall(*staff: Person, roster: Roster | None = None) -> Hall:
    """Gather an office; without a roster its linked officers are always on duty."""
    officers = [one for one in staff if one.role is Role.OFFICER]
    return Hall(always(*officers) if roster is None else roster, staff)


def case(
    number: int = 7,
    *,
    owner: Person | None = None,
    called: Iterable[Person] = (),
    audience: Audience = Audience.OFFICE,
    plan: Plan = PLAN,
) -> CaseFile:
    """Open a case that was filed ten minutes ago."""
    facts = Facts(MONDAY - timedelta(minutes=10), Urgency.HIGH, audience, {})
    names = tuple(one.id for one in called)
    course = Course(plan, called=names, ringing=names, owner=owner.id if owner else None)
    return CaseFile(CaseId(f"{number:032x}"), facts, course)


def reachable(one: CaseFile, hours: str = "") -> CaseFile:
    """Have the reporter allow this chat as the way back, at these hours."""
    return replace(
        one, facts=replace(one.facts, values={"contact_way": "di_sini", "contact_hours": hours.strip()})
    )
