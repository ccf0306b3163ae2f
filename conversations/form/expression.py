"""An expression of a form, ready to be worked out, and what it may ask of the form around it.

Law: an expression reads only what its ``Scope`` gives: no clock, no chance, nothing outside the form.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from conversations.form.values import Item, Value


class Scope(Protocol):
    """The form under one set of answers."""

    @property
    def today(self) -> date:
        """The office's calendar day."""
        ...

    def value(self, name: str) -> Value:
        """Give the value of a node; empty where it is irrelevant or not answered."""
        ...

    def items(self, instance: str) -> Sequence[Item]:
        """Give the rows of a choice list."""
        ...

    def choice_label(self, name: str, chosen: str) -> str:
        """Give the label of a choice, in the language being spoken."""
        ...


Evaluate = Callable[[Scope, Item], Value]
"""Work a compiled expression out; the item is the row of a choice list inside its filter, else empty."""


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A compiled expression."""

    text: str
    """As the form's author wrote it, but for the paths."""
    evaluate: Evaluate = field(repr=False)
    reads: frozenset[str]
    """The nodes whose values it looks at."""
    depth: int
    """How many calls deep working it out goes, at most."""
