"""Telegram for the storm: the sandbox in this process, spoken to by the program over HTTP.

Law: people act on it directly, the program only through the Bot API; whatever a phone shows goes into the
ledger.
"""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import monotonic

import orjson
import uvicorn

from sandbox import acts
from sandbox.clock import Clock
from sandbox.http import Application, BotApi, Protocol
from sandbox.server import LOOPBACK, bound
from sandbox.sim import Control
from sandbox.updates import Update
from sandbox.values import JsonObject, integer_of, list_or_none, object_or_none, text_of
from sandbox.world import World
from tools.chaos.ledger import Act, Call, Gone, Ledger, Phone, Shown

POLL = "getUpdates"
Watcher = Callable[[Shown], None]
CallWatcher = Callable[[Call], None]


@dataclass(slots=True)
class Trigger:
    """What the killer waits for."""

    on_call: CallWatcher | None = None


class Phones:
    """Everybody's phone."""

    def __init__(self, token: str, ledger: Ledger) -> None:
        self.world = World(token, Clock())
        self.api = BotApi(self.world, log=1)
        self.ledger = ledger
        self.began = monotonic()
        self.trigger = Trigger()
        self.watchers: dict[int, Watcher] = {}
        self.last_call = 0.0
        self.polled = asyncio.Event()
        self.given: list[Update] = []
        self.sends: set[int] = set()
        """The updates by which somebody sent a report."""
        self._shown = 0
        self._last_shown = 0
        self.world.events.watch(self._heard)
        self._socket = bound(0)
        self.url = f"http://{LOOPBACK}:{self._socket.getsockname()[1]}"
        control = Control(self.api, "", forward_clock=_nobody)
        self._server = uvicorn.Server(
            uvicorn.Config(
                Application(self.api, control.site()), http=Protocol, ws="none", lifespan="off",
                log_config=None, log_level="critical", access_log=False, timeout_graceful_shutdown=1,
                server_header=False,
            )
        )  # fmt: skip
        self._serving: asyncio.Task[None] | None = None

    @property
    def now(self) -> float:
        """Seconds since the storm began."""
        return monotonic() - self.began

    @property
    def is_polled(self) -> bool:
        """Whether the program that was started last has asked for updates, and waits for more."""
        return self.polled.is_set() and self.api.poller.is_held

    async def open(self) -> None:
        """Answer calls."""
        self._serving = asyncio.create_task(self._server.serve([self._socket]))
        while not self._server.started:  # noqa: ASYNC110 - uvicorn offers no event
            await asyncio.sleep(0.01)

    async def close(self) -> None:
        """Answer no more."""
        self._server.should_exit = True
        self.api.poller.interrupt("terminated by the end of the sandbox")
        if self._serving is not None:
            await self._serving

    def new_person(self, name: str) -> int:
        """Hand somebody a phone."""
        return self.world.add_person(name).user_id

    # What people do

    def say(self, chat: int, text: str, canary: str = "") -> None:
        """Type and send."""
        self._act(chat, "say", text, canary, lambda: acts.say(self.world, {"chat_id": chat, "text": text}))

    def photograph(self, chat: int, picture: str, canary: str = "") -> None:
        """Send a file."""
        wish: JsonObject = {
            "chat_id": chat, "document": picture, "file_name": f"{canary}.txt", "mime_type": "text/plain"
        }  # fmt: skip
        self._act(chat, "say", "(berkas)", canary, lambda: acts.say(self.world, wish))

    def press(self, chat: int, message: int, data: str, canary: str = "") -> None:
        """Press a button."""
        wish: JsonObject = {"chat_id": chat, "message_id": message, "callback_data": data}
        self._act(chat, "press", data, canary, lambda: acts.press(self.world, wish))

    def block(self, chat: int, *, blocked: bool) -> None:
        """Block the bot, or let it write again."""
        deed = acts.block if blocked else acts.unblock
        self._act(chat, "block" if blocked else "unblock", "", "", lambda: deed(self.world, chat))

    def raw(self, update: JsonObject) -> None:
        """Have Telegram hand out an update that no phone would send."""
        self.raw_body(text_of(next(iter(update), "")), json.dumps(update).encode())

    def raw_body(self, kind: str, body: bytes) -> None:
        """Do the same with one that is not even JSON; it begins as an object does."""
        number = self.world.queue.next_id
        self.world.queue.next_id += 1
        self.world.queue.waiting.append(raw_update(number, body, self.world.now()))
        self.ledger.note(Act(self.now, 0, "raw", kind, number))
        self.world.wake()

    def repeat(self, updates: Iterable[Update]) -> None:
        """Have Telegram hand out once more what it was told is done, in order, before what waits."""
        queue = self.world.queue
        first = queue.waiting[0].update_id if queue.waiting else queue.next_id
        done = sorted((one for one in updates if one.update_id < first), key=lambda one: -one.update_id)
        queue.waiting.extendleft(done)

    def _act(self, chat: int, what: str, said: str, canary: str, deed: Callable[[], object]) -> None:
        update = self.world.queue.next_id
        done = deed()
        press = text_of(done.get("callback_query_id")) if isinstance(done, dict) else ""
        told = update if self.world.queue.next_id > update else 0
        self.ledger.note(Act(self.now, chat, what, said, told, press, canary))
        if said.endswith(":send"):
            self.sends.add(told)
        if told and self.world.queue.waiting:
            self.given.append(self.world.queue.waiting[-1])
            del self.given[:-200]

    # What the phones show

    def _heard(self, event: JsonObject) -> None:
        match event["type"]:
            case "chat":
                self._saw(integer_of(event["chat_id"]), object_or_none(event["message"]) or {}, event)
            case "deleted":
                numbers = tuple(integer_of(one) for one in list_or_none(event["message_ids"]) or [])
                self.ledger.note(Gone(self.now, integer_of(event["chat_id"]), numbers))
            case "call":
                self._called(event)
            case _:
                pass

    def _saw(self, chat: int, message: JsonObject, event: JsonObject) -> None:
        if message["outgoing"]:
            return
        self._shown += 1
        self._last_shown = self._shown
        rows = list_or_none(message["buttons"]) or []
        buttons = [object_or_none(one) or {} for row in rows for one in list_or_none(row) or []]
        data = tuple(text_of(one.get("callback_data")) for one in buttons)
        text = text_of(message["text"] or message["caption"])
        is_new = event["change"] == "new"
        shown = Shown(
            self.now, self._shown, chat, integer_of(message["message_id"]), text, data, is_new=is_new
        )
        self.ledger.note(shown)
        if chat in self.watchers:
            self.watchers[chat](shown)

    def _called(self, event: JsonObject) -> None:
        params = object_or_none(event["params"]) or {}
        method = text_of(event["method"])
        call = Call(
            self.now, method, integer_of(params.get("chat_id")), integer_of(event["status"]),
            text_of(event["fault"] or ""), integer_of(params.get("offset")),
            text_of(params.get("callback_query_id") or ""), text_of(params.get("text") or "")[:60],
            self._last_shown, _given(event["answer"]) if method == POLL else (),
        )  # fmt: skip
        self._last_shown = 0
        self.ledger.note(call)
        if method == POLL:
            self.polled.set()
        if method != POLL or call.given:
            self.last_call = self.now
            if self.trigger.on_call is not None:
                self.trigger.on_call(call)

    # What is left

    def photograph_all(self, chats: Iterable[int]) -> None:
        """Note what every phone shows now."""
        for chat in chats:
            held = self.world.chats[chat].messages
            messages = tuple(
                (number, one.outgoing, text_of(one.content.get("text") or one.content.get("caption") or ""))
                for number, one in sorted(held.items())
            )
            self.ledger.note(Phone(self.now, chat, messages))


def _given(answer: object) -> tuple[int, ...]:
    """Read which updates were handed out; the log keeps only their ids."""
    told: object = orjson.loads(orjson.dumps(answer))
    updates = list_or_none(told.get("result")) if isinstance(told, dict) else None
    return tuple(integer_of((object_or_none(one) or {}).get("update_id")) for one in updates or ())


def raw_update(number: int, body: bytes, now: float) -> Update:
    """Render an update that no phone would send."""
    comma = b"" if body == b"{}" else b","
    rendered = b'{"update_id":%d' % number + comma + body.removeprefix(b"{")
    return Update(number, "raw", 0, now + 86_400, rendered)


async def _nobody(_wish: JsonObject) -> None:
    """Leave the program's clock to the storm."""


@dataclass(slots=True)
class Card:
    """The newest card on a phone."""

    message: int = 0
    text: str = ""
    verbs: dict[str, list[str]] = field(default_factory=dict)
    """By their names, the data of the buttons."""


def card_of(shown: Shown) -> Card:
    """Read a card as somebody does who looks at its buttons."""
    verbs: dict[str, list[str]] = {}
    for data in shown.data:
        name = data.split(":")[1] if data.count(":") else data
        verbs.setdefault(name, []).append(data)
    return Card(shown.message, shown.text, verbs)
