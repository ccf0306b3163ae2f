"""A form as data: its questions in order, and the rules between them.

Law: a ``Form`` is read once, checked whole, and never changes; ``version`` names its content.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from conversations.form.expression import Expression
from conversations.form.values import Item

NO_ITEM: Item = {}
Text = tuple[str | Expression, ...]
"""Words with the places where an answer is filled in."""
Texts = Mapping[str, Text]
"""By language."""


class QuestionKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    NOTE = "note"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


class NodeKind(StrEnum):
    """What a node of the form holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers offered."""

    name: str
    labels: Mapping[str, str]
    """By language."""
    item: Item = field(default_factory=dict, repr=False)
    """Its row of the choice list, by column."""


@dataclass(frozen=True, slots=True, eq=False)
class ChoiceList:
    """What a select question offers."""

    choices: tuple[Choice, ...]
    by_name: Mapping[str, Choice] = field(repr=False)
    filter: Expression | None = None
    """Worked out for every row; None: all are offered."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A place for a value: a question, a calculation, a hidden preset, or a group of them."""

    name: str
    kind: NodeKind
    group: str = ""
    """The name of the group around it; empty: none."""
    relevant: Expression | None = None
    calculate: Expression | None = None
    default: str = ""
    choices: ChoiceList | None = None
    is_today: bool = False
    """Filled with the day of filing by the program."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is asked."""

    name: str
    kind: QuestionKind
    texts: Texts = field(repr=False)
    hints: Texts = field(default_factory=dict, repr=False)
    required: bool = False
    """Whether it is always required; ``required_if`` says when it sometimes is."""
    required_if: Expression | None = None
    required_messages: Texts = field(default_factory=dict, repr=False)
    constraint: Expression | None = None
    constraint_messages: Texts = field(default_factory=dict, repr=False)
    choices: ChoiceList | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A form."""

    version: str
    """The author's version and a short hash of the content: other content, other version."""
    title: str
    languages: tuple[str, ...]
    questions: tuple[Question, ...] = field(repr=False)
    """Those that are asked, in order; neither calculations nor presets."""
    nodes: Mapping[str, Node] = field(repr=False)
    """Every node by name, in the order of the form."""
    instances: Mapping[str, tuple[Item, ...]] = field(repr=False)
    """The choice lists by name."""
    positions: Mapping[str, int] = field(repr=False)
    """Where each question stands in ``questions``."""
    source: str = field(repr=False)
    """The compiled XForm: what a draft's older form is read from again."""

    def question(self, name: str) -> Question:
        """Find a question; KeyError where the form asks none of that name."""
        return self.questions[self.positions[name]]
