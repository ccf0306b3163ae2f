"""What happened, as the phones and the killer saw it: one JSON line each, in order.

Law: nothing here comes from the program; only from what people did, what their phones showed and which calls
the sandbox took.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import orjson
from pydantic import Discriminator, TypeAdapter


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did with the phone; ``update``: the number under which the bot is told."""

    t: float
    chat: int
    what: str
    """say, press, block, unblock, raw."""
    said: str
    """A text, or a button's data."""
    update: int
    press: str = ""
    canary: str = ""
    """The unique text of the report that this belongs to."""
    kind: Literal["act"] = "act"


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot's as it appeared on a phone, new or changed."""

    t: float
    n: int
    chat: int
    message: int
    text: str
    data: tuple[str, ...] = ()
    is_new: bool = True
    kind: Literal["shown"] = "shown"


@dataclass(frozen=True, slots=True)
class Gone:
    """Messages that left a phone."""

    t: float
    chat: int
    messages: tuple[int, ...]
    kind: Literal["gone"] = "gone"


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the bot's, carried out or not."""

    t: float
    method: str
    chat: int
    status: int
    fault: str
    offset: int = 0
    press: str = ""
    text: str = ""
    shown: int = 0
    """The number of what it made a phone show."""
    given: tuple[int, ...] = ()
    """The updates that were handed out."""
    kind: Literal["call"] = "call"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the storm did: kill, start, ready, ended, skew, disk, damage, gap, calm."""

    t: float
    what: str
    about: str = ""
    number: float = 0.0
    kind: Literal["trouble"] = "trouble"


@dataclass(frozen=True, slots=True)
class Phone:
    """What one phone shows at the end: (message, from the bot, text)."""

    t: float
    chat: int
    messages: tuple[tuple[int, bool, str], ...]
    kind: Literal["phone"] = "phone"


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works in the office."""

    t: float
    chat: int
    person: str
    role: str
    kind: Literal["staff"] = "staff"


Entry = Annotated[Act | Shown | Gone | Call | Trouble | Phone | Staff, Discriminator("kind")]
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
Entered = Act | Shown | Gone | Call | Trouble | Phone | Staff


class Ledger:
    """Written while it happens."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def note(self, entry: Entered) -> None:
        """Write one line."""
        self._file.write(orjson.dumps(entry) + b"\n")

    def flush(self) -> None:
        """Have everything readable so far."""
        self._file.flush()

    def close(self) -> None:
        """Have everything on disk."""
        self._file.close()


def read(path: Path) -> Iterator[Entered]:
    """Read a ledger back."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield _ENTRY.validate_json(line)
