"""What the Bot API says an update is, as python-telegram-bot carries it: read from its classes' signatures.

Law: plain facts, no chance; no code of the program's is used.
"""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from types import NoneType
from typing import get_args, get_origin, get_type_hints

import telegram
from telegram import TelegramObject, Update, constants
from telegram._utils.defaultvalue import DefaultValue

_CLASSES = {name: found for name, found in vars(telegram).items() if isinstance(found, type)}
_ON_THE_WIRE = {"from_user": "from"}
_NEEDED = {
    ("ChatMemberRestricted", "can_react_to_messages"),
    ("Poll", "allows_revoting"),
    ("Poll", "members_only"),
    ("PollAnswer", "option_persistent_ids"),
    ("PollOption", "persistent_id"),
}
"""Optional by their signature alone: the library refuses to be without them."""
_WORDS: dict[tuple[str, str], type[Enum]] = {
    ("Chat", "type"): constants.ChatType,
    ("MessageEntity", "type"): constants.MessageEntityType,
    ("Sticker", "type"): constants.StickerType,
    ("Poll", "type"): constants.PollType,
    ("MaskPosition", "point"): constants.MaskPosition,
}
"""Fields that hold one of a few words, where the signature says text."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object: its name on the wire, the types it may have, whether it is always there."""

    name: str
    types: tuple[object, ...]
    is_needed: bool


@cache
def fields(thing: type) -> tuple[Field, ...]:
    """List the fields of an object."""
    return tuple(
        Field(_ON_THE_WIRE.get(name, name), types, is_needed) for name, types, is_needed in _read(thing)
    )


def _read(thing: type) -> Iterator[tuple[str, tuple[object, ...], bool]]:
    hints: dict[str, object] = get_type_hints(inspect.getattr_static(thing, "__init__"), localns=_CLASSES)
    for name, given in inspect.signature(thing).parameters.items():
        if name != "api_kwargs":
            few = _WORDS.get((thing.__name__, name))
            types = (few,) if few else tuple(_types(hints[name]))
            # A length of time comes in whole seconds, which the signature says as well.
            types = (timedelta,) if timedelta in types else types
            is_needed = given.default is given.empty or (thing.__name__, name) in _NEEDED
            yield name, types, is_needed


def _types(told: object) -> Iterator[object]:
    """Take a union apart; None and the library's own default values are not on the wire."""
    inner = get_args(told)
    if len(inner) > 1:
        for one in inner:
            yield from _types(one)
    elif get_origin(told) is not DefaultValue and told not in {NoneType, object}:
        yield told


def words(told: type) -> tuple[object, ...]:
    """List the words of a type that has but a few."""
    return tuple(one.value for one in told) if issubclass(told, Enum) else ()


@cache
def variants(thing: type) -> tuple[type, ...]:
    """Name what may stand where this object is told: the objects that are made from it, or itself."""
    return tuple(thing.__subclasses__()) or (thing,)


@cache
def marks(thing: type) -> dict[str, object]:
    """Give the fields by which a variant tells which one it is: it fills them in by itself."""
    base = thing.__bases__[0]
    if base is TelegramObject:
        return {}
    own = {name: is_needed for name, _, is_needed in _read(thing)}
    blank = {name: (thing.__name__, name) in _NEEDED or None for name in own if own[name]}
    made: object = thing(**blank)
    return {name: _json(getattr(made, name)) for name, _, _ in _read(base) if name not in own}


def _json(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case datetime():
            return int(value.timestamp())
        case _:
            return value


def item(told: object) -> object:
    """Give what a list is made of; None where it is no list."""
    inner = get_args(told)
    return inner[0] if len(inner) == 1 else None


def _thing(field: Field) -> type:
    (told,) = field.types
    assert isinstance(told, type)
    return told


KINDS = {one.name: _thing(one) for one in fields(Update) if one.name != "update_id"}
"""Every kind of update that there is, and what it brings."""
