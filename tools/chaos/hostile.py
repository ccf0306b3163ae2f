"""Updates that no phone sends: made from the Bot API's own description of an update, and from its opposite.

Law: seeded; about half are such as the schema allows, the others break it in one place. None says anything in
the chat of somebody whose reports are counted: those people appear in kinds of updates that are nobody's
words, in groups, and where a stranger pretends to write in their chat.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from telegram import Chat, Message

from sandbox.values import JsonObject
from tools.chaos.schedule import maybe
from tools.chaos.schema import KINDS, Field, fields, item, marks, variants, words

HEARD = ("message", "edited_message", "callback_query", "my_chat_member")
"""What a person's own doings come as."""
UNHEARD = tuple(kind for kind in KINDS if kind not in HEARD)
DEEPEST = 5
"""From there on nothing is told but what must be."""
FEW = 5
"""So many fields that may be missing are there, about, in an update's own body; fewer further down."""
TELLING = (
    "text", "text", "text", "photo", "voice", "video", "video_note", "audio", "document", "animation",
    "sticker", "contact", "location", "poll", "dice", "web_app_data", "pinned_message",
)  # fmt: skip
"""What a person may send; one of them is nearly always there."""
VERBS = ("accept", "story", "facts", "notes", "file", "step", "close", "card", "write")
TEXTS = (
    "",
    "/start",
    "/start ' OR 1=1",
    "<b>x</b>",
    "[a](tg://user?id=1)",
    "\u202etxet",
    "👩‍👩‍👧" * 9,
    "a" * 4096,
    "\u200b",
    "../../etc/passwd",
    "{{7*7}}",
    "/status",
    "k:accept:" + "0" * 32,
)
LEAVES: Mapping[type, Sequence[object]] = {
    str: TEXTS,
    int: (0, 1, 5, 10**6, 2**31, 2**53),
    float: (0.0, -6.2, 106.8),
    bool: (False, True),
    datetime: (0, 1, 1_790_000_000, 2**33),
    timedelta: (0, 60, 2**31),
}
"""What may stand for each plain type; times as Telegram writes them, in seconds."""


def _nested(times: int) -> object:
    """Give lists in lists: deeper than quick readers go, not so deep that none does."""
    inner: object = []
    for _ in range(times):
        inner = [inner]
    return inner


JUNK: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    2**63,
    2**70,
    1e308,
    "",
    "\ud800",
    "\x00",
    [],
    {},
    [[]],
    {"a": {"b": {}}},
    _nested(30),
    _nested(300),
    "0" * 70_000,
)


NO_JSON = (b"[" * 5000 + b"]" * 5000, b"1" * 5000, b'"\xff"', b'{"text":"\\ud800","more":no}')
"""Deeper and longer than any reader goes, and what is none."""


class Cast(NamedTuple):
    """Whose names an update bears: one person as its sender, one private chat as its place."""

    sender: int
    place: int


class Maker:
    """Makes one update after another."""

    def __init__(
        self, dice: Random, stranger: int, people: Sequence[int] = (), cases: Sequence[str] = ()
    ) -> None:
        self.dice: Random = dice
        self.stranger: int = stranger
        self.people: Sequence[int] = people
        """Reporters and officers: nothing is said in their own chats."""
        self.cases: Sequence[str] = cases
        """Cases that there are, as buttons name them; may grow."""
        self._cast = Cast(stranger, stranger)

    def update(self) -> JsonObject:
        """Make one; every other one is broken in one place."""
        made = self.valid()
        return made if maybe(self.dice, 0.5) else self._broken(made)

    def valid(self) -> JsonObject:
        """Make one as the schema allows it."""
        kind = self.dice.choice(HEARD if maybe(self.dice, 0.5) else UNHEARD)
        self._cast = Cast(self.stranger, self.stranger)
        if self.people and maybe(self.dice, 0.4):
            one = self.dice.choice(self.people)
            apart = (Cast(one, self.stranger), Cast(self.stranger, one))
            self._cast = self.dice.choice(apart) if kind in HEARD else Cast(one, one)
        return {kind: self.made(KINDS[kind])}

    def oversized(self) -> JsonObject:
        """Make one that is far too long."""
        self._cast = Cast(self.stranger, self.stranger)
        return {"message": {**self.made(Message), "text": "besar " * 200_000}}

    def unreadable(self) -> bytes:
        """Make one that breaks those who read it, as it comes off the line."""
        return b'{"message":' + self.dice.choice(NO_JSON) + b"}"

    def text(self) -> str:
        """Type something odd."""
        return self.dice.choice(TEXTS)

    # By the schema

    def made(self, thing: type, depth: int = 1) -> JsonObject:
        """Make an object: what must be told of it, and some of what may be."""
        told = fields(thing)
        often = min(0.5, FEW / depth / max(1, sum(not one.is_needed for one in told)))
        usual = ("from", "message", "data", self.dice.choice(TELLING)) if depth == 1 else ()
        made = {
            one.name: self._field(thing, one, depth)
            for one in told
            if one.is_needed
            or (one.name in usual and maybe(self.dice, 0.9))
            or (depth < DEEPEST and maybe(self.dice, often))
        }
        return made | marks(thing)

    def _field(self, thing: type, field: Field, depth: int) -> object:
        match thing.__name__, field.name:
            case "User", "id":
                return self._cast.sender
            case "CallbackQuery", "data":
                return self._pressed()
            case _, "file_id":
                return "f"
            case _, "chat":
                return self._chat(depth + 1)
        told = self.dice.choice(field.types)
        inner = item(told)
        if inner is None:
            return self._value(told, depth)
        many = self.dice.randrange(1, 4) if depth < DEEPEST else 0
        return [self._value(inner, depth) for _ in range(many)]

    def _value(self, told: object, depth: int) -> object:
        if item(told) is not None:
            return [self._value(item(told), depth)]
        assert isinstance(told, type)
        if known := LEAVES.get(told) or words(told):
            return self.dice.choice(known)
        return self.made(self.dice.choice(variants(told)), depth + 1)

    def _chat(self, depth: int) -> JsonObject:
        chat = self.made(Chat, depth)
        if maybe(self.dice, 0.6):
            chat["type"] = "private"
        return chat | {"id": self._cast.place if chat["type"] == "private" else -self._cast.place}

    def _pressed(self) -> str:
        """Press a button: of a case that there is, or any."""
        if self.cases and maybe(self.dice, 0.6):
            return f"k:{self.dice.choice(VERBS)}:{self.dice.choice(self.cases)}"
        return self.text()[:64] or ":exit"

    # Against it

    def _broken(self, made: JsonObject) -> JsonObject:
        """Break one place, however deep: it is left out, renamed, or junk lies there."""
        at: object = made
        while True:
            assert isinstance(at, dict | list)
            name = self.dice.choice(list(at) if isinstance(at, dict) else range(len(at)))
            inner = at[name]
            if isinstance(inner, dict | list) and inner and maybe(self.dice, 0.8):
                at = inner
                continue
            if isinstance(at, dict) and maybe(self.dice, 0.3):
                del at[name]
            elif isinstance(at, dict) and maybe(self.dice, 0.1):
                at["kind_of_tomorrow"] = at.pop(name)
            else:
                at[name] = self.dice.choice(JUNK)
            return made
