"""Faults on the line, floods, and the clock."""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

from tests.sandbox.line import Json, Line, Start, base64


def texts(line: Line, chat: int) -> list[str]:
    """Give the words of the bot on a phone."""
    return [message["text"] for message in line.chat(chat) if message["from"]["is_bot"]]


def test_an_error_is_answered_as_told_and_carries_nothing_out(line: Line, chat: int) -> None:
    """As often as asked, then all is well."""
    line.sim("faults", method="sendMessage", kind="error", code=502, times=2)
    codes = [line.call("sendMessage", chat_id=chat, text="x").get("error_code") for _ in range(3)]
    assert codes == [502, 502, None]
    assert texts(line, chat) == ["x"]


def test_a_429_says_how_long_to_wait(line: Line, chat: int) -> None:
    """In words, in parameters and in the header."""
    line.sim("faults", kind="error", code=429, retry_after=7)
    answer = line.http.post(f"/bot{line.token}/sendMessage", json={"chat_id": chat, "text": "x"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.json()["description"] == "Too Many Requests: retry after 7"
    assert answer.json()["parameters"] == {"retry_after": 7}


@pytest.mark.parametrize(("kind", "landed"), [("drop", []), ("reset", []), ("deliver_then_drop", ["x"])])
def test_a_cut_line_either_lost_the_call_or_only_its_answer(
    line: Line, chat: int, kind: str, landed: list[str]
) -> None:
    """Deliver-then-drop is the one that shows whether a retry doubles a message."""
    line.sim("faults", method="sendMessage", kind=kind)
    with pytest.raises(httpx.TransportError):
        line.call("sendMessage", chat_id=chat, text="x")
    assert texts(line, chat) == landed


def test_a_reset_is_a_reset(line: Line, chat: int) -> None:
    """The client's system reports it, other than a plain end."""
    line.sim("faults", kind="reset")
    with pytest.raises(httpx.ReadError, match="reset"):
        line.call("sendMessage", chat_id=chat, text="x")


def test_hanging_never_answers(line: Line, chat: int) -> None:
    """Until the seconds are over, when the line is cut."""
    line.sim("faults", kind="hang", seconds=30)
    with pytest.raises(httpx.ReadTimeout):
        line.http.post(f"/bot{line.token}/sendMessage", json={"chat_id": chat, "text": "x"}, timeout=0.5)


@pytest.mark.parametrize("kind", ["latency", "slow_body"])
def test_slowness_comes_through_in_the_end(line: Line, chat: int, kind: str) -> None:
    """The whole answer arrives, later."""
    line.sim("faults", kind=kind, seconds=0.4)
    started = time.monotonic()
    assert line.bot("sendMessage", chat_id=chat, text="x")["text"] == "x"
    assert time.monotonic() - started >= 0.35


def test_a_fault_strikes_only_the_chat_and_method_it_was_meant_for(line: Line, chat: int) -> None:
    """Others pass."""
    other = line.person("Lain")
    line.sim("faults", method="sendMessage", chat_id=other, kind="error", code=500)
    assert line.bot("sendMessage", chat_id=chat, text="x")
    assert line.bot("sendChatAction", chat_id=other, action="typing")
    assert line.call("sendMessage", chat_id=other, text="x")["error_code"] == 500


def test_chance_is_seeded(line: Line) -> None:
    """The same seed strikes the same calls."""

    def struck() -> list[bool]:
        line.sim("faults", kind="error", code=500, probability=0.5, times=-1, seed=3)
        outcome = [line.call("getMe")["ok"] for _ in range(20)]
        line.http.delete("/sim/faults")
        return outcome

    first, second = struck(), struck()
    assert first == second
    assert 0 < sum(first) < 20


def test_a_script_of_faults_is_loaded_and_taken_back(line: Line) -> None:
    """In order; what is in force is listed."""
    line.sim(
        "faults", script=[{"kind": "error", "code": 500}, {"kind": "latency", "seconds": 0.01, "times": -1}]
    )
    assert [fault["kind"] for fault in line.see("faults")] == ["error", "latency"]
    assert line.call("getMe")["error_code"] == 500
    assert line.call("getMe")["ok"]
    line.http.delete("/sim/faults")
    assert line.see("faults") == []


def test_a_fault_nobody_knows_is_refused(line: Line) -> None:
    """With the kinds there are."""
    answer = line.http.post("/sim/faults", json={"kind": "earthquake"})
    assert answer.status_code == 400
    assert "deliver_then_drop" in answer.json()["error"]


# ---- floods


def test_one_message_a_second_to_a_chat(start: Start) -> None:
    """The second is refused with the seconds to wait; another chat is free."""
    line = start(flood=True)
    chat, other = line.person("A"), line.person("B")
    assert line.bot("sendMessage", chat_id=chat, text="satu")
    told = line.call("sendMessage", chat_id=chat, text="dua")
    assert (told["error_code"], told["parameters"]) == (429, {"retry_after": 1})
    assert line.bot("sendMessage", chat_id=other, text="satu")


def test_thirty_messages_a_second_overall(start: Start) -> None:
    """Whoever they are for."""
    line = start(flood=True)
    chats = [line.person(str(number)) for number in range(31)]
    codes = [line.call("sendMessage", chat_id=chat, text="x").get("error_code", 200) for chat in chats]
    assert 429 in codes or codes == [200] * 31  # A slow machine may take a second for thirty.
    assert codes[:20] == [200] * 20


def test_nothing_is_limited_unless_switched_on(line: Line, chat: int) -> None:
    """Tests of other things need no patience."""
    assert all(line.bot("sendMessage", chat_id=chat, text=str(number)) for number in range(40))


# ---- the clock


class Control(BaseHTTPRequestHandler):
    """A bot's own clock control, which notes what it is told."""

    told: list[bytes]

    def do_POST(self) -> None:
        """Note a wish."""
        self.server.told.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_moving_the_clock_moves_the_bots_too(start: Start) -> None:
    """When the sandbox was told where its control is."""
    with HTTPServer(("127.0.0.1", 0), Control) as control:
        control.told = []
        thread = threading.Thread(target=control.serve_forever)
        thread.start()
        line = start(bot_control=f"http://127.0.0.1:{control.server_port}/")
        before = line.see("clock")["now"]
        line.later(3600)
        control.shutdown()
        thread.join()
        assert control.told == [b'{"advance_seconds": 3600.0}']
        assert line.see("clock")["now"] >= before + 3600
        assert line.see("clock")["offset_seconds"] == 3600


def test_a_control_that_is_away_stops_nothing(start: Start) -> None:
    """The sandbox's own clock moves."""
    line = start(bot_control="http://127.0.0.1:9/")
    line.later(60)
    assert line.see("clock")["offset_seconds"] == 60


def test_time_never_goes_back(line: Line) -> None:
    """Telegram's does not either."""
    assert line.http.post("/sim/clock", json={"advance_seconds": -1}).status_code == 400


# ---- the control


def test_the_log_tells_every_call_in_order(line: Line, chat: int) -> None:
    """With parameters and answer; of a file only name and size; never the token."""
    seen = line.see("outbox")[-1]["seq"]
    line.bot("sendMessage", chat_id=chat, text="x")
    line.call("sendDocument", {"document": ("a.txt", b"rahasia")}, chat_id=str(chat))
    first, second = line.see("outbox", since=seen)
    assert (first["method"], first["seq"], first["answer"]["result"]["text"]) == (
        "sendMessage",
        seen + 1,
        "x",
    )
    assert second["params"]["document"] == {"file_name": "a.txt", "mime_type": "text/plain", "size": 7}
    assert line.token.encode() not in line.http.get("/sim/outbox").content


def test_reset_begins_anew(start: Start) -> None:
    """The demo's people are there again, without a word said."""
    line = start(people="demo")
    labels = ["warga", "perangkat", "petugas", "petugas cadangan", "koordinator"]
    chat = line.see("people")[0]["chat_id"]
    line.sim("start", chat_id=chat)
    line.later(60)
    line.sim("reset")
    assert [person["label"] for person in line.see("people")] == labels
    assert (line.chat(chat), line.see("clock")["offset_seconds"], line.updates()) == ([], 0, [])


@pytest.mark.parametrize(
    ("path", "wish", "status"),
    [
        ("say", {"chat_id": 1, "text": "x"}, 404),
        ("say", {}, 404),
        ("people", {}, 400),
        ("group", {"kind": "planet", "owner": 1}, 400),
        ("press", {"chat_id": 1, "text": "x"}, 404),
    ],
)
def test_what_cannot_be_done_is_said(line: Line, path: str, wish: Json, status: int) -> None:
    """In one sentence, with a status."""
    answer = line.http.post(f"/sim/{path}", json=wish)
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")


def test_the_stream_tells_what_happens(line: Line, chat: int) -> None:
    """As server-sent events: a message, its change, its end."""
    with line.http.stream("GET", "/sim/stream") as stream:
        lines = stream.iter_lines()
        assert next(lines) == ": connected"
        sent = line.bot("sendMessage", chat_id=chat, text="halo")
        told = next(each for each in lines if '"type":"chat"' in each)
        assert '"change":"new"' in told
        assert f'"id":{sent["message_id"]}' in told


def test_chats_are_kept_over_a_restart_when_asked_to(start: Start, tmp_path: Path) -> None:
    """Messages, files, commands and what waits for the bot."""
    before = start(keep=tmp_path, people="demo")
    chat = before.see("people")[0]["chat_id"]
    before.sim("start", chat_id=chat)
    before.updates()
    before.bot("setMyCommands", commands=[{"command": "start", "description": "Mulai"}])
    before.sim("say", chat_id=chat, document=base64(b"rahasia"), file_name="a.txt")
    waiting = before.bot("getUpdates")
    before.stop()
    after = start(keep=tmp_path, people="demo")
    assert after.chat(chat)[-1]["media"]["file_name"] == "a.txt"
    assert after.bot("getUpdates") == waiting
    path = after.bot("getFile", file_id=waiting[0]["message"]["document"]["file_id"])["file_path"]
    assert after.http.get(f"/file/bot{after.token}/{path}").content == b"rahasia"
    assert after.bot("getMyCommands")[0]["command"] == "start"
