"""What the three readers of marked text share.

Law: offsets in refusals are bytes, in entities UTF-16 units.
"""

from collections.abc import Iterable

from sandbox.entities.found import units
from sandbox.errors import ApiError, bad_request
from sandbox.values import JsonObject, integer_of

CLOSED = frozenset({"code", "pre"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})


def refused(text: str) -> ApiError:
    """Refuse marked text in Telegram's words."""
    return bad_request(f"can't parse entities: {text}")


def byte_offset(text: str, at: int) -> int:
    """Give the place in bytes, as Telegram tells it."""
    return len(text[:at].encode())


class Plain:
    """The text without its marks, growing; `units` is its length as entities count it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.units = 0

    def add(self, words: str) -> None:
        """Add plain words."""
        self._pieces.append(words)
        self.units += units(words)

    def since(self, offset: int) -> str:
        """Give what was added after an offset in units."""
        whole = str(self).encode("utf-16-le")
        return whole[2 * offset :].decode("utf-16-le", "replace")

    def __str__(self) -> str:
        return "".join(self._pieces)


def entity(offset: int, end: int, facts: JsonObject) -> JsonObject:
    """Give one entity."""
    return {"offset": offset, "length": end - offset, **facts}


def settled(entities: Iterable[JsonObject]) -> list[JsonObject]:
    """Sort entities, and drop what Telegram drops: marks inside code, and a mark inside its own kind."""
    kept: list[JsonObject] = []
    for each in sorted(entities, key=_place):
        around = [other for other in kept if _holds(other, each)]
        inside_code = any(other["type"] in CLOSED for other in around)
        if not inside_code and all(other["type"] != each["type"] for other in around):
            kept.append(each)
    return kept


def _place(each: JsonObject) -> tuple[int, int, bool]:
    return integer_of(each["offset"]), -integer_of(each["length"]), each["type"] not in QUOTES


def _holds(outer: JsonObject, inner: JsonObject) -> bool:
    start, end = integer_of(outer["offset"]), integer_of(outer["offset"]) + integer_of(outer["length"])
    at = integer_of(inner["offset"])
    return start <= at and at + integer_of(inner["length"]) <= end
