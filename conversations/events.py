"""What can happen: everything a person can do to us, as plain values.

Law: an event carries what Telegram delivered and nothing that was looked up. Words stay out of reprs.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class MediaKind(StrEnum):
    """What sort of file somebody sent; it decides how an officer is shown it."""

    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"


class FetchProblem(StrEnum):
    """Why a file could not be taken in."""

    TOO_LARGE = "too-large"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody pressed Start, perhaps through a link."""

    message: int
    payload: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Typed:
    """Somebody wrote text."""

    message: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a button of ours: ``stamp:verb[:argument]``."""

    message: int
    button: str
    press: str = field(repr=False)
    """Telegram's id of the press: what its answer names."""


@dataclass(frozen=True, slots=True)
class Attached:
    """Somebody sent a file."""

    message: int
    kind: MediaKind
    file: str = field(repr=False)
    """Telegram's id of the file."""
    size: int
    """Bytes as Telegram tells them; 0 where it does not."""
    name: str = field(default="", repr=False)
    mime: str = field(default="", repr=False)
    caption: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Edited:
    """Somebody changed a message that they had sent."""

    message: int


@dataclass(frozen=True, slots=True)
class Strange:
    """Somebody sent what we cannot read: a sticker, a place, a contact."""

    message: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file lies sealed in the store."""

    token: str
    size: int
    """Bytes of the plaintext."""


@dataclass(frozen=True, slots=True)
class NotFetched:
    """A file could not be taken in."""

    token: str
    problem: FetchProblem


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody blocked the bot."""


@dataclass(frozen=True, slots=True)
class Returned:
    """Somebody unblocked the bot."""


Event = Opened | Typed | Pressed | Attached | Edited | Strange | Fetched | NotFetched | Left | Returned
