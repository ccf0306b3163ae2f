"""How a report becomes a case."""

import pytest

from conversations import filing
from conversations.case_effects import Ring
from conversations.casework import Audience, CaseStage, Plan, Rung, Urgency
from conversations.duty import Called
from conversations.filing import Filed, Route
from conversations.moment import Receipt
from conversations.people import CaseId
from conversations.report import Draft, Report, Way
from tests.rules.office import LURAH, MONDAY, RINI, SARI, at, hall
from tests.rules.reporters import house

RECEIPT = Receipt(("satu", "dua", "tiga", "empat", "lima"), b"0" * 32)


def filed(values: dict[str, str] | None = None, *, callback: bool = False, danger: bool = False) -> Filed:
    """File a report in which these answers were given."""
    report = Report(
        language="id",
        receipt=RECEIPT,
        filed_at=MONDAY,
        draft=None if callback else Draft("1", {}),
        values=values or {},
        in_danger=danger,
        by_official=LURAH.id,
        kind="callback" if callback else "report",
    )
    return filing.file_report(report, CaseId("7" * 32), hall(RINI, SARI), house(), at())


@pytest.mark.parametrize("urgency", Urgency)
def test_a_case_is_as_urgent_as_its_form_works_out(urgency: Urgency) -> None:
    """And follows the plan for that."""
    assert filed({"urgency": urgency.value}).facts.urgency is urgency


def test_danger_is_always_urgent() -> None:
    """Whatever else was said."""
    assert filed({"urgency": "rendah"}, danger=True).facts.urgency is Urgency.HIGH
    assert filed(callback=True, danger=True).facts.urgency is Urgency.HIGH


@pytest.mark.parametrize("unknown", ["", "segera"])
def test_an_urgency_that_nobody_understands_is_high(unknown: str) -> None:
    """A mistake in a form never makes a case slower."""
    assert filed({"urgency": unknown}).facts.urgency is Urgency.HIGH


def test_a_request_for_a_call_is_a_case_without_answers() -> None:
    """It is answered in this chat."""
    asked = filed(callback=True)
    assert asked.facts.callback_only
    assert asked.facts.urgency is Urgency.MEDIUM
    assert asked.route == Route(Way.HERE)
    assert asked.story.draft is None


def test_a_case_that_names_an_official_calls_the_coordinator() -> None:
    """The officer on duty does not hear of it."""
    secret = filed({"names_official": "ya"})
    assert secret.facts.audience is Audience.HEAD
    assert [effect.person for effect in secret.effects if isinstance(effect, Ring)] == [SARI.id]


def test_any_other_case_calls_the_officer_on_duty() -> None:
    """It is new, and somebody's phone rings."""
    one = filed({"names_official": "tidak"})
    assert one.case.stage is CaseStage.NEW
    assert [effect.person for effect in one.effects if isinstance(effect, Ring)] == [RINI.id]


def test_who_wants_no_answer_leaves_no_way_back() -> None:
    """Nor does who said nothing about it."""
    assert filed({"contact_way": "tidak"}).route is None
    assert filed().route is None


def test_the_hours_and_the_word_are_kept_with_the_way_back() -> None:
    """Nothing is said outside those hours, nor before that word."""
    values = {"contact_way": "di_sini", "contact_hours": "j08_11 j11_15", "contact_word": "melati"}
    assert filed(values).route == Route(Way.HERE, "j08_11 j11_15", "melati")


def test_facts_hold_what_lists_need_and_no_word_of_the_reporter() -> None:
    """A story, a number and a word are sealed with the story alone."""
    values = {
        "forms": "fisik",
        "story": "kata",
        "contact_phone": "0812",
        "contact_word": "melati",
        "kecamatan": "",
    }
    facts = filed(values).facts
    assert facts.values == {"forms": "fisik"}
    assert facts.by_official == LURAH.id


def test_the_plan_is_copied_onto_the_case() -> None:
    """A changed setting never breaks a running escalation."""
    one = filed({"urgency": "sedang"})
    changed = Plan((Rung(Called.COORDINATOR, 1),), 1, 1)
    assert house(plans=dict.fromkeys(Urgency, changed)).plans[Urgency.MEDIUM] != one.case.course.plan
    assert one.case.course.plan == house().plans[Urgency.MEDIUM]
