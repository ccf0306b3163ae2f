"""A fast stand-in for Telegram in a process of its own: many people at once, and a stopwatch.

``python -m tools.bench.standin --port 0`` prints ``Ready: http://…``. ``POST /round`` with a ``Round`` as
JSON plays it and answers with what was measured.

Law: it costs far less than what it measures, so it has no framework and checks nothing; the strict stand-in
is ``sandbox``. A round trip takes as long as the round says, half of it each way.
"""

import argparse
import asyncio
import os
import random
import re
import resource
import signal
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl

import orjson

from tools.bench.alerts import Alerts
from tools.bench.people import (
    FIRST_CHAT,
    Card,
    Deed,
    Person,
    buttons_of,
    has_finished,
    next_deed,
    place,
    player,
)

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
_BOT = b'{"id":7000000001,"is_bot":true,"first_name":"Bench","username":"bench_bot"}'
_ME = b'{"ok":true,"result":{"id":7000000001,"is_bot":true,"first_name":"Bench","username":"bench_bot"}}'
_TRUE = b'{"ok":true,"result":true}'
_NONE = b'{"ok":true,"result":[]}'
_TICKS = os.sysconf("SC_CLK_TCK")
LONGEST_DRAIN = 6.0
"""Seconds that a round waits for what is still owed when its time is over."""
LONGEST_ALERT = 2.0
"""Seconds that a round waits, before and after, for alerts that are under way."""
LONGEST_WARM_UP = 40.0
"""Seconds at most until so many reports were sent as a round wants sent before it measures."""
REST_SHARE = 0.05
"""Who takes less of one processor than this is at rest."""
LOOK_SECONDS = 0.4
HOPELESS = orjson.dumps({"message": {"message_id": "x", "chat": [], "from": 7, "date": "never"}})[1:]
"""An update that no library can read, without its number."""
Values = Mapping[str, object]


@dataclass(slots=True)
class Round:
    """What is played and how long."""

    token: str
    people: int = 64
    seconds: float = 2.0
    warm_up: float = 0.5
    sent_before: int = 0
    """Reports to be sent before anything is measured, however long the warm-up is."""
    rate: float = 0.0
    """Updates offered a second; 0: everybody goes on as soon as they are answered."""
    round_trip: float = 0.0
    phone: str = "shared"
    staff: list[int] = field(default_factory=list)
    """Chats of the office: what arrives there after a Send is the alert."""
    pid: int = 0
    """The contestant, whose processor time is counted."""
    rest: float = 0.0
    """Seconds to wait at most, before it begins, until the contestant has nothing left to do from before."""
    hopeless: int = 0
    """Updates that cannot be read, one before each of so many good ones."""
    seed: int = 1


class Bot:
    """One contestant's side of Telegram: its people, its updates, its clock."""

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.updates: deque[tuple[int, bytes]] = deque()
        self.number = 1000
        self.poll: tuple[Line, int, asyncio.TimerHandle] | None = None
        self.half_trip = 0.0
        self.staff: frozenset[int] = frozenset()
        self.calls = 0
        self.came_in = 0
        self.crowd: list[Person] = []
        self.kinds: dict[str, int] = {}
        self.delivering = False
        self.answered: Callable[[Person], None] = lambda _person: None
        self.sent = 0
        self.alerts = Alerts()

    # What people do

    def do(self, person: Person, deed: Deed) -> None:
        """Let somebody do something."""
        person.since = time.perf_counter()
        person.awaits_reply = True
        person.turns = 0 if deed.text == "/start" else person.turns + 1
        if deed.press:
            self._press(person, deed)
        else:
            body = b'"message":{"message_id":%d,"from":%b,"chat":%b,"date":%d,"text":%b%b}}' % (
                person.next_message(),
                player(person.chat),
                place(person.chat),
                int(time.time()),
                orjson.dumps(deed.text),
                b',"entities":[{"type":"bot_command","offset":0,"length":6}]'
                if deed.text == "/start"
                else b"",
            )
            self.offer(body)
        if deed.sends:
            self.sent += 1
            if self.staff:
                self.alerts.sent(person.since)

    def _press(self, person: Person, deed: Deed) -> None:
        assert person.card is not None
        person.presses += 1
        person.open_press = f"{person.chat}-{person.presses}"
        self.offer(
            b'"callback_query":{"id":"%b","from":%b,"chat_instance":"1","data":%b,"message":%b}}'
            % (
                person.open_press.encode(),
                player(person.chat),
                orjson.dumps(deed.press),
                person.card.raw,
            )
        )

    def offer(self, body: bytes) -> None:
        """Put an update into line."""
        self.number += 1
        self.updates.append((self.number, b'{"update_id":%d,%b' % (self.number, body)))
        if self.poll is not None and not self.delivering:
            self.delivering = True
            asyncio.get_running_loop().call_soon(self._deliver)

    def _deliver(self) -> None:
        self.delivering = False
        if self.poll is not None and self.updates:
            line, limit, timer = self.poll
            self.poll = None
            timer.cancel()
            line.answer(self._batch(limit))

    def _batch(self, limit: int) -> bytes:
        shown = [self.updates[at][1] for at in range(min(limit, len(self.updates)))]
        return b'{"ok":true,"result":[' + b",".join(shown) + b"]}"

    # What the bot does

    def take(self, line: "Line", method: str, values: Values) -> None:
        """Carry one call out."""
        self.calls += 1
        self.kinds[method] = self.kinds.get(method, 0) + 1
        match method:
            case "getUpdates":
                self._poll(line, values)
            case "sendMessage":
                line.answer(self._said(values))
            case "editMessageText":
                line.answer(self._edited(values))
            case "answerCallbackQuery":
                line.answer(_TRUE)
                self._press_answered(str(values["callback_query_id"]))
            case "getMe":
                line.answer(_ME)
            case _:
                line.answer(_TRUE)

    def _poll(self, line: "Line", values: Values) -> None:
        offset = int(str(values.get("offset", 0)))
        while self.updates and self.updates[0][0] < offset:
            self.updates.popleft()
        limit = int(str(values.get("limit", 100)))
        if self.updates:
            line.answer(self._batch(limit))
            return
        seconds = float(str(values.get("timeout", 0)))
        self.poll = (line, limit, asyncio.get_running_loop().call_later(seconds, self._nothing))

    def _nothing(self) -> None:
        if self.poll is not None:
            line, self.poll = self.poll[0], None
            line.answer(_NONE)

    def _said(self, values: Values) -> bytes:
        chat = int(str(values["chat_id"]))
        if chat in self.staff:
            self.alerts.arrived(time.perf_counter())
        person = self.people.get(chat) or self.people.setdefault(chat, Person(chat))
        return self._shown(person, person.next_message(), values)

    def _edited(self, values: Values) -> bytes:
        person = self.people[int(str(values["chat_id"]))]
        return self._shown(person, int(str(values["message_id"])), values)

    def _shown(self, person: Person, number: int, values: Values) -> bytes:
        markup = values.get("reply_markup")
        keyboard = markup.encode() if isinstance(markup, str) else orjson.dumps(markup) if markup else b""
        raw = b'{"message_id":%d,"from":%b,"chat":%b,"date":%d,"text":%b%b}' % (
            number,
            _BOT,
            place(person.chat),
            int(time.time()),
            orjson.dumps(values["text"]),
            b',"reply_markup":' + keyboard if keyboard else b"",
        )
        person.card = Card(number, raw, buttons_of(keyboard) if keyboard else ())
        if person.awaits_reply:
            person.awaits_reply = False
            self._maybe_answered(person)
        return b'{"ok":true,"result":%b}' % raw

    def _press_answered(self, press: str) -> None:
        person = self.people.get(int(press.partition("-")[0]))
        if person is not None and person.open_press == press:
            person.open_press = ""
            self._maybe_answered(person)

    def _maybe_answered(self, person: Person) -> None:
        if not person.is_waiting and person.since:
            self.answered(person)
            person.since = 0.0 if not person.is_waiting else person.since


class Line(asyncio.Protocol):
    """One connection."""

    def __init__(self, bots: dict[str, Bot]) -> None:
        self._bots = bots
        self._read = b""
        self._half = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the poll of a bot that is gone."""
        del exc
        for bot in self._bots.values():
            if bot.poll is not None and bot.poll[0] is self:
                bot.poll[2].cancel()
                bot.poll = None

    def data_received(self, data: bytes) -> None:
        """Take what came; calls are carried out once they are whole."""
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            found = _LENGTH.search(self._read, 0, end)
            whole = end + 4 + (int(found[1]) if found else 0)
            if len(self._read) < whole:
                return
            head, body = self._read[:end], self._read[end + 4 : whole]
            self._read = self._read[whole:]
            self._take(head, body)

    def _take(self, head: bytes, body: bytes) -> None:
        path = head[head.index(b" ") + 1 : head.index(b" HTTP/")].decode()
        if path == "/round":
            # The player is referred to by the loop through its timers until it ends.
            _PLAYING.add(asyncio.ensure_future(_play(self, self._bots, orjson.loads(body))))
            return
        _, token, method = path.split("/", 2)
        bot = self._bots.get(token) or self._bots.setdefault(token, Bot())
        values = _values(head, body)
        self._half = bot.half_trip
        if self._half:
            asyncio.get_running_loop().call_later(self._half, bot.take, self, method, values)
        else:
            bot.take(self, method, values)

    def answer(self, body: bytes) -> None:
        """Answer the call in hand."""
        if self._half:
            asyncio.get_running_loop().call_later(self._half, self._write, body)
        else:
            self._write(body)

    def _write(self, body: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(_HEAD % (len(body), body))


_PLAYING: set[asyncio.Future[None]] = set()


def _values(head: bytes, body: bytes) -> Values:
    if not body:
        return {}
    if b"application/json" in head:
        read: dict[str, object] = orjson.loads(body)
        return read
    return dict(parse_qsl(body.decode()))


# A round ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Watch:
    """What a round measures."""

    running: bool = True
    measuring: bool = False
    begun: float = 0.0
    ended: float = 0.0
    answers: list[float] = field(default_factory=list)
    late: int = 0
    """Updates nobody was free to send: the offer was not met."""


async def _play(line: Line, bots: dict[str, Bot], wanted: dict[str, object]) -> None:
    given = Round(**wanted)  # type: ignore[arg-type]
    bot = bots.setdefault(f"bot{given.token}", Bot())
    await _until(lambda: bot.poll is not None)
    if not given.people:
        line.answer(_TRUE)
        return
    await _at_rest(given.pid, given.rest)
    await _until(lambda: bot.alerts.is_quiet, LONGEST_ALERT)
    bot.alerts.begin()
    bot.sent = 0
    bot.half_trip, bot.staff = given.round_trip / 2, frozenset(given.staff)
    watch, people = Watch(), _gathered(bot, given)
    bot.answered = _then(bot, people, watch, given)
    playing = asyncio.create_task(
        _offer(bot, people, given, watch) if given.rate else _all_begin(bot, people, given)
    )
    await asyncio.sleep(given.warm_up)
    await _until(lambda: bot.sent >= given.sent_before, LONGEST_WARM_UP)
    measured = await _measured(bot, watch, given)
    playing.cancel()
    owed = sum(person.is_waiting for person in people)
    alerts = await _alerts(bot, watch)
    bot.half_trip = 0.0
    # The bot finishes what it owes, so that the next round begins with nothing.
    await _until(lambda: not any(person.is_waiting for person in people), LONGEST_DRAIN)
    bot.crowd[: len(people)] = people
    line.answer(orjson.dumps({**measured, **alerts, "owed": owed, "late": watch.late}))


def _gathered(bot: Bot, given: Round) -> list[Person]:
    """Have those back who were in the middle of it, and newcomers where there are too few."""
    people = bot.crowd[: given.people]
    people += [_newcomer(bot, at, given) for at in range(len(people), given.people)]
    for at, person in enumerate(people):
        person.place, person.awaits_reply, person.open_press = at, False, ""
    return people


async def _all_begin(bot: Bot, people: list[Person], given: Round) -> None:
    """Let everybody go on, nobody in step with anybody: a crowd does not press Send together."""
    for person in people:
        bot.do(person, next_deed(person))
        await asyncio.sleep(given.warm_up / len(people))


def _newcomer(bot: Bot, place: int, given: Round) -> Person:
    """Have somebody come in: a report is one chat's, and a chat reports once."""
    bot.came_in += 1
    chat = FIRST_CHAT + bot.came_in
    person = Person(chat, place, given.phone, dice=random.Random(f"{given.seed}/{chat}"))
    return bot.people.setdefault(chat, person)


def _then(bot: Bot, people: list[Person], watch: Watch, given: Round) -> Callable[[Person], None]:
    def answered(person: Person) -> None:
        if watch.measuring:
            watch.answers.append(time.perf_counter() - person.since)
        if has_finished(person):
            person = people[person.place] = _newcomer(bot, person.place, given)
        if watch.running and not given.rate:
            bot.do(person, next_deed(person))

    return answered


async def _offer(bot: Bot, people: list[Person], given: Round, watch: Watch) -> None:
    """Offer updates at a rate, as a crowd does: by chance, and whether or not the bot keeps up."""
    dice = random.Random(given.seed)
    at = time.perf_counter()
    hopeless = given.hopeless
    while watch.running:
        at += dice.expovariate(given.rate)
        await asyncio.sleep(max(at - time.perf_counter(), 0))
        free = [person for person in people if not person.is_waiting]
        if not free:
            watch.late += watch.measuring
            continue
        if hopeless and watch.measuring:
            hopeless -= 1
            bot.offer(HOPELESS)
        person = dice.choice(free)
        bot.do(person, next_deed(person))


async def _measured(bot: Bot, watch: Watch, given: Round) -> dict[str, object]:
    kinds, bot.kinds = bot.kinds, {}
    sent_before = bot.sent
    before = _processor_seconds(given.pid)
    watch.begun = time.perf_counter()
    own = time.process_time()
    watch.measuring = True
    await asyncio.sleep(given.seconds)
    watch.measuring = watch.running = False
    watch.ended = time.perf_counter()
    lasted = watch.ended - watch.begun
    updates = len(watch.answers)
    busy = _processor_seconds(given.pid) - before
    counted, bot.kinds = bot.kinds, kinds
    return {
        "updates": updates,
        "sent_before": sent_before,
        "per_second": updates / lasted,
        "answers": watch.answers,
        "cpu_ms": busy * 1000 / updates if updates else 0.0,
        "own_share": (time.process_time() - own) / lasted,
        "calls": counted,
        "waiting": len(bot.updates),
    }


async def _alerts(bot: Bot, watch: Watch) -> dict[str, object]:
    """Wait for the alerts of what was sent while it was measured, and give the seconds that each took."""
    await _until(lambda: not bot.alerts.owed(watch.begun, watch.ended), LONGEST_ALERT)
    return {
        "alerts": bot.alerts.took(watch.begun, watch.ended),
        "alerts_owed": bot.alerts.owed(watch.begun, watch.ended),
    }


async def _until(reached: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something is so, or until the time is over."""
    until = time.perf_counter() + seconds
    while not reached() and time.perf_counter() < until:  # noqa: ASYNC110 - polled, so that a call costs nothing
        await asyncio.sleep(0.01)


async def _at_rest(pid: int, seconds: float) -> None:
    """Wait until a contestant works no more: what it does after a round belongs to no other round."""
    until = time.perf_counter() + seconds
    busy = 1.0
    while busy > REST_SHARE * LOOK_SECONDS and time.perf_counter() < until:
        before = _processor_seconds(pid)
        await asyncio.sleep(LOOK_SECONDS)
        busy = _processor_seconds(pid) - before


def _processor_seconds(pid: int) -> float:
    if not pid:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


async def serve(port: int) -> None:
    """Run until told to stop."""
    bots: dict[str, Bot] = {}
    server = await asyncio.get_running_loop().create_server(lambda: Line(bots), "127.0.0.1", port)
    taken = server.sockets[0].getsockname()[1]
    print(f"Ready: http://127.0.0.1:{taken}", flush=True)  # noqa: T201 - whoever started it waits for this
    stop = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    await stop.wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser("standin")
    parser.add_argument("--port", type=int, default=0)
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    asyncio.run(serve(parser.parse_args().port))


if __name__ == "__main__":
    main()
