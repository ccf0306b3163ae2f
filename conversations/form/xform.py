"""A form read from its compiled XForm.

Law: what this module lets through can be asked to its end in a chat; all else is refused, with question and
column named. Reading needs no pyxform: an older form is read from the XML that was kept with it.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element

from conversations.form.compiler import compile_choices, compile_expression
from conversations.form.errors import ExpressionError, UnusableForm
from conversations.form.expression import Expression
from conversations.form.model import (
    Choice,
    ChoiceList,
    Form,
    Node,
    NodeKind,
    Question,
    QuestionKind,
    Texts,
)
from conversations.form.order import check_order
from conversations.form.skeleton import ROSA, Place, Skeleton, Steps, local, read_skeleton, tag
from conversations.form.values import Item

_PADDED_PATH = re.compile(r" /[\w./-]*?([\w.-]+) ")
_KINDS = {
    "string": QuestionKind.TEXT,
    "int": QuestionKind.INTEGER,
    "decimal": QuestionKind.DECIMAL,
    "date": QuestionKind.DATE,
}
_FILES = {"image": QuestionKind.IMAGE, "audio": QuestionKind.AUDIO, "video": QuestionKind.VIDEO}
_SELECTS = {"select1": QuestionKind.SELECT_ONE, "select": QuestionKind.SELECT_MULTIPLE}
_NODE_KINDS = {"int": NodeKind.NUMBER, "decimal": NodeKind.NUMBER, "date": NodeKind.DATE}


def read(xml: str) -> Form:
    """Read a form; UnusableForm says what cannot be used, and where."""
    skeleton = read_skeleton(xml)
    builder = _Builder(skeleton, _choice_lists(skeleton))
    nodes = {place.steps[-1]: builder.node(place) for place in skeleton.places}
    check_order(nodes)
    questions = tuple(builder.question(steps, control) for steps, control in skeleton.controls.items())
    if not questions:
        raise UnusableForm("formulir ini tidak menanyakan apa pun")
    return Form(
        version=f"{skeleton.version or '0'}-{hashlib.sha256(xml.encode()).hexdigest()[:12]}",
        title=skeleton.title,
        languages=skeleton.languages.codes,
        questions=questions,
        nodes=nodes,
        instances=skeleton.instances,
        positions={question.name: place for place, question in enumerate(questions)},
        source=xml,
    )


class _Where(NamedTuple):
    """A cell of the sheet."""

    skeleton: Skeleton
    steps: Steps
    column: str

    def compiled(self, text: str) -> Expression:
        """Compile an expression, or say in which cell and at which sign it stops."""
        try:
            return compile_expression(text, self.skeleton.home_of(self.steps))
        except ExpressionError as refused:
            raise self.refused(text, refused) from None

    def refused(self, text: str, error: ExpressionError) -> UnusableForm:
        """Tell the sign as the author wrote the expression, with ``${name}`` for the paths."""
        before = text[: error.at - 1]
        if text[error.at - 1 : error.at] == "/":
            before = before.removesuffix(" ")  # pyxform pads its paths.
        sign = len(_short_paths(before).lstrip()) + 1
        return self.unusable(f"{error.problem} (huruf ke-{sign} dari: {_short_paths(text).strip()})")

    def unusable(self, problem: str) -> UnusableForm:
        """Refuse this cell."""
        return UnusableForm(problem, name=self.steps[-1], column=self.column)


def _short_paths(text: str) -> str:
    return _PADDED_PATH.sub(r"${\1}", text)


def _choice_lists(skeleton: Skeleton) -> Mapping[Steps, ChoiceList]:
    return {
        steps: _choice_list(skeleton, steps, control)
        for steps, control in skeleton.controls.items()
        if local(control) in _SELECTS
    }


def _choice_list(skeleton: Skeleton, steps: Steps, control: Element) -> ChoiceList:
    itemset = control.find(tag("itemset"))
    where = _Where(skeleton, steps, "choice_filter")
    if itemset is None:
        raise _Where(skeleton, steps, "type").unusable("pilihannya tidak berasal dari lembar choices")
    nodeset = itemset.get("nodeset", "")
    try:
        instance, chosen = compile_choices(nodeset, skeleton.home_of(steps))
    except ExpressionError as refused:
        raise where.refused(nodeset, refused) from None
    choices = tuple(_choice(skeleton, itemset, item, instance) for item in skeleton.instances[instance])
    by_name = {choice.name: choice for choice in choices}
    if len(by_name) < len(choices):
        raise _Where(skeleton, steps, "type").unusable(f"daftar {instance} menyebut satu pilihan dua kali")
    return ChoiceList(choices, by_name, chosen)


def _choice(skeleton: Skeleton, itemset: Element, item: Item, instance: str) -> Choice:
    value = itemset.find(tag("value"))
    label = itemset.find(tag("label"))
    name = item.get(value.get("ref", "") if value is not None else "", "")
    column = label.get("ref", "") if label is not None else ""
    if not name or " " in name:
        raise UnusableForm("pilihan memerlukan nama tanpa spasi", name=name, column="name", sheet="choices")
    return Choice(name, _choice_labels(skeleton, item, column, name, instance), item)


def _choice_labels(skeleton: Skeleton, item: Item, column: str, name: str, instance: str) -> dict[str, str]:
    """Read a choice's words: translated by id, or from the columns ``label`` and ``label_en`` of a file."""
    if column.startswith("jr:itext("):
        told = skeleton.languages.by_id(item.get("itextId", ""), _no_answers(name))
        return {language: str(text[0]) for language, text in told.items()}
    plain = item.get(column, "")
    if not plain:
        problem = f"satu pilihan dalam daftar {instance} tidak punya label"
        raise UnusableForm(problem, name=name, column="label", sheet="choices")
    return {code: item.get(f"{column}_{code}", "") or plain for code in skeleton.languages.codes}


def _no_answers(name: str) -> "_Refuse":
    return _Refuse(name)


@dataclass(frozen=True, slots=True)
class _Refuse:
    """Stands where an answer would be filled in and cannot be."""

    name: str

    def __call__(self, text: str) -> Expression:
        del text
        problem = "label pilihan tidak dapat memuat jawaban"
        raise UnusableForm(problem, name=self.name, column="label", sheet="choices")


@dataclass(frozen=True, slots=True)
class _Builder:
    skeleton: Skeleton
    lists: Mapping[Steps, ChoiceList]

    def node(self, place: Place) -> Node:
        """Build one node."""
        bind = self.skeleton.binds.get(place.steps, {})
        kind = NodeKind.GROUP if place.is_group else _NODE_KINDS.get(bind.get("type", ""), NodeKind.TEXT)
        return Node(
            name=place.steps[-1],
            kind=kind,
            group=place.steps[-2] if len(place.steps) > 2 else "",  # noqa: PLR2004 - the root is no group
            relevant=self._rule(place.steps, bind.get("relevant"), "relevant"),
            calculate=self._rule(place.steps, bind.get("calculate"), "calculation"),
            default=place.default,
            choices=self.lists.get(place.steps),
            is_today=bind.get(f"{ROSA}preload") == "date",
        )

    def question(self, steps: Steps, control: Element) -> Question:
        """Build one question."""
        bind = self.skeleton.binds.get(steps, {})
        required = bind.get("required", "")
        return Question(
            name=steps[-1],
            kind=self._kind(steps, control, bind),
            texts=self._words(steps, control, "label"),
            hints=self._words(steps, control, "hint"),
            required=required == "true()",
            required_if=self._rule(steps, None if required == "true()" else required, "required"),
            required_messages=self._message(steps, bind.get(f"{ROSA}requiredMsg"), "required_message"),
            constraint=self._rule(steps, bind.get("constraint"), "constraint"),
            constraint_messages=self._message(steps, bind.get(f"{ROSA}constraintMsg"), "constraint_message"),
            choices=self.lists.get(steps),
        )

    def _rule(self, steps: Steps, text: str | None, column: str) -> Expression | None:
        return _Where(self.skeleton, steps, column).compiled(text) if text else None

    def _words(self, steps: Steps, control: Element, column: str) -> Texts:
        where = _Where(self.skeleton, steps, column)
        words = self.skeleton.languages.of(control.find(tag(column)), where.compiled)
        if column == "label" and not words:
            raise where.unusable("pertanyaan memerlukan kalimat")
        return words

    def _message(self, steps: Steps, written: str | None, column: str) -> Texts:
        where = _Where(self.skeleton, steps, column)
        return self.skeleton.languages.message(written, where.compiled) if written else {}

    def _kind(self, steps: Steps, control: Element, bind: Mapping[str, str]) -> QuestionKind:
        where = _Where(self.skeleton, steps, "type")
        if bind.get("readonly") == "true()" and local(control) == "input":
            return QuestionKind.NOTE
        if bind.get("calculate"):
            raise where.unusable(
                "satu pertanyaan tidak dapat ditanyakan sekaligus dihitung: tampilkan dalam note"
            )
        if local(control) in _SELECTS:
            return _SELECTS[local(control)]
        if local(control) == "upload":
            return _FILES.get(control.get("mediatype", "").partition("/")[0], QuestionKind.FILE)
        kind = _KINDS.get(bind.get("type", "string"))
        if kind is None:
            raise where.unusable(f"{bind.get('type')} belum dapat ditanyakan dalam chat")
        return kind
