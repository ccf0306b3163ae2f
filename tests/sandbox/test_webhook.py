"""Updates sent to the bot's own address."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.sandbox.line import Json, Line

PATIENCE = 15.0


class Hook(ThreadingHTTPServer):
    """A bot's door: notes what comes, and answers as it was told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.came: list[Json] = []
        self.secrets: list[str | None] = []
        self.refuse: list[int] = []
        self.answer: Json | None = None

    @property
    def url(self) -> str:
        """Give the address."""
        return f"http://127.0.0.1:{self.server_port}/hook"

    def texts(self) -> list[str]:
        """Give the words that came, refused ones too."""
        return [update["message"]["text"] for update in self.came]


class Door(BaseHTTPRequestHandler):
    """Takes one update."""

    server: Hook

    def do_POST(self) -> None:
        """Note an update, then take or refuse it."""
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append(json.loads(raw))
        self.server.secrets.append(self.headers["X-Telegram-Bot-Api-Secret-Token"])
        status = self.server.refuse.pop(0) if self.server.refuse else 200
        body = json.dumps(self.server.answer).encode() if self.server.answer and status == 200 else b""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hook() -> Iterator[Hook]:
    """Open a bot's door on a free port."""
    door = Hook()
    thread = threading.Thread(target=door.serve_forever)
    thread.start()
    yield door
    door.shutdown()
    thread.join()
    door.server_close()


def until(holds: Callable[[], object]) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends, "It did not come."
        time.sleep(0.02)


def test_updates_come_with_the_secret_and_are_gone_once_taken(line: Line, chat: int, hook: Hook) -> None:
    """Nothing waits afterwards."""
    line.bot("setWebhook", url=hook.url, secret_token="Rahasia_1")
    line.sim("say", chat_id=chat, text="halo")
    until(lambda: hook.came)
    assert (hook.texts(), hook.secrets) == (["halo"], ["Rahasia_1"])
    until(lambda: line.bot("getWebhookInfo")["pending_update_count"] == 0)


def test_a_refused_update_comes_again_and_keeps_its_chat_in_order(line: Line, chat: int, hook: Hook) -> None:
    """Another chat goes on meanwhile; the error is told."""
    other = line.person("Lain")
    hook.refuse = [500]
    line.bot("setWebhook", url=hook.url)
    line.sim("say", chat_id=chat, text="satu")
    until(lambda: hook.texts() == ["satu"])
    line.sim("say", chat_id=chat, text="dua")
    line.sim("say", chat_id=other, text="lain")
    until(lambda: len(hook.came) == 4)
    assert hook.texts() == ["satu", "lain", "satu", "dua"]
    info = line.bot("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


def test_an_answer_may_carry_a_call(line: Line, chat: int, hook: Hook) -> None:
    """It is carried out, and logged."""
    hook.answer = {"method": "sendMessage", "chat_id": chat, "text": "dari jawaban"}
    line.bot("setWebhook", url=hook.url)
    line.sim("say", chat_id=chat, text="halo")
    until(lambda: line.chat(chat)[-1]["text"] == "dari jawaban")


def test_nobody_there_is_told_as_an_error(line: Line, chat: int) -> None:
    """And the update waits."""
    line.bot("setWebhook", url="http://127.0.0.1:9/")
    line.sim("say", chat_id=chat, text="halo")
    until(lambda: line.bot("getWebhookInfo").get("last_error_message") == "Connection refused")
    assert line.bot("getWebhookInfo")["pending_update_count"] == 1


def test_what_waited_before_is_delivered_or_dropped(line: Line, chat: int, hook: Hook) -> None:
    """As the call asks for."""
    line.sim("say", chat_id=chat, text="lama")
    line.bot("setWebhook", url=hook.url, drop_pending_updates=True)
    line.sim("say", chat_id=chat, text="baru")
    until(lambda: hook.came)
    assert hook.texts() == ["baru"]


def test_deleting_it_lets_the_bot_fetch_again(line: Line, chat: int) -> None:
    """The answer comes with a sentence."""
    line.bot("setWebhook", url="http://127.0.0.1:9/")
    assert line.call("deleteWebhook")["description"] == "Webhook was deleted"
    assert line.call("deleteWebhook")["description"] == "Webhook is already deleted"
    line.sim("say", chat_id=chat, text="halo")
    assert line.updates()[-1]["message"]["text"] == "halo"


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"secret_token": "x" * 257}, "secret token is too long"),
        ({"secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "ftp://x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
    ],
)
def test_a_bad_webhook_is_refused(line: Line, wish: Json, words: str) -> None:
    """In Telegram's words."""
    assert line.refused("setWebhook", **({"url": "http://127.0.0.1:9/"} | wish)) == f"Bad Request: {words}"


def test_setting_it_twice_in_a_second_is_too_fast(line: Line) -> None:
    """Answered with 429."""
    line.bot("setWebhook", url="http://127.0.0.1:9/")
    assert line.call("setWebhook", url="http://127.0.0.1:9/a")["error_code"] == 429


def test_the_kinds_asked_for_are_told_when_they_are_not_the_default(line: Line) -> None:
    """Otherwise the field is absent."""
    assert "allowed_updates" not in line.bot("getWebhookInfo")
    line.bot("setWebhook", url="http://127.0.0.1:9/", allowed_updates=["message"])
    assert line.bot("getWebhookInfo")["allowed_updates"] == ["message"]
