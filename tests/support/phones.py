"""People, as they speak: whoever holds a phone of the sandbox.

Law: a person knows only what their phone shows. Whatever they wait for, they wait for a bounded time, and say
what they saw instead.
"""

import base64
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tests.support.line import Line

T = TypeVar("T")
PATIENCE = 60.0
"""Seconds until somebody gives up."""
_LOOK_SECONDS = 0.01


def eventually(look: Callable[[], T | None], otherwise: Callable[[], str], seconds: float = PATIENCE) -> T:
    """Look again and again until there is something.

    Raises:
        AssertionError: there was nothing in time.

    """
    until = time.monotonic() + seconds
    while True:
        found = look()
        if found is not None:
            return found
        if time.monotonic() > until:
            raise AssertionError(otherwise())
        time.sleep(_LOOK_SECONDS)


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on a phone."""

    id: int
    text: str
    """The text, or the words below a file."""
    mine: bool
    """Whoever holds the phone wrote it."""
    buttons: tuple[str, ...] = ()
    callbacks: tuple[str, ...] = field(default=(), repr=False)
    media: str = ""
    protected: bool = False
    entities: tuple[tuple[str, str], ...] = ()
    """Kind of each mark, and the words it lies on."""
    file_id: str = field(default="", repr=False)


def _bubble(seen: Mapping[str, object]) -> Bubble:
    buttons = [button for row in _list(seen["buttons"]) for button in _list(row) if isinstance(button, dict)]
    media = seen.get("media")
    is_text = isinstance(seen["text"], str)
    text = str(seen["text"] if is_text else seen["caption"] or "")
    return Bubble(
        id=int(str(seen["id"])),
        text=text,
        mine=bool(seen["outgoing"]),
        buttons=tuple(str(button["text"]) for button in buttons),
        callbacks=tuple(str(button.get("callback_data", "")) for button in buttons),
        media=str(seen["media_kind"] or ""),
        protected=bool(seen["protected"]),
        entities=tuple(_marks(text, _list(seen["entities" if is_text else "caption_entities"]))),
        file_id=str(media.get("file_id", "")) if isinstance(media, dict) else "",
    )


def _marks(text: str, entities: Sequence[object]) -> list[tuple[str, str]]:
    wide = text.encode("utf-16-le")
    found = []
    for entity in entities:
        assert isinstance(entity, dict)
        start = 2 * entity["offset"]
        words = wide[start : start + 2 * entity["length"]].decode("utf-16-le")
        found.append((str(entity["type"]), words))
    return found


def _list(found: object) -> list[object]:
    return found if isinstance(found, list) else []


class Flashes:
    """What flashed up at the top of screens: answers to presses, by the press."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._seen = 0
        self._words: dict[str, str] = {}

    def of(self, press: str) -> str | None:
        """Give the words that answered a press; None: it was not answered yet."""
        if press not in self._words:
            for call in _list(self._line.get(f"/sim/outbox?since={self._seen}")):
                assert isinstance(call, dict)
                self._seen = call["seq"]
                if call["method"].lower() == "answercallbackquery":
                    params = call["params"]
                    self._words[str(params.get("callback_query_id"))] = str(params.get("text", ""))
        return self._words.get(press)


class Phone:
    """Somebody and their phone."""

    def __init__(self, line: Line, flashes: Flashes, chat: int, name: str) -> None:
        self.line = line
        self.flashes = flashes
        self.chat = chat
        self.name = name

    # Looking

    def shows(self) -> list[Bubble]:
        """Give every message that lies in the chat, oldest first."""
        return [_bubble(seen) for seen in _list(self.line.get(f"/sim/chat?chat_id={self.chat}")) if _is(seen)]

    def reads(self) -> list[Bubble]:
        """Give the bot's messages."""
        return [bubble for bubble in self.shows() if not bubble.mine]

    def sees(self, *words: str, seconds: float = PATIENCE) -> Bubble:
        """Wait for a message of the bot's that says all this; give the newest."""

        def look() -> Bubble | None:
            return next(
                (one for one in reversed(self.reads()) if all(word in one.text for word in words)), None
            )

        return eventually(look, lambda: self._instead(f"{words}"), seconds)

    def sees_no_more(self, *words: str, seconds: float = PATIENCE) -> None:
        """Wait until no message says this any more."""

        def look() -> bool | None:
            return True if not any(word in one.text for one in self.reads() for word in words) else None

        eventually(look, lambda: self._instead(f"no more {words}"), seconds)

    def keeps_nothing_of(self, *words: str, seconds: float = PATIENCE) -> None:
        """Wait until no message says this any more, whoever wrote it."""

        def look() -> bool | None:
            return True if not any(word in one.text for one in self.shows() for word in words) else None

        eventually(look, lambda: self._instead(f"nothing of {words}"), seconds)

    def keeps_no_file(self) -> None:
        """Wait until no file lies in the chat."""
        eventually(
            lambda: True if not any(one.media for one in self.shows()) else None,
            lambda: self._instead("no file"),
        )

    def sees_only(self, *words: str, seconds: float = PATIENCE) -> None:
        """Wait until exactly these messages lie in the chat, whoever wrote them."""

        def look() -> bool | None:
            return True if [bubble.text for bubble in self.shows()] == list(words) else None

        eventually(look, lambda: self._instead(f"only {words}"), seconds)

    def sees_button(self, button: str, *words: str, seconds: float = PATIENCE) -> Bubble:
        """Wait for a message with this button (and these words)."""

        def look() -> Bubble | None:
            return next((one for one in reversed(self.reads()) if _offers(one, button, words)), None)

        return eventually(look, lambda: self._instead(f"a button {button!r} under {words}"), seconds)

    def _instead(self, wanted: str) -> str:
        shown = "\n".join(f"  #{one.id} {one.text!r} {list(one.buttons)}" for one in self.shows()[-6:])
        return f"{self.name} waits for {wanted}, and sees:\n{shown}"

    # Doing

    def tells(self, text: str) -> int:
        """Write something; gives the message's id."""
        return _number(self.line.post("/sim/say", chat_id=self.chat, text=text)["message_id"])

    def starts(self, payload: str = "") -> None:
        """Press Start, or open a link."""
        self.line.post("/sim/start", chat_id=self.chat, payload=payload)

    def sends(self, kind: str, content: bytes, **wish: object) -> None:
        """Send a file."""
        body = base64.b64encode(content).decode()
        self.line.post("/sim/say", chat_id=self.chat, **{kind: body}, **wish)

    def says(self, **wish: object) -> dict[str, object]:
        """Send something out of the ordinary."""
        return self.line.post("/sim/say", chat_id=self.chat, **wish)

    def edits(self, message: int, text: str) -> None:
        """Change a message of their own."""
        self.line.post("/sim/edit", chat_id=self.chat, message_id=message, text=text)

    def taps(self, button: str, *words: str) -> str:
        """Press a button and wait for what flashes up at the top of the screen."""
        return self.flash(self.touches(button, *words))

    def touches(self, button: str, *words: str) -> str:
        """Press a button and wait for nothing; gives the press's id."""
        found = self.sees_button(button, *words)
        return self.touches_exactly(found.id, found.callbacks[found.buttons.index(button)])

    def touches_exactly(self, message: int, callback: str) -> str:
        """Press what a message once offered, whether or not it still does."""
        pressed = self.line.post("/sim/press", chat_id=self.chat, message_id=message, callback_data=callback)
        return str(pressed["callback_query_id"])

    def flash(self, press: str) -> str:
        """Wait until a press is answered; gives the answer's words."""
        return eventually(lambda: self.flashes.of(press), lambda: self._instead("an answer to a press"))

    def presses(self, button: str, *words: str) -> None:
        """Press a button and wait until the bot says something that was not there before."""
        found = self.sees_button(button, *words)
        # Read only now: the card that came with the button is no answer to its press.
        before = self.reads()
        self.touches_exactly(found.id, found.callbacks[found.buttons.index(button)])

        def look() -> bool | None:
            return True if any(one not in before for one in self.reads()) else None

        eventually(look, lambda: self._instead(f"an answer to the press of {button!r}"))

    def answers(self, text: str) -> None:
        """Write an answer, and wait until the phone shows a new message below it."""
        message = self.tells(text)

        def look() -> bool | None:
            return True if any(one.id > message for one in self.reads()) else None

        eventually(look, lambda: self._instead(f"an answer to {text[:30]!r}"))

    def blocks(self) -> None:
        """Block the bot."""
        self.line.post("/sim/block", chat_id=self.chat)

    def unblocks(self) -> None:
        """Let the bot write again."""
        self.line.post("/sim/unblock", chat_id=self.chat)


def _is(seen: object) -> bool:
    return isinstance(seen, dict)


def _offers(bubble: Bubble, button: str, words: Sequence[str]) -> bool:
    return button in bubble.buttons and all(word in bubble.text for word in words)


def _number(found: object) -> int:
    assert isinstance(found, int)
    return found
