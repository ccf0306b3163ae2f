"""A text as it is kept: parsed, cleaned, measured. Law: limits are counted after parsing, in code points."""

from dataclasses import dataclass

from sandbox.entities.found import find_entities, units
from sandbox.entities.given import given_entities
from sandbox.errors import bad_request
from sandbox.values import JsonObject

RAW_LIMIT = 1 << 15
DROPPED = str.maketrans(
    {chr(code): " " if code != 13 else None for code in range(32) if code != 10}
    | dict.fromkeys("\u200e\u202a\u202b\u202c\u202d\u202e\u2028\u2029\ufeff", None)
)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text with its entities."""

    text: str
    entities: list[JsonObject]


def parse(text: str, parse_mode: str, entities: object, *, find: bool = True) -> Formatted:
    """Read a text with its markup, or with the entities sent beside it."""
    if len(text.encode()) > RAW_LIMIT:
        raise bad_request("Text is too long")
    marked = _marked(text, parse_mode.lower(), entities)
    return cleaned(marked, find=find)


def _marked(text: str, mode: str, entities: object) -> Formatted:
    if not text or mode in {"", "none"}:
        return Formatted(text, given_entities(text, entities))
    raise bad_request("Unsupported parse_mode")


def cleaned(marked: Formatted, *, find: bool = True) -> Formatted:
    """Trim the text, move the entities with it, and add what Telegram finds by itself."""
    text = marked.text
    if not text.isprintable():
        text = text.translate(DROPPED) if len(text.translate(DROPPED)) == len(text) else _dropped(text)
    body = text.rstrip()
    lead = len(body) - len(body.lstrip())
    shift = units(body[:lead])
    trimmed = body[lead:]
    kept = _moved(marked.entities, shift, units(trimmed))
    return Formatted(trimmed, find_entities(trimmed, kept) if find else kept)


def _dropped(text: str) -> str:
    return text.translate(DROPPED)


def _moved(entities: list[JsonObject], shift: int, size: int) -> list[JsonObject]:
    kept: list[JsonObject] = []
    for entity in entities:
        offset, length = entity["offset"], entity["length"]
        assert isinstance(offset, int)
        assert isinstance(length, int)
        start, end = max(0, offset - shift), min(size, offset - shift + length)
        if start < end:
            kept.append(entity | {"offset": start, "length": end - start})
    return kept
