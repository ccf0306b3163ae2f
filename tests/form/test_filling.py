"""Filling a form in: nothing told is ever lost, and nothing counts that does not apply."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from conversations.form import filling, xform
from conversations.form.filling import Answer, Answers, Given, Refusal, RefusalKind, Skipped, Unknown
from conversations.form.model import Form, Question, QuestionKind

TODAY = date(2026, 11, 25)
Written = Callable[[str], Form]

SMALL = Path(__file__).with_name("small.md").read_text("utf-8")


@pytest.fixture(scope="module")
def small(written: Written) -> Form:
    """Give a small form with one of everything."""
    return written(SMALL)


def told(form: Form, **values: str) -> Answers:
    """Answer several questions; several choices are parted by blanks."""
    answers = filling.begin(form, {"role": "warga"})
    for name, value in values.items():
        outcome = filling.accept(form, answers, TODAY, name, tuple(value.split()))
        assert not isinstance(outcome, Refusal), (name, outcome)
        answers = outcome
    return answers


def refused(form: Form, name: str, *values: str, **before: str) -> Refusal:
    """Give the refusal of an answer."""
    outcome = filling.accept(form, told(form, **before), TODAY, name, values)
    assert isinstance(outcome, Refusal)
    return outcome


def names(questions: object) -> list[str]:
    """List the names of questions, or of what a review lists."""
    assert isinstance(questions, tuple)
    return [one.name if isinstance(one, Question) else one[0].name for one in questions]


# One thing at a time ----------------------------------------------------------------------------------------


def test_a_group_that_does_not_apply_is_passed_over_whole(small: Form) -> None:
    """Also when it is walked backwards."""
    answers = told(small, kids="n")
    after = filling.next_question(small, answers, TODAY, after="kids")
    before = filling.previous_question(small, answers, TODAY, before="thanks")
    assert after is not None
    assert before is not None
    assert (after.name, before.name) == ("thanks", "kids")


def test_the_first_has_nothing_before_and_the_last_nothing_after(small: Form) -> None:
    """The ends are told by None."""
    answers = told(small)
    first = filling.next_question(small, answers, TODAY, after=None)
    assert first is not None
    assert filling.previous_question(small, answers, TODAY, before=first.name) is None
    assert filling.next_question(small, answers, TODAY, after="files") is None


def test_an_answer_that_no_longer_applies_is_kept_and_counts_for_nothing(small: Form) -> None:
    """Whoever changes their mind twice finds what they told."""
    answers = told(small, kids="y", age="7")
    without = filling.accept(small, answers, TODAY, "kids", ("n",))
    assert not isinstance(without, Refusal)
    assert filling.values(small, without, TODAY)["age"] == ""
    assert filling.values(small, without, TODAY)["twice"] == ""
    again = filling.accept(small, without, TODAY, "kids", ("y",))
    assert not isinstance(again, Refusal)
    assert filling.values(small, again, TODAY)["twice"] == "14"


def test_a_choice_of_another_town_counts_as_not_given(small: Form) -> None:
    """It is neither offered, reviewed nor filed; going back to the town brings it back."""
    moved = {**told(small, kids="n", town="a", place="a1"), "town": Given(("b",))}
    assert [choice.name for choice in filling.choices(small, moved, TODAY, "place")] == ["b1"]
    assert filling.values(small, moved, TODAY)["place"] == ""
    assert {asked.name: answer for asked, answer in filling.review(small, moved, TODAY)}["place"] is None
    assert filling.values(small, {**moved, "town": Given(("a",))}, TODAY)["place"] == "a1"


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("age", ("tujuh",), RefusalKind.NOT_A_NUMBER),
        ("age", ("7.5",), RefusalKind.NOT_A_NUMBER),
        ("age", ("٣",), RefusalKind.NOT_A_NUMBER),
        ("age", ("18",), RefusalKind.NOT_VALID),
        ("age", ("9999999999",), RefusalKind.NOT_VALID),
        ("height", ("1.2.3",), RefusalKind.NOT_A_NUMBER),
        ("height", ("1e5",), RefusalKind.NOT_A_NUMBER),
        ("born", ("kemarin",), RefusalKind.NOT_A_DATE),
        ("born", ("2026-02-30",), RefusalKind.NOT_A_DATE),
        ("born", ("2026-11-26",), RefusalKind.NOT_VALID),
        ("place", ("b1",), RefusalKind.NOT_OFFERED),
        ("town", ("a", "b"), RefusalKind.NOT_OFFERED),
        ("town", ("c",), RefusalKind.NOT_OFFERED),
        ("signs", ("s1", "s2", "s3"), RefusalKind.NOT_VALID),
        ("kids", ("",), RefusalKind.REQUIRED),
        ("word", ("  ",), RefusalKind.REQUIRED),
        ("word", ("a" * 4097,), RefusalKind.TOO_LONG),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_its_reason(
    small: Form, name: str, values: tuple[str, ...], kind: RefusalKind
) -> None:
    """And changes nothing: a refusal carries no answers."""
    assert refused(small, name, *values, kids="y", town="a").kind is kind


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("age", " 07 ", ("7",)),
        ("age", "+7", ("7",)),
        ("height", "1,25", ("1.25",)),
        ("height", "2.0", ("2",)),
        ("born", "2020-02-29", ("2020-02-29",)),
        ("word", " rumah\n${x} <b> ", (" rumah\n${x} <b> ",)),
    ],
)
def test_what_people_write_is_read_as_they_mean_it(
    small: Form, name: str, typed: str, kept: tuple[str, ...]
) -> None:
    """A comma is a decimal point here; words stay as they are."""
    outcome = filling.accept(small, told(small, kids="y"), TODAY, name, (typed,))
    assert isinstance(outcome, Mapping)
    assert outcome[name] == Given(kept)


def test_several_choices_keep_the_order_of_the_form(small: Form) -> None:
    """Each once, however often and in whatever order they were ticked."""
    outcome = filling.accept(small, told(small), TODAY, "signs", ("s2", "s1", "s2"))
    assert isinstance(outcome, Mapping)
    assert outcome["signs"] == Given(("s1", "s2"))


def test_the_form_says_in_its_own_words_why_an_answer_does_not_fit(small: Form) -> None:
    """In every language it has words in; the answer itself may be filled in."""
    assert refused(small, "age", "40", kids="y").messages == {"id": "Di bawah 18, bukan 40."}
    assert filling.skip(small, told(small), TODAY, "kids") == Refusal(
        RefusalKind.REQUIRED, {"en": "Please tell us."}
    )


def test_what_is_required_only_sometimes_is_owed_only_then(small: Form) -> None:
    """``required`` may be an expression."""
    assert names(filling.missing(small, told(small), TODAY)) == ["kids"]
    assert names(filling.missing(small, told(small, kids="y"), TODAY)) == ["word"]
    assert names(filling.missing(small, told(small, kids="n"), TODAY)) == []
    assert isinstance(filling.skip(small, told(small, kids="n"), TODAY, "word"), Mapping)
    assert isinstance(filling.unknown(small, told(small, kids="y"), TODAY, "word"), Refusal)


def test_not_knowing_is_kept_apart_from_passing_over(small: Form) -> None:
    """Both are good answers, and neither has a value."""
    skipped = filling.skip(small, told(small, kids="n"), TODAY, "town")
    not_known = filling.unknown(small, told(small, kids="n"), TODAY, "town")
    assert isinstance(skipped, Mapping)
    assert isinstance(not_known, Mapping)
    assert (skipped["town"], not_known["town"]) == (Skipped(), Unknown())
    assert filling.values(small, not_known, TODAY)["town"] == ""


def test_a_label_tells_the_words_of_a_choice_in_its_own_language(small: Form) -> None:
    """``jr:choice-name`` is worked out once a language."""
    answers = told(small, kids="y", age="7", town="b")
    assert filling.labels(small.question("thanks"), small, answers) == {
        "id": "Umur 7, di Kota Beta.",
        "en": "Age 7, in Beta Town.",
    }
    assert filling.hints(small.question("age"), small, answers) == {"en": "A number."}
    assert filling.labels_of(small, small.question("signs"), ("s1", "s3", "s9")) == {
        "id": "Satu; Tiga; s9",
        "en": "One; Three; s9",
    }


def test_the_review_lists_what_was_asked_and_nothing_else(small: Form) -> None:
    """Neither notes nor presets nor calculations, nor what does not apply."""
    assert names(filling.review(small, told(small, kids="n"), TODAY)) == [
        "kids", "town", "signs", "word", "files",
    ]  # fmt: skip


def test_a_preset_is_there_from_the_beginning(small: Form) -> None:
    """What the program knows beforehand is a value of the form like any other."""
    assert filling.values(small, told(small), TODAY)["role"] == "warga"


def test_other_content_is_another_version(small: Form, written: Written) -> None:
    """A draft keeps the form it began with, so its name must change with a single letter."""
    assert written(SMALL).version == small.version
    assert written(SMALL.replace("Kata?", "Kata.")).version != small.version


def test_a_form_is_read_again_from_what_is_kept_with_it(small: Form) -> None:
    """Older forms are read without pyxform."""
    again = xform.read(small.source)
    answers = told(small, kids="y", age="7", town="a", place="a1", word="satu")
    assert again.version == small.version
    assert filling.values(again, answers, TODAY) == filling.values(small, answers, TODAY)


# Whatever somebody does -------------------------------------------------------------------------------------


def _answer(data: st.DataObject, form: Form, answers: Answers, question: Question) -> tuple[str, ...]:
    """Think of an answer to a question."""
    offered = [choice.name for choice in filling.choices(form, answers, TODAY, question.name)]
    match question.kind:
        case QuestionKind.SELECT_ONE:
            return (data.draw(st.sampled_from(offered)),) if offered else ()
        case QuestionKind.SELECT_MULTIPLE:
            return tuple(data.draw(st.lists(st.sampled_from(offered), min_size=1, unique=True)))
        case QuestionKind.INTEGER | QuestionKind.DECIMAL:
            return (str(data.draw(st.integers(-3, 30))),)
        case QuestionKind.DATE:
            return (data.draw(st.dates(date(2000, 1, 1), date(2030, 1, 1))).isoformat(),)
        case _:
            return (data.draw(st.sampled_from(["satu", "0800-0000-0000", "dua kata", "aman"])),)


def _does(data: st.DataObject, form: Form, answers: Answers, question: Question) -> Answers | Refusal:
    act = data.draw(st.sampled_from(["answer", "answer", "answer", "skip", "unknown"]))
    if act == "skip":
        return filling.skip(form, answers, TODAY, question.name)
    if act == "unknown":
        return filling.unknown(form, answers, TODAY, question.name)
    return filling.accept(form, answers, TODAY, question.name, _answer(data, form, answers, question))


def _check_step(form: Form, before: Answers, after: Answers, question: Question) -> None:
    """Nothing but the question asked has changed, and nothing that does not apply counts."""
    assert {name: answer for name, answer in after.items() if name != question.name} == {
        name: answer for name, answer in before.items() if name != question.name
    }
    relevant = {asked.name for asked, _ in filling.review(form, after, TODAY)}
    values = filling.values(form, after, TODAY)
    assert set(values) == {name for name, node in form.nodes.items() if node.kind != "group"}
    notes = {one.name for one in form.questions if one.kind is QuestionKind.NOTE}
    assert not any(values[name] for name in form.positions if name not in relevant | notes)
    assert set(names(filling.missing(form, after, TODAY))) <= relevant


def _check_neighbours(form: Form, answers: Answers, question: Question) -> None:
    following = filling.next_question(form, answers, TODAY, after=question.name)
    if following is not None:
        before = filling.previous_question(form, answers, TODAY, before=following.name)
        assert before is not None
        assert before.name == question.name


def walk(data: st.DataObject, form: Form, answers: Answers) -> Answers:
    """Go through the form at random, back and forth, until the review."""
    question = filling.next_question(form, answers, TODAY, after=None)
    steps = 0
    while question is not None:
        steps += 1
        outcome = answers
        if question.kind is not QuestionKind.NOTE:
            done = _does(data, form, answers, question)
            outcome = answers if isinstance(done, Refusal) else done
            _check_step(form, answers, outcome, question)
        answers = outcome
        _check_neighbours(form, answers, question)
        back = steps < 60 and data.draw(st.integers(0, 5)) == 0
        if back:
            question = filling.previous_question(form, answers, TODAY, before=question.name) or question
        elif not isinstance(outcome, Refusal):
            question = filling.next_question(form, answers, TODAY, after=question.name)
        assert steps < 300
    return answers


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_way_through_the_shipped_form_ends_at_the_review(shipped: Form, data: st.DataObject) -> None:
    """Nothing is lost on the way, and what was told comes back from the store as it was."""
    presets = {
        "reporter_role": data.draw(st.sampled_from(["warga", "perangkat"])),
        "phone_shared": data.draw(st.sampled_from(["ya", "tidak"])),
    }
    answers = walk(data, shipped, filling.begin(shipped, presets))
    assert filling.missing(shipped, answers, TODAY) == ()
    kept = TypeAdapter(dict[str, Answer])
    assert kept.validate_json(kept.dump_json(dict(answers))) == answers


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_way_through_a_form_with_rules_keeps_what_was_told(small: Form, data: st.DataObject) -> None:
    """The small form has what the shipped one has not: required answers, numbers, dates."""
    walk(data, small, filling.begin(small, {"role": "warga"}))
