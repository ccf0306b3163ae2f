"""How a form is filled in: what is asked next, what is accepted, what is owed, and what it all amounts to.

Law: answers are values: every change gives new ones, and nothing but the question named ever changes. An
answer to a question that no longer applies stays in the draft and counts for nothing until it applies again.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, assert_never

from conversations.form.model import NO_ITEM, Choice, Form, Question, QuestionKind, Text, Texts
from conversations.form.values import to_text, to_truth
from conversations.form.worksheet import Worksheet

LONGEST_TEXT = 4096
"""Characters: the longest message Telegram carries."""
_INTEGER = re.compile(r"[+-]?[0-9]{1,9}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,15})?", re.ASCII)
_DIGITS = re.compile(r"[+-]?[0-9]+", re.ASCII)
_SELECTS = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE})


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answered: one value, several choices, or the tokens of files."""

    values: tuple[str, ...] = field(repr=False)
    kind: Literal["given"] = "given"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Passed over."""

    kind: Literal["skipped"] = "skipped"


@dataclass(frozen=True, slots=True)
class Unknown:
    """The reporter does not know: always a good answer."""

    kind: Literal["unknown"] = "unknown"


Answer = Given | Skipped | Unknown
Answers = Mapping[str, Answer]
"""By the question's name."""


class RefusalKind(StrEnum):
    """Why an answer is not taken."""

    REQUIRED = "required"
    NOT_A_NUMBER = "not-a-number"
    NOT_A_DATE = "not-a-date"
    NOT_OFFERED = "not-offered"
    NOT_VALID = "not-valid"
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is not taken, and the form's own words on it."""

    kind: RefusalKind
    messages: Mapping[str, str] = field(default_factory=dict)
    """By language; empty where the form's author wrote none."""


def begin(form: Form, presets: Mapping[str, str]) -> Answers:
    """Start with the form's defaults and what the program knows beforehand."""
    defaults = {node.name: node.default for node in form.nodes.values() if node.default}
    known = {name: value for name, value in presets.items() if name in form.nodes}
    return {name: Given(_split(form, name, value)) for name, value in {**defaults, **known}.items()}


def _split(form: Form, name: str, value: str) -> tuple[str, ...]:
    place = form.positions.get(name)
    several = place is not None and form.questions[place].kind is QuestionKind.SELECT_MULTIPLE
    return tuple(value.split()) if several else (value,)


# Which question ---------------------------------------------------------------------------------------------


def next_question(form: Form, answers: Answers, today: date, after: str | None) -> Question | None:
    """Find the first question that applies after this one (None: from the beginning); None: the end."""
    sheet = _sheet(form, answers, today)
    first = 0 if after is None else form.positions[after] + 1
    return _first_relevant(sheet, form.questions[first:])


def previous_question(form: Form, answers: Answers, today: date, before: str) -> Question | None:
    """Find the last question that applies before this one; None: it is the first."""
    sheet = _sheet(form, answers, today)
    return _first_relevant(sheet, reversed(form.questions[: form.positions[before]]))


def _first_relevant(sheet: Worksheet, questions: Iterable[Question]) -> Question | None:
    return next((question for question in questions if sheet.is_relevant(question.name)), None)


def choices(form: Form, answers: Answers, today: date, name: str) -> Sequence[Choice]:
    """Give the choices offered now, in the form's order; none where the question has none."""
    listed = form.question(name).choices
    if listed is None:
        return ()
    return listed.choices if listed.filter is None else _sheet(form, answers, today).offered(listed)


# What is accepted -------------------------------------------------------------------------------------------


def accept(
    form: Form, answers: Answers, today: date, name: str, values: tuple[str, ...]
) -> Answers | Refusal:
    """Take an answer, or say why it is none. Blank is as good as skipped."""
    question = form.question(name)
    if not any(value.strip() for value in values):
        return skip(form, answers, today, name)
    read = _read(form, answers, today, question, values)
    if isinstance(read, Refusal):
        return read
    following = {**answers, name: Given(read)}
    if question.constraint is None:
        return following
    sheet = _sheet(form, following, today)
    if not sheet.is_relevant(name) or to_truth(question.constraint.evaluate(sheet, NO_ITEM)):
        return following
    return Refusal(RefusalKind.NOT_VALID, _spoken(form, following, question.constraint_messages, today))


def skip(form: Form, answers: Answers, today: date, name: str) -> Answers | Refusal:
    """Pass a question over, unless it is required."""
    return _without(form, answers, today, name, Skipped())


def unknown(form: Form, answers: Answers, today: date, name: str) -> Answers | Refusal:
    """Note that the reporter does not know, unless an answer is required."""
    return _without(form, answers, today, name, Unknown())


def _without(
    form: Form, answers: Answers, today: date, name: str, answer: Skipped | Unknown
) -> Answers | Refusal:
    question = form.question(name)
    if _is_required(_sheet(form, answers, today), question):
        messages = _spoken(form, answers, question.required_messages, today)
        return Refusal(RefusalKind.REQUIRED, messages)
    return {**answers, name: answer}


def _is_required(sheet: Worksheet, question: Question) -> bool:
    if question.required:
        return True
    return question.required_if is not None and to_truth(question.required_if.evaluate(sheet, NO_ITEM))


def _read(
    form: Form, answers: Answers, today: date, question: Question, values: tuple[str, ...]
) -> tuple[str, ...] | Refusal:
    match question.kind:
        case QuestionKind.SELECT_ONE | QuestionKind.SELECT_MULTIPLE:
            return _read_choices(form, answers, today, question, values)
        case QuestionKind.INTEGER | QuestionKind.DECIMAL:
            return _read_number(question.kind, values[0].strip())
        case QuestionKind.DATE:
            return _read_date(values[0].strip())
        case QuestionKind.TEXT | QuestionKind.NOTE:
            too_long = len(values[0]) > LONGEST_TEXT
            return Refusal(RefusalKind.TOO_LONG) if too_long else (values[0],)
        case QuestionKind.IMAGE | QuestionKind.AUDIO | QuestionKind.VIDEO | QuestionKind.FILE:
            return values
        case _:
            assert_never(question.kind)


def _read_choices(
    form: Form, answers: Answers, today: date, question: Question, values: tuple[str, ...]
) -> tuple[str, ...] | Refusal:
    """Keep the form's order, each once; one that is not offered spoils the answer."""
    offered = [choice.name for choice in choices(form, answers, today, question.name)]
    one_only = question.kind is QuestionKind.SELECT_ONE
    if not set(offered).issuperset(values) or (one_only and len(set(values)) > 1):
        return Refusal(RefusalKind.NOT_OFFERED)
    return tuple(name for name in offered if name in values)


def _read_number(kind: QuestionKind, text: str) -> tuple[str, ...] | Refusal:
    if kind is QuestionKind.INTEGER:
        if _INTEGER.fullmatch(text):
            return (str(int(text)),)
        return Refusal(RefusalKind.NOT_VALID if _DIGITS.fullmatch(text) else RefusalKind.NOT_A_NUMBER)
    if _DECIMAL.fullmatch(text):
        return (to_text(float(text.replace(",", "."))),)
    return Refusal(RefusalKind.NOT_VALID if _DIGITS.fullmatch(text) else RefusalKind.NOT_A_NUMBER)


def _read_date(text: str) -> tuple[str, ...] | Refusal:
    try:
        return (date.fromisoformat(text).isoformat(),)
    except ValueError:
        return Refusal(RefusalKind.NOT_A_DATE)


# What it amounts to -----------------------------------------------------------------------------------------


def missing(form: Form, answers: Answers, today: date) -> Sequence[Question]:
    """List the questions that apply, are required, and have no answer."""
    sheet = _sheet(form, answers, today)
    return tuple(
        question
        for question in form.questions
        if question.kind is not QuestionKind.NOTE
        and sheet.is_relevant(question.name)
        and _is_required(sheet, question)
        and not sheet.text(question.name)
    )


def review(form: Form, answers: Answers, today: date) -> Sequence[tuple[Question, Answer | None]]:
    """List what was asked and applies, with its answer; neither notes nor presets."""
    sheet = _sheet(form, answers, today)
    return tuple(
        (question, _still(sheet, question, answers.get(question.name)))
        for question in form.questions
        if question.kind is not QuestionKind.NOTE and sheet.is_relevant(question.name)
    )


def _still(sheet: Worksheet, question: Question, answer: Answer | None) -> Answer | None:
    """Leave out choices that are no longer offered: a kelurahan of another kecamatan."""
    listed = question.choices
    if not isinstance(answer, Given) or listed is None or listed.filter is None:
        return answer
    kept = tuple(name for name in answer.values if sheet.offers(listed, name))
    return Given(kept) if kept else None


def values(form: Form, answers: Answers, today: date) -> dict[str, str]:
    """Give every node as the XForm writes it, calculations too; irrelevant ones are empty."""
    sheet = _sheet(form, answers, today, form.languages[0])
    return {name: sheet.text(name) for name, node in form.nodes.items() if node.kind != "group"}


# What is said -----------------------------------------------------------------------------------------------


def labels(question: Question, form: Form, answers: Answers) -> dict[str, str]:
    """Give the words of a question by language, with answers filled in where its author asked for them."""
    return _spoken(form, answers, question.texts, date.min)


def hints(question: Question, form: Form, answers: Answers) -> dict[str, str]:
    """Give the hint below a question by language; empty where there is none."""
    return _spoken(form, answers, question.hints, date.min)


def labels_of(form: Form, question: Question, chosen_names: Iterable[str]) -> dict[str, str]:
    """Give the labels of chosen answers by language, in one line each; an unknown name stands for itself."""
    by_name: Mapping[str, Choice] = question.choices.by_name if question.choices else {}
    chosen = [by_name.get(name) or Choice(name, {}) for name in chosen_names]
    return {
        language: "; ".join(choice.labels.get(language, choice.name) for choice in chosen)
        for language in form.languages
    }


def _spoken(form: Form, answers: Answers, texts: Texts, today: date) -> dict[str, str]:
    return {language: _filled(form, answers, text, today, language) for language, text in texts.items()}


def _filled(form: Form, answers: Answers, text: Text, today: date, language: str) -> str:
    if len(text) == 1 and isinstance(text[0], str):
        return text[0]
    sheet = _sheet(form, answers, today, language)
    return "".join(part if isinstance(part, str) else to_text(part.evaluate(sheet, NO_ITEM)) for part in text)


def _sheet(form: Form, answers: Answers, today: date, language: str = "") -> Worksheet:
    given = {
        name: " ".join(answer.values) if len(answer.values) != 1 else answer.values[0]
        for name, answer in answers.items()
        if isinstance(answer, Given)
    }
    return Worksheet(form, given, today, language)
