"""The moment at which something is decided: the hour and the chance, both handed in.

Law: nothing in this room asks for the time or throws dice; whoever decides is given a ``Moment``.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt code and what is kept of it."""

    words: tuple[str, ...] = field(repr=False)
    """Five common words: the only thing a reporter has to remember."""
    hashed: bytes = field(repr=False)
    """32 bytes, slow and keyed: found again, never read back."""


class Chance(Protocol):
    """Where ids and codes come from."""

    def new_id(self) -> bytes:
        """Give 16 random bytes."""
        ...

    def generation(self) -> int:
        """Give a random number of 63 bits: which life of a chat a message belongs to."""
        ...

    def receipt(self) -> Receipt:
        """Give a receipt that was never given before."""
        ...


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, here, with these dice."""

    now: datetime
    """Aware, in UTC."""
    zone: ZoneInfo
    """The office's zone: only wording and rosters look at it."""
    chance: Chance

    @property
    def today(self) -> date:
        """The office's calendar day."""
        return self.now.astimezone(self.zone).date()

    @property
    def here(self) -> datetime:
        """The office's wall clock."""
        return self.now.astimezone(self.zone)
