"""Entities sent by the bot as JSON. Law: kinds Telegram finds by itself are ignored, nonsense is refused."""

from sandbox.entities.found import units
from sandbox.errors import bad_request
from sandbox.values import JsonObject, integer_of, list_or_none, object_or_none, text_of

PLAIN = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "code", "blockquote", "expandable_blockquote"}
)
FOUND_ANYWAY = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
)


def given_entities(text: str, entities: object) -> list[JsonObject]:
    """Read the entities of a request."""
    size = units(text)
    read = [_entity(item) for item in list_or_none(entities) or []]
    return [_bounded(entity, size) for entity in read if entity is not None and _inside(entity, size)]


def _entity(item: object) -> JsonObject | None:
    given = object_or_none(item)
    if given is None:
        raise _refused("expected an Object")
    for name in ("offset", "length"):
        if not isinstance(given.get(name), (int, str)):
            raise _refused(f'Can\'t find field "{name}"')
    kind = text_of(given.get("type"))
    entity: JsonObject = {
        "offset": integer_of(given["offset"]),
        "length": integer_of(given["length"]),
        "type": kind,
    }
    if kind in FOUND_ANYWAY:
        return None
    return entity | _extra(kind, given)


def _extra(kind: str, given: JsonObject) -> JsonObject:
    if kind in PLAIN:
        return {}
    if kind == "pre":
        return {"language": given["language"]} if given.get("language") else {}
    if kind == "text_link":
        return {"url": text_of(given.get("url"))}
    if kind == "text_mention":
        user = object_or_none(given.get("user"))
        if user is None:
            raise _refused('Can\'t find field "user"')
        return {"user": user}
    if kind == "custom_emoji":
        return {"custom_emoji_id": text_of(given.get("custom_emoji_id"))}
    raise _refused("Unsupported type specified")


def _refused(text: str) -> Exception:
    return bad_request(f"Can't parse MessageEntity: {text}")


def _inside(entity: JsonObject, size: int) -> bool:
    offset, length = integer_of(entity["offset"]), integer_of(entity["length"])
    return 0 <= offset < size and length > 0


def _bounded(entity: JsonObject, size: int) -> JsonObject:
    offset, length = integer_of(entity["offset"]), integer_of(entity["length"])
    return entity | {"length": min(length, size - offset)}
