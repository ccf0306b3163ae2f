"""What waits to be sent: names of templates and references, never words.

Law: a letter says what shall be shown, and is drawn from the store when it is sent. What it carries is
sealed; in clear stand its lane, the chat's hash, the life of the chat it belongs to and the minute from
which it may go.
"""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

from conversations.case_effects import RingReason
from conversations.effects import CasePart, Notice
from conversations.events import MediaKind
from conversations.people import NO_CASE, CaseId, PersonId


class Lane(IntEnum):
    """What goes first."""

    QUICK_EXIT = 0
    ALERT = 1
    ANSWER = 2
    REST = 3


@dataclass(frozen=True, slots=True)
class CardLetter:
    """The chat's living card, as the session stands when it is sent."""

    unasked: bool = False
    """Nobody there did anything just now: where the card is gone, it stays away."""
    kind: Literal["card"] = "card"


@dataclass(frozen=True, slots=True)
class VanishLetter:
    """Take away what is fading in the chat."""

    after: int = 0
    """The last message that was known when the quick exit came while something was on its way: beyond it
    more may lie than we know of. 0: nothing was."""
    kind: Literal["vanish"] = "vanish"


@dataclass(frozen=True, slots=True)
class RemoveLetter:
    """Delete messages."""

    messages: tuple[int, ...]
    kind: Literal["remove"] = "remove"


@dataclass(frozen=True, slots=True)
class RingLetter:
    """A case's card as a new message, with a sound."""

    person: PersonId
    case: CaseId
    reason: RingReason
    kind: Literal["ring"] = "ring"


@dataclass(frozen=True, slots=True)
class RedrawLetter:
    """A case's card brought up to date, in silence."""

    person: PersonId
    case: CaseId
    kind: Literal["redraw"] = "redraw"


@dataclass(frozen=True, slots=True)
class ViewLetter:
    """A placeholder for an opened part; its words go in once its id and its end are on record."""

    person: PersonId
    case: CaseId
    part: CasePart
    number: int
    kind: Literal["view"] = "view"


@dataclass(frozen=True, slots=True)
class RevealLetter:
    """The words of an opened part, into their placeholder."""

    person: PersonId
    case: CaseId
    part: CasePart
    number: int
    message: int
    kind: Literal["reveal"] = "reveal"


@dataclass(frozen=True, slots=True)
class WipeLetter:
    """An opened part is emptied; ``number``: the opening that ends (0: whichever is open)."""

    person: PersonId
    case: CaseId
    number: int = 0
    kind: Literal["wipe"] = "wipe"


@dataclass(frozen=True, slots=True)
class TellLetter:
    """A line of ours to somebody of the office."""

    person: PersonId
    notice: Notice
    about: PersonId | None = None
    message: int | None = None
    """The message that says it from now on; None: a new one."""
    case: CaseId = NO_CASE
    kind: Literal["tell"] = "tell"


@dataclass(frozen=True, slots=True)
class FetchLetter:
    """A file to take in from Telegram."""

    token: str
    file: str = field(repr=False)
    key: str = field(repr=False)
    media: MediaKind
    size: int
    kind: Literal["fetch"] = "fetch"


Letter = (
    CardLetter
    | VanishLetter
    | RemoveLetter
    | RingLetter
    | RedrawLetter
    | ViewLetter
    | RevealLetter
    | WipeLetter
    | TellLetter
    | FetchLetter
)


def lane_of(letter: Letter) -> Lane:
    """Tell how urgent a letter is."""
    match letter:
        case VanishLetter():
            return Lane.QUICK_EXIT
        case RingLetter() | TellLetter() | WipeLetter():
            return Lane.ALERT
        case CardLetter() | ViewLetter() | RevealLetter():
            return Lane.ANSWER
        case RemoveLetter() | RedrawLetter() | FetchLetter():
            return Lane.REST
