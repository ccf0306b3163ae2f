"""How a report becomes a case: what lists may know, what is sealed, how it may be answered, who is called.

Law: facts carry no word that a reporter typed. What is not understood never makes a case slower or seen by
more people: an unknown urgency is high, and a case that names an official belongs to the head of the
office.
"""

from dataclasses import dataclass, field

from conversations import escalation
from conversations.case_effects import CaseEffect
from conversations.casework import Audience, CaseFile, Course, Facts, Hall, Urgency
from conversations.house import House
from conversations.moment import Moment
from conversations.people import CaseId
from conversations.report import Report, Story, Way

FACT_NAMES = (
    "whom",
    "age_group",
    "forms",
    "kecamatan",
    "kelurahan",
    "still_going_on",
    "contact_way",
    "contact_hours",
    "names_official",
)
"""The form's questions that the office understands by name; all others are told in the story."""
YES = "ya"
"""What the form calls a plain yes."""


@dataclass(frozen=True, slots=True)
class Route:
    """How a reporter allowed us to come back to them."""

    way: Way
    hours: str = field(default="", repr=False)
    """The form's ``contact_hours``."""
    word: str = field(default="", repr=False)
    """The word they agreed on (``contact_word``): nothing is said before it."""


@dataclass(frozen=True, slots=True)
class Filed:
    """Everything that a report's filing leaves behind."""

    case: CaseFile
    story: Story = field(repr=False)
    route: Route | None = field(repr=False)
    """None: the reporter wants no answer, and no way to them is kept."""
    effects: tuple[CaseEffect, ...] = ()

    @property
    def facts(self) -> Facts:
        """What lists may know."""
        return self.case.facts


def file_report(report: Report, case_id: CaseId, hall: Hall, house: House, moment: Moment) -> Filed:
    """Open a case for a report and call the first person."""
    facts = _facts(report)
    case = CaseFile(case_id, facts, Course(house.plans[facts.urgency]))
    turn = escalation.begin(case, hall, moment)
    story = Story(report.language, report.draft, report.in_danger)
    return Filed(turn.case, story, _route(report), turn.effects)


def _facts(report: Report) -> Facts:
    return Facts(
        filed_at=report.filed_at,
        urgency=_urgency(report),
        audience=Audience.HEAD if report.values.get("names_official") == YES else Audience.OFFICE,
        values={name: report.values[name] for name in FACT_NAMES if report.values.get(name)},
        by_official=report.by_official,
        callback_only=report.kind == "callback",
        files=len(report.draft.files) if report.draft else 0,
    )


def _urgency(report: Report) -> Urgency:
    if report.in_danger:
        return Urgency.HIGH
    if report.kind == "callback":
        return Urgency.MEDIUM
    try:
        return Urgency(report.values.get("urgency", ""))
    except ValueError:
        return Urgency.HIGH


def _route(report: Report) -> Route | None:
    way = report.way_back
    if way is Way.NOT_AT_ALL:
        return None
    return Route(way, report.values.get("contact_hours", ""), report.values.get("contact_word", ""))
