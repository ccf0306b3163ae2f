"""The newest revision of every row that gives somebody a right, as one value.

Law: a mark is never taken for one with a lower count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's alphabet: no I, L, O or U."""


@dataclass(frozen=True, slots=True)
class Watermark:
    """What the rows of people and of the roster were when one of them was last written."""

    count: int = 0
    """How often one was written; 0: nothing is known."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """By a row's name: its revision."""


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """Where the audit chain ended."""

    number: int = 0
    """How many rows it had."""
    mac: str = ""
    """The last row's, in hexadecimal."""

    @property
    def code(self) -> str:
        """Give eight signs of the end that can be said aloud and written into a book."""
        value = int(self.mac[:10] or "0", 16)
        signs = "".join(_SIGNS[(value >> (5 * place)) & 31] for place in range(7, -1, -1))
        return f"{signs[:4]}-{signs[4:]}"
