"""A text as it is kept: parsed, cleaned, measured. Law: limits are counted after parsing, in code points."""

from dataclasses import dataclass

from sandbox.entities.found import find_entities, units
from sandbox.entities.given import given_entities
from sandbox.entities.html import parse_html
from sandbox.entities.markdown import parse_markdown
from sandbox.entities.markdown_v2 import parse_markdown_v2
from sandbox.errors import bad_request
from sandbox.values import JsonObject, integer_of

RAW_LIMIT = 1 << 15
NEW_LINE, RETURN = 10, 13
READERS = {"html": parse_html, "markdown": parse_markdown, "markdownv2": parse_markdown_v2}
DROPPED = str.maketrans(
    {chr(code): " " if code != RETURN else None for code in range(32) if code != NEW_LINE}
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
    reader = READERS.get(mode)
    if reader is None:
        raise bad_request("Unsupported parse_mode")
    return Formatted(*reader(text))


def cleaned(marked: Formatted, *, find: bool = True) -> Formatted:
    """Trim the text, move the entities with it, and add what Telegram finds by itself."""
    marked = _without_dropped(marked)
    text = marked.text
    body = text.rstrip()
    lead = len(body) - len(body.lstrip())
    shift = units(body[:lead])
    trimmed = body[lead:]
    kept = _moved(marked.entities, shift, units(trimmed))
    return Formatted(trimmed, find_entities(trimmed, kept) if find else kept)


def _without_dropped(marked: Formatted) -> Formatted:
    if marked.text.isprintable():
        return marked
    text = marked.text.translate(DROPPED)
    if len(text) == len(marked.text) or not marked.entities:
        return Formatted(text, marked.entities)
    raw = marked.text.encode("utf-16-le")
    return Formatted(text, [_shrunk(raw, entity) for entity in marked.entities])


def _shrunk(raw: bytes, entity: JsonObject) -> JsonObject:
    """Move an entity to where its words are once the dropped characters are gone."""
    offset, length = integer_of(entity["offset"]), integer_of(entity["length"])
    start, end = (
        units(raw[: 2 * place].decode("utf-16-le", "replace").translate(DROPPED))
        for place in (offset, offset + length)
    )
    return entity | {"offset": start, "length": end - start}


def _moved(entities: list[JsonObject], shift: int, size: int) -> list[JsonObject]:
    kept: list[JsonObject] = []
    for entity in entities:
        offset, length = integer_of(entity["offset"]), integer_of(entity["length"])
        start, end = max(0, offset - shift), min(size, offset - shift + length)
        if start < end:
            kept.append(entity | {"offset": start, "length": end - start})
    return kept
