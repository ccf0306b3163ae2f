"""What the office holds, as a helper beside the program read it through storage's doors: shapes alone.

Law: no comparison here; the auditor compares.
"""

from dataclasses import dataclass, field

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class KeptCase:
    """One case."""

    id: str
    stage: str
    owner: str
    audience: str
    filed_at: float
    told: str = field(repr=False)
    """Every answer, as one text."""
    way_back: int
    receipts: tuple[str, ...]
    alarm: int
    called: tuple[str, ...]
    steps: int
    promised: float
    """When the owner looks again, in seconds since 1970; 0: never."""
    promise: int
    call_minutes: int
    """How long its first call may stay unanswered."""
    first_minutes: int
    grace_minutes: int


@dataclass(frozen=True, slots=True)
class KeptChat:
    """One chat."""

    chat: int
    stage: str
    has_draft: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything."""

    cases: tuple[KeptCase, ...]
    damaged: tuple[str, ...]
    """Cases that do not open."""
    chats: tuple[KeptChat, ...]
    letters: tuple[str, ...]
    """Kinds of the letters that still wait."""
    damaged_letters: int
    applied: tuple[int, ...]
    """Of the updates asked about, those that are remembered as applied."""
    parked: int
    codes: dict[str, str]
    """Of the receipt codes asked about, their hashes."""
    now: float
    integrity: str
    """The database's own check: ``ok``."""


KEPT: TypeAdapter[Kept] = TypeAdapter(Kept)


@dataclass(frozen=True, slots=True)
class Questions:
    """What the auditor wants to know beyond what is there."""

    updates: tuple[int, ...]
    chats: tuple[int, ...]
    codes: tuple[str, ...]
    skew: float = 0.0


QUESTIONS: TypeAdapter[Questions] = TypeAdapter(Questions)
