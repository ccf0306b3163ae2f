"""The people whom the stand-in plays: what each does next, and when they count as answered.

Law: a person presses what the card offers and never looks into a bot. They go on once the reply has come
and the press was answered; a reply alone, or an answer alone, is none.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import orjson

FIRST_CHAT = 500_000
START = "/start"
STORY = "Sudah tiga hari pintunya dikunci dari luar. Tetangga mendengar tangis setiap malam."
WAYS_ROUND = frozenset(
    {"back", "stop", "exit", "ask", "callback", "unsafe", "danger", "discard", "page", "unknown"}
)
"""What these people never press: they go through the form."""


@dataclass(slots=True)
class Card:
    """The last message with something to press."""

    number: int
    raw: bytes = b""
    """The message as Telegram gives it back with a press."""
    buttons: tuple[str, ...] = ()


@dataclass(slots=True)
class Person:
    """One phone."""

    chat: int
    place: int = 0
    """Where they stand among those of the round; whoever has finished leaves it to somebody new."""
    phone: str = "shared"
    """``shared``: the short way through Teduh's form; ``mine``: all of it."""
    card: Card | None = None
    messages: int = 0
    presses: int = 0
    open_press: str = ""
    """The press that nobody has answered yet."""
    awaits_reply: bool = False
    since: float = 0.0
    turns: int = 0
    """Updates since the last start."""
    dice: random.Random = field(default_factory=random.Random)

    @property
    def is_waiting(self) -> bool:
        """Whether something of the last update is still owed."""
        return self.awaits_reply or bool(self.open_press)

    def next_message(self) -> int:
        """Give the number of one more message of this chat."""
        self.messages += 1
        return self.messages


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does next: a press, or a text."""

    text: str = ""
    press: str = ""
    sends: bool = False
    """It files a report."""


def has_finished(person: Person) -> bool:
    """Whether somebody's report is sent: the next one comes from another chat."""
    card = person.card
    return card is not None and (not card.buttons or any(data.endswith(":noted") for data in card.buttons))


def next_deed(person: Person) -> Deed:
    """Choose as somebody would who wants to get through."""
    card = person.card
    if card is None or not card.buttons:
        return Deed(text=START)
    verbs = {data.split(":")[1]: data for data in card.buttons if ":" in data}
    if "noted" in verbs:
        return Deed(text=START)
    chosen = _chosen(person, card.buttons, verbs)
    if chosen is None:
        return Deed(text=STORY)
    return Deed(press=chosen, sends=chosen.split(":")[1] == "send")


def _chosen(person: Person, buttons: Sequence[str], verbs: dict[str, str]) -> str | None:
    for wish in ("agree", "send", "go-on", "resume", "safe", person.phone, "next"):
        if wish in verbs:
            return verbs[wish]
    choices = [data for data in buttons if data.split(":")[1] in {"choose", "language", "day"}]
    if choices:
        return person.dice.choice(choices[:3])
    return verbs.get("skip") if person.turns % 2 else None


def buttons_of(markup: object) -> tuple[str, ...]:
    """List what the buttons of a keyboard tell when pressed."""
    if isinstance(markup, str | bytes):
        markup = orjson.loads(markup)
    if not isinstance(markup, dict):
        return ()
    rows = markup.get("inline_keyboard", [])
    return tuple(button["callback_data"] for row in rows for button in row)


def player(chat: int) -> bytes:
    """Give somebody as Telegram shows them."""
    return b'{"id":%d,"is_bot":false,"first_name":"Warga","language_code":"id"}' % chat


def place(chat: int) -> bytes:
    """Give a private chat as Telegram shows it."""
    return b'{"id":%d,"type":"private","first_name":"Warga"}' % chat
