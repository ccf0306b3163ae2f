"""What follows from a decision, as plain values: storage keeps them in one transaction, bot carries some out.

Law: an effect names what shall be, never how. None carries words of a reporter but ``FileReport`` and
``KeepNote``, which storage seals before anything else sees them.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from conversations.case_effects import CaseEffect
from conversations.casework import CaseFile, WordState
from conversations.events import MediaKind
from conversations.people import NO_CASE, CaseId, Person, PersonId
from conversations.report import Report
from conversations.screen import Line


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Bring the chat's living card up to date.

    ``fresh``: as a new message below what the person has just written; the old card goes.
    """

    fresh: bool = False
    unasked: bool = False
    """Nobody there did anything just now: where the card is gone, it stays away."""


@dataclass(frozen=True, slots=True)
class Toast:
    """Answer a press with a short line at the top of the screen."""

    line: Line


@dataclass(frozen=True, slots=True)
class Vanish:
    """Quick exit: everything known of this chat goes, one neutral line stays."""


@dataclass(frozen=True, slots=True)
class Hide:
    """Delete everything that both sides wrote in this chat, but for the living card; the draft stays."""


@dataclass(frozen=True, slots=True)
class RemoveMessage:
    """Delete one message of this chat."""

    message: int


@dataclass(frozen=True, slots=True)
class FetchFile:
    """Take a file in from Telegram and seal it under its own key."""

    token: str
    file: str = field(repr=False)
    key: str = field(repr=False)
    kind: MediaKind
    size: int


@dataclass(frozen=True, slots=True)
class DropFiles:
    """Throw sealed files away: their draft is gone. A file that was filed with a case stays."""

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """A reporter pressed Send."""

    report: Report = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeepCase:
    """A case goes on from here."""

    case: CaseFile


@dataclass(frozen=True, slots=True)
class KeepNote:
    """Seal an officer's note on a case."""

    note: str
    case: CaseId
    text: str = field(repr=False)
    to_reporter: bool = False
    """The program itself must be able to open it: it is to be brought to the reporter."""


@dataclass(frozen=True, slots=True)
class KeepWordState:
    """Note how far what was written to a reporter has come."""

    case: CaseId
    number: int
    state: WordState


class CasePart(StrEnum):
    """A part of a case that is opened by itself."""

    FACTS = "facts"
    STORY = "story"
    NOTES = "notes"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class View:
    """Open a part of a case on somebody's phone, for some minutes."""

    person: PersonId
    case: CaseId
    part: CasePart
    number: int = 0
    """Which page of the story, or which file."""


@dataclass(frozen=True, slots=True)
class CloseView:
    """Empty what was opened, now."""

    person: PersonId
    case: CaseId


@dataclass(frozen=True, slots=True)
class KeepPerson:
    """Somebody's role or standing changes."""

    person: Person


@dataclass(frozen=True, slots=True)
class SpendInvitation:
    """An invitation was used."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Tell:
    """Tell somebody of the office a line of ours."""

    person: PersonId
    notice: "Notice"
    about: PersonId | None = None
    message: int | None = None
    """A message of theirs that says it from now on; None: a new one."""
    case: CaseId = NO_CASE


class Notice(StrEnum):
    """A message to somebody of the office that is no case's card."""

    ASKS_TO_JOIN = "asks-to-join"
    WELCOME = "welcome"
    DECLINED = "declined"
    PUT_BACK = "put-back"
    """What is kept of somebody is older than what was known: shall they have their role?"""
    ROSTER_BACK = "roster-back"
    """The roster was an older one, and is empty now."""
    STORY_DAMAGED = "story-damaged"
    """The story of a case does not open: somebody must look, once."""
    WORD_LOST = "word-lost"
    """What they wrote to a reporter could not be brought."""
    CHAIN_CODE = "chain-code"
    """How the audit chain ends today: whoever writes it down notices that it was cut."""
    WENT_BACK = "went-back"
    """The audit chain was cut: the database is an older one."""


Effect = (
    CaseEffect
    | ShowCard
    | Toast
    | Vanish
    | Hide
    | RemoveMessage
    | FetchFile
    | DropFiles
    | FileReport
    | KeepCase
    | KeepNote
    | KeepWordState
    | View
    | CloseView
    | KeepPerson
    | SpendInvitation
    | Tell
)
