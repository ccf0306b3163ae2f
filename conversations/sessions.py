"""Where somebody stands in a dialogue: one frozen class a stage, joined in a union.

Law: a stage holds all that its screen shows, so that a card can be drawn again from the session alone. Each
class names itself in ``kind``: that is how it is read back from the store.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from conversations.casework import StepKind
from conversations.people import CaseId
from conversations.report import Address, Draft


@dataclass(frozen=True, slots=True)
class Resting:
    """Nothing is under way. What a stranger sees who picks up the phone."""

    asked: bool = False
    """Somebody wrote: they get the general answer in place of the closing line."""
    bare: bool = False
    """After a quick exit: the closing line alone; a button would tell that there was something to leave."""
    kind: Literal["resting"] = "resting"


@dataclass(frozen=True, slots=True)
class ChoosingLanguage:
    """The first card."""

    kind: Literal["choosing-language"] = "choosing-language"


@dataclass(frozen=True, slots=True)
class ChoosingRole:
    """A village official says for whom they write."""

    kind: Literal["choosing-role"] = "choosing-role"


@dataclass(frozen=True, slots=True)
class AskedSafety:
    """Whether it is safe to type now."""

    before: "Begun | None" = None
    """A draft that goes on from here: after a gap, this is asked before anything of it is shown."""
    kind: Literal["asked-safety"] = "asked-safety"


@dataclass(frozen=True, slots=True)
class Unsafe:
    """It is not: who can be called, and that somebody may be asked to get in touch."""

    danger: bool
    before: "Begun | None" = None
    kind: Literal["unsafe"] = "unsafe"


@dataclass(frozen=True, slots=True)
class OfferedCallback:
    """Shall an officer get in touch? The press that follows is a Send of its own."""

    danger: bool
    before: "Begun | None" = None
    kind: Literal["offered-callback"] = "offered-callback"


@dataclass(frozen=True, slots=True)
class AskedPhone:
    """Whether somebody else looks into this phone."""

    official: bool = False
    kind: Literal["asked-phone"] = "asked-phone"


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What we can and cannot promise, before anything is told."""

    shared: bool
    official: bool = False
    asking: bool = False
    """The page behind "Tanya dulu"."""
    kind: Literal["reading-limits"] = "reading-limits"


Hint = Literal[
    "",
    "press-a-button",
    "write-please",
    "not-this-kind",
    "not-valid",
    "not-a-number",
    "not-a-date",
    "required",
    "file-too-large",
    "file-refused",
    "masked",
    "edited",
    "kept-meanwhile",
    "wait-for-file",
    "too-many-files",
]
"""What a card adds above its question."""


@dataclass(frozen=True, slots=True)
class Filling:
    """One question of the form."""

    draft: Draft = field(repr=False)
    question: str
    ticked: tuple[str, ...] = field(default=(), repr=False)
    """What is ticked so far where several may be."""
    returning: bool = False
    """Came from the review, and goes back there."""
    hint: Hint = ""
    complaint: dict[str, str] = field(default_factory=dict, repr=False)
    """The form's own words on why an answer does not fit, by language."""
    page: int = 0
    kind: Literal["filling"] = "filling"


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Everything told, before Send."""

    draft: Draft = field(repr=False)
    page: int = 0
    changing: bool = False
    """Choosing which answer to change."""
    hint: Hint = ""
    kind: Literal["reviewing"] = "reviewing"


@dataclass(frozen=True, slots=True)
class Paused:
    """Stopped; what was told waits until the draft expires."""

    draft: Draft = field(repr=False)
    question: str
    """Where to go on; empty: at the review."""
    kind: Literal["paused"] = "paused"


@dataclass(frozen=True, slots=True)
class Received:
    """Filed: the receipt is shown, once."""

    words: tuple[str, ...] = field(repr=False)
    callback: bool = False
    address: Address = Address.ADULT
    kind: Literal["received"] = "received"


@dataclass(frozen=True, slots=True)
class News:
    """Somebody of the office wrote: a neutral card stands for it until it was read."""

    case: CaseId
    number: int
    """Which word of the case."""
    text: str = field(repr=False)
    word: str = field(default="", repr=False)
    """The word that was agreed on as a sign that it is safe: nothing is shown before it."""
    hours: str = field(default="", repr=False)
    shown: Literal["closed", "asked", "word", "open"] = "closed"
    arrived: bool = False
    """It lies on the phone, or somebody there did something: it is no message that nobody asked for."""
    tries: int = 0
    """How often another word was written."""
    answered: bool = False
    """Somebody wrote below it, which goes to nobody: the card says so."""
    kind: Literal["news"] = "news"


Begun = Filling | Reviewing | Paused
"""What holds a draft."""
Unfinished = (
    ChoosingRole
    | AskedSafety
    | Unsafe
    | OfferedCallback
    | AskedPhone
    | ReadingLimits
    | Filling
    | Reviewing
    | Paused
)
"""What a stranger who picks up the phone must not be shown."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nobody touched the chat for a while, or somebody pressed Start again: a neutral card hides the rest."""

    before: Unfinished = field(repr=False)
    """Where its one button goes on."""
    asked: bool = False
    """Somebody wrote: they get the general answer, as at rest."""
    kind: Literal["waiting"] = "waiting"


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Somebody of the office, with nothing begun."""

    status: bool = False
    """The coordinator's overview is shown in place of the person's own cases."""
    page: int = 0
    """Of the cases that are listed."""
    kind: Literal["at-desk"] = "at-desk"


@dataclass(frozen=True, slots=True)
class ChoosingStep:
    """An owner says what was done."""

    case: CaseId
    kind: Literal["choosing-step"] = "choosing-step"


@dataclass(frozen=True, slots=True)
class ChoosingDate:
    """An owner says when they look at the case again."""

    case: CaseId
    step: StepKind
    typing: bool = False
    """Writes a date of their own."""
    refused: bool = False
    kind: Literal["choosing-date"] = "choosing-date"


@dataclass(frozen=True, slots=True)
class StepKept:
    """A step was written down; what is typed now becomes its note."""

    case: CaseId
    number: int
    """Which step of the case."""
    step: StepKind
    follow_up: datetime | None
    noted: bool = False
    kind: Literal["step-kept"] = "step-kept"


@dataclass(frozen=True, slots=True)
class WritingWord:
    """An owner writes to the reporter."""

    case: CaseId
    too_long: int = 0
    """How many signs the last try had; 0: there was none, or it was short enough."""
    kind: Literal["writing-word"] = "writing-word"


@dataclass(frozen=True, slots=True)
class CheckingWord:
    """What an owner wrote to the reporter, once more, before it is sent."""

    case: CaseId
    text: str = field(repr=False)
    later: datetime | None
    """When it will arrive; None: at once."""
    kind: Literal["checking-word"] = "checking-word"


@dataclass(frozen=True, slots=True)
class Joining:
    """An invitation was opened; a coordinator has to confirm."""

    kind: Literal["joining"] = "joining"


ReporterStage = Resting | ChoosingLanguage | Unfinished | Waiting | Received | News
OfficeStage = AtDesk | ChoosingStep | ChoosingDate | StepKept | WritingWord | CheckingWord
DeskStage = OfficeStage | Joining
Stage = ReporterStage | DeskStage


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody's place in a dialogue."""

    generation: int
    """Which life of the chat this is: a quick exit begins another."""
    language: str
    stage: Stage
