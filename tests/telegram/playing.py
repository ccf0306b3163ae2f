"""A sandbox to talk to, and what people do on their phones there."""

import base64
import json
import urllib.request
from types import TracebackType
from typing import Self

from bot.telegram_in import Taken, read
from bot.telegram_out import Telegram
from sandbox.server import Options, serve

TOKEN = "7000000001:a-token-that-nobody-may-ever-see"
JsonObject = dict[str, object]


class Phones:
    """A sandbox over HTTP, and everybody who holds a phone in it."""

    def __init__(self) -> None:
        self._running = serve(Options(TOKEN))
        self.url = self._running.url

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.stop()

    def post(self, path: str, **wish: object) -> JsonObject:
        """Ask for something at the control door."""
        asked = urllib.request.Request(  # noqa: S310 - loopback
            f"{self.url}/sim/{path}", json.dumps(wish).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - loopback
            return dict(json.load(answer))

    def get(self, path: str) -> list[JsonObject]:
        """Look at something."""
        with urllib.request.urlopen(f"{self.url}/sim/{path}", timeout=10) as answer:  # noqa: S310 - loopback
            return list(json.load(answer))

    def reset(self) -> None:
        """Begin anew."""
        self.post("reset")

    def citizen(self) -> int:
        """Hand somebody a phone on which Start was pressed; gives their chat."""
        chat = self.post("people", first_name="Ani")["chat_id"]
        assert isinstance(chat, int)
        self.post("start", chat_id=chat)
        return chat

    def fault(self, kind: str, **wish: object) -> None:
        """Order trouble for the next call."""
        self.post("faults", kind=kind, **wish)

    def sends(self, chat: int, kind: str, content: bytes, **wish: object) -> None:
        """Send a file from a phone."""
        self.post("say", chat_id=chat, **{kind: base64.b64encode(content).decode()}, **wish)

    def shown(self, chat: int) -> list[JsonObject]:
        """Give what the phone shows of the bot's messages."""
        return [message for message in self.get(f"chat?chat_id={chat}") if not message["outgoing"]]

    def calls(self, method: str) -> list[JsonObject]:
        """Give the calls of a method that arrived."""
        return self.get(f"outbox?since=0&method={method}")


async def everything(telegram: Telegram) -> list[Taken]:
    """Take what waits, and let Telegram forget it."""
    taken: list[Taken] = []
    while True:
        batch = [read(raw) for raw in await telegram.take(taken[-1].update_id + 1 if taken else 0, 100, 0)]
        if not batch:
            return taken
        taken += batch
