"""The values of a form's nodes under one set of answers, each worked out when first looked at.

Law: an irrelevant node is there but empty, and so is everything inside an irrelevant group; a choice that its
filter no longer offers counts as not given.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date

from conversations.form.model import NO_ITEM, Choice, ChoiceList, Form, Node, NodeKind
from conversations.form.values import Item, Value, to_day, to_number, to_text, to_truth


class Worksheet:
    """A form with answers filled in, at one moment and in one language."""

    __slots__ = ("_form", "_given", "_language", "_relevant", "_values", "today")

    def __init__(self, form: Form, given: Mapping[str, str], today: date, language: str = "") -> None:
        self._form = form
        self._given = given
        self.today = today
        self._language = language
        self._values: dict[str, Value] = {}
        self._relevant: dict[str, bool] = {"": True}

    def is_relevant(self, name: str) -> bool:
        """Tell whether a node, with all groups around it, applies."""
        known = self._relevant.get(name)
        if known is not None:
            return known
        node = self._form.nodes[name]
        told = self.is_relevant(node.group) and (
            node.relevant is None or to_truth(node.relevant.evaluate(self, NO_ITEM))
        )
        self._relevant[name] = told
        return told

    def value(self, name: str) -> Value:
        """Give a node's value, of its own kind."""
        known = self._values.get(name)
        if known is None:
            known = self._worked_out(self._form.nodes[name]) if self.is_relevant(name) else ""
            self._values[name] = known
        return known

    def text(self, name: str) -> str:
        """Give a node's value as the XForm writes it: a truth as 1 or 0."""
        value = self.value(name)
        return str(int(value)) if isinstance(value, bool) else to_text(value)

    def _worked_out(self, node: Node) -> Value:
        if node.calculate is not None:
            return _calculated(node.kind, node.calculate.evaluate(self, NO_ITEM))
        if node.is_today:
            return self.today
        given = self._given.get(node.name, "")
        if given and node.choices is not None and node.choices.filter is not None:
            return " ".join(name for name in given.split() if self.offers(node.choices, name))
        return _typed(node.kind, given)

    def offers(self, listed: ChoiceList, name: str) -> bool:
        """Tell whether a choice is among those offered now."""
        choice = listed.by_name.get(name)
        return choice is not None and self._passes(listed, choice)

    def offered(self, listed: ChoiceList) -> Sequence[Choice]:
        """Give the choices offered now, in the form's order."""
        if listed.filter is None:
            return listed.choices
        return tuple(choice for choice in listed.choices if self._passes(listed, choice))

    def _passes(self, listed: ChoiceList, choice: Choice) -> bool:
        return listed.filter is None or to_truth(listed.filter.evaluate(self, choice.item))

    def items(self, instance: str) -> Sequence[Item]:
        """Give the rows of a choice list."""
        return self._form.instances[instance]

    def choice_label(self, name: str, chosen: str) -> str:
        """Give the label of a choice in the worksheet's language; empty where there is none."""
        listed = self._form.nodes[name].choices
        choice = listed.by_name.get(chosen) if listed else None
        if choice is None:
            return ""
        return choice.labels.get(self._language) or next(iter(choice.labels.values()), choice.name)


def _calculated(kind: NodeKind, value: Value) -> Value:
    """Keep what was worked out of its own kind, as JavaRosa does: a truth stays one. No number is nothing."""
    if kind is not NodeKind.TEXT or isinstance(value, tuple):
        return _typed(kind, to_text(value))
    return "" if isinstance(value, float) and math.isnan(value) else value


def _typed(kind: NodeKind, text: str) -> Value:
    if not text:
        return ""
    if kind is NodeKind.NUMBER:
        number = to_number(text)
        return "" if math.isnan(number) else number
    if kind is NodeKind.DATE:
        return to_day(text) or text
    return text
