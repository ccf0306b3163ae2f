"""A report on its way: the draft somebody is writing, the files beside it, and what is filed at Send.

Law: nothing here is a case until the reporter pressed Send.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from conversations.events import FetchProblem, MediaKind
from conversations.form.filling import Answers, Given
from conversations.moment import Receipt
from conversations.people import PersonId


class FileState(StrEnum):
    """How far a file has come."""

    COMING = "coming"
    KEPT = "kept"
    TOO_LARGE = FetchProblem.TOO_LARGE.value
    REFUSED = FetchProblem.REFUSED.value


class Address(StrEnum):
    """How somebody is spoken to."""

    ADULT = "adult"
    """Anda."""
    CHILD = "child"
    """Kamu."""
    OFFICIAL = "official"
    """Bapak/Ibu."""


CHILDREN = frozenset({"u0_5", "u6_12", "u13_17"})
"""The form's ``age_group``: younger than 18."""


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file that somebody added."""

    token: str
    """32 hexadecimal digits: the id of its sealed chunks."""
    key: str = field(repr=False)
    """64 hexadecimal digits: what its chunks are sealed under."""
    kind: MediaKind
    question: str
    mime: str = field(repr=False)
    state: FileState = FileState.COMING
    size: int = 0
    caption: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has told so far."""

    form_version: str
    answers: Answers = field(repr=False)
    files: tuple[DraftFile, ...] = ()
    official: bool = False
    """A village official writes for a resident."""
    visited: int = 0
    """How many questions have been shown: the number on the card."""

    @property
    def address(self) -> Address:
        """How the writer is spoken to, as far as the form was told who writes."""
        if self.official:
            return Address.OFFICIAL
        is_child = self._chose("whom") == "saya" and self._chose("age_group") in CHILDREN
        return Address.CHILD if is_child else Address.ADULT

    def _chose(self, question: str) -> str:
        answer = self.answers.get(question)
        return answer.values[0] if isinstance(answer, Given) else ""


class Way(StrEnum):
    """How a reporter may be reached (the form's ``contact_way``)."""

    NOT_AT_ALL = "tidak"
    HERE = "di_sini"
    PHONE = "telepon"


@dataclass(frozen=True, slots=True)
class Report:
    """What is filed."""

    language: str
    receipt: Receipt = field(repr=False)
    filed_at: datetime
    draft: Draft | None = field(repr=False)
    """None: somebody asked to be called and told nothing else."""
    values: dict[str, str] = field(repr=False)
    """Every node of the form with its calculates, as XForm strings; irrelevant ones are empty."""
    in_danger: bool = False
    by_official: PersonId | None = None
    kind: Literal["report", "callback"] = "report"

    @property
    def way_back(self) -> Way:
        """How the reporter allowed us to come back to them."""
        if self.kind == "callback":
            return Way.HERE
        try:
            return Way(self.values.get("contact_way", ""))
        except ValueError:
            return Way.NOT_AT_ALL


@dataclass(frozen=True, slots=True)
class Story:
    """What is sealed for the office's eyes alone."""

    language: str
    draft: Draft | None = field(repr=False)
    in_danger: bool = False
