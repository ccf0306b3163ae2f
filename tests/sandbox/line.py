"""How a test speaks to a sandbox: as the bot over HTTP, and as the people over /sim."""

from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from typing import Any, Protocol

import httpx
from PIL import Image

TOKEN = "7000000001:sandbox-token-that-opens-nothing"
Json = dict[str, Any]
Uploads = dict[str, Any] | None


class Line:
    """One sandbox, as seen from outside."""

    def __init__(self, url: str, token: str = TOKEN) -> None:
        self.url, self.token = url, token
        self.http = httpx.Client(base_url=url, timeout=20)
        self.stop: Callable[[], None] = lambda: None

    def call(self, method: str, files: Uploads = None, **params: object) -> Json:
        """Call a method of the Bot API; give the whole answer."""
        path = f"/bot{self.token}/{method}"
        answer = (
            self.http.post(path, data=params, files=files) if files else self.http.post(path, json=params)
        )
        return answer.json()

    def bot(self, method: str, files: Uploads = None, **params: object) -> Json:
        """Call a method that must succeed; give its result."""
        told = self.call(method, files, **params)
        assert told["ok"], told
        return told["result"]

    def refused(self, method: str, files: Uploads = None, **params: object) -> str:
        """Call a method that must be refused; give Telegram's words."""
        told = self.call(method, files, **params)
        assert not told["ok"], told
        return told["description"]

    def sim(self, path: str, **wish: object) -> Json:
        """Do something as a person; it must work."""
        answer = self.http.post(f"/sim/{path}", json=wish)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def see(self, path: str, **asked: object) -> Json:
        """Look at something."""
        answer = self.http.get(f"/sim/{path}", params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def person(self, name: str = "Melati", *, started: bool = True, **facts: object) -> int:
        """Hand somebody a phone; give the chat."""
        chat_id = self.sim("people", first_name=name, **facts)["chat_id"]
        if started:
            self.sim("start", chat_id=chat_id)
            self.updates()
        return chat_id

    def updates(self, **params: object) -> list[Json]:
        """Fetch what waits and confirm it."""
        waiting = self.bot("getUpdates", timeout=0, limit=100, **params)
        if waiting:
            self.bot("getUpdates", timeout=0, limit=1, offset=waiting[-1]["update_id"] + 1)
        return waiting

    def chat(self, chat_id: int) -> list[Json]:
        """Give the messages as the phone shows them."""
        return self.see("chat", chat_id=chat_id)

    def later(self, seconds: float) -> None:
        """Move the clock on."""
        self.sim("clock", advance_seconds=seconds)


def picture(width: int = 640, height: int = 400) -> bytes:
    """Draw a picture."""
    out = BytesIO()
    Image.new("RGB", (width, height), (90, 140, 120)).save(out, "PNG")
    return out.getvalue()


def base64(content: bytes) -> str:
    """Write bytes as the control takes them."""
    return b64encode(content).decode()


class Start(Protocol):
    """Starts a sandbox with options."""

    def __call__(self, **options: object) -> Line:
        """Start one."""
