"""The Bot API's door.

Law: what a client sees on the wire is Telegram's; what goes wrong on purpose goes wrong here.
"""

import asyncio
import socket
import struct
import time
from dataclasses import dataclass

import orjson
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sandbox.calls import Calls
from sandbox.corked import Corked
from sandbox.errors import ApiError, too_many
from sandbox.faults import Fault, FaultKind, Faults
from sandbox.flood import Flood
from sandbox.media import StoredFile
from sandbox.methods import all_methods
from sandbox.methods.registry import Described
from sandbox.params import Params
from sandbox.polling import OTHER_HOOK, Poller
from sandbox.requests import read_params
from sandbox.updates import Update
from sandbox.values import JsonObject, integer_of
from sandbox.world import World

JSON_HEADER = (b"content-type", b"application/json")
WRITING = ("send", "copymessage", "forwardmessage")
SILENT = frozenset({"sendchataction"})
TOKEN_LIMIT = 80
PIECES = 10
LINGER_NONE = struct.pack("ii", 1, 0)


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol, which lets the application cut the line, and sends an answer in one go."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin a connection."""
        super().connection_made(Corked(transport))

    def on_message_begin(self) -> None:
        """Hand the connection to the application."""
        super().on_message_begin()
        self.scope["extensions"] = {"line": {"transport": self.transport}}


@dataclass(slots=True)
class Answer:
    """What goes back over the wire."""

    status: int
    body: bytes
    retry_after: int = 0
    logged: bytes | None = None


class BotApi:
    """Answers /bot<token>/<method> and /file/bot<token>/<path>."""

    def __init__(self, world: World, *, flood: bool = False, log: int = 10_000) -> None:
        self.world = world
        self.calls = Calls(log)
        self.faults = Faults()
        self.poller = Poller(world)
        self.flood = Flood() if flood else None
        self._methods = all_methods()
        world.on_update.append(self.poller.wake)

    def reset(self) -> None:
        """Begin anew."""
        self.calls.clear()
        self.faults.clear()
        self.flood = Flood() if self.flood is not None else None
        self.world.reset()

    async def call(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call of a method."""
        token, _, name = scope["path"][4:].partition("/")
        method = name.lower().strip("/")
        started = time.perf_counter()
        try:
            self._check_token(token)
            params = await read_params(scope, receive)
        except ApiError as refused:
            await reply(send, refusal(refused))
            return
        fault = self.faults.next_for(method, params.text("chat_id")) if self.faults else None
        if fault is not None and await self._struck_before(fault, scope, send, method, params):
            return
        answer = await self._answer(method, params)
        self._note(method, params, answer, fault, started)
        await self._deliver(fault, scope, send, answer)

    async def perform(self, method: str, params: Params) -> None:
        """Do what a bot asked for in its answer to an update; it never learns how that went."""
        self._note(method, params, await self._answer(method, params), None, time.perf_counter())

    def _check_token(self, token: str) -> None:
        if token == self.world.token:
            return
        number, colon, _ = token.partition(":")
        if not colon or token.startswith("0") or len(token) > TOKEN_LIMIT or not number.isdigit():
            raise ApiError(401, "Unauthorized: invalid token specified")
        raise ApiError(401, "Unauthorized")

    async def _answer(self, method: str, params: Params) -> Answer:
        try:
            if method == "getupdates":
                return taken(await self.poller.take(params))
            return success(self._perform(method, params))
        except ApiError as refused:
            return refusal(refused)

    def _perform(self, method: str, params: Params) -> object:
        perform = self._methods.methods.get(method)
        if perform is None:
            raise ApiError(404, "Not Found: method not found")
        if self.flood is not None and method.startswith(WRITING) and method not in SILENT:
            self._hold_back(self.flood, params)
        result = perform(self.world, params)
        if method == "setwebhook" and self.world.webhook.url:
            self.poller.interrupt(OTHER_HOOK)
        return result

    def _hold_back(self, flood: Flood, params: Params) -> None:
        count = max(1, params.text("media").count('"type"'))
        wait = flood.wait_for(integer_of(params.text("chat_id")), time.monotonic(), count)
        if wait:
            raise too_many(wait)

    def _note(self, method: str, params: Params, answer: Answer, fault: Fault | None, started: float) -> None:
        facts: JsonObject = {
            "at": self.world.now(),
            "ms": round((time.perf_counter() - started) * 1000, 2),
            "status": answer.status,
            "fault": fault.kind.value if fault else None,
        }
        shown = self._methods.names.get(method, "getUpdates" if method == "getupdates" else method)
        body = answer.body if answer.logged is None else answer.logged
        record = self.calls.note(shown, params.logged(), body, facts)
        if self.world.events.watched:
            self.world.events.tell("call", **record)
        if fault is not None:
            self.world.events.tell("faults", faults=self.faults.as_listed())

    async def _struck_before(
        self, fault: Fault, scope: Scope, send: Send, method: str, params: Params
    ) -> bool:
        """Do what a fault does instead of the call; False when the call goes on."""
        if fault.kind is FaultKind.LATENCY:
            await asyncio.sleep(fault.seconds)
            return False
        if fault.kind in {FaultKind.DELIVER_THEN_DROP, FaultKind.SLOW_BODY}:
            return False
        body = orjson.dumps(fault.answer()) if fault.kind is FaultKind.ERROR else b""
        answer = Answer(integer_of(fault.answer()["error_code"]) if body else 0, body, fault.retry_after)
        self._note(method, params, answer, fault, time.perf_counter())
        if fault.kind is FaultKind.ERROR:
            await reply(send, answer)
            return True
        if fault.kind is FaultKind.HANG:
            await asyncio.sleep(fault.seconds)
        cut(scope, reset=fault.kind is FaultKind.RESET)
        return True

    async def _deliver(self, fault: Fault | None, scope: Scope, send: Send, answer: Answer) -> None:
        if fault is not None and fault.kind is FaultKind.DELIVER_THEN_DROP:
            cut(scope)
        elif fault is not None and fault.kind is FaultKind.SLOW_BODY:
            await reply_slowly(send, answer, fault.seconds)
        else:
            await reply(send, answer)

    def _stored(self, path: str) -> StoredFile:
        stored = self.world.cloud.at(path)
        if stored is None:
            raise ApiError(404, "Not Found")
        return stored

    async def file(self, scope: Scope, send: Send) -> None:
        """Give the bytes of a file."""
        token, _, path = scope["path"].removeprefix("/file/bot").partition("/")
        try:
            self._check_token(token)
            stored = self._stored(path)
        except ApiError as refused:
            await reply(send, refusal(refused))
            return
        fault = self.faults.next_for("file", "") if self.faults else None
        answer = Answer(200, stored.content, logged=b"")
        if fault is not None and await self._struck_before(
            fault, scope, send, "file", Params({"path": path})
        ):
            return
        self._note("file", Params({"path": path}), answer, fault, time.perf_counter())
        await self._deliver(fault, scope, send, answer)


def success(result: object) -> Answer:
    """Wrap a result as Telegram does."""
    if isinstance(result, Described):
        body: JsonObject = {"ok": True, "result": result.result, "description": result.description}
        return Answer(200, orjson.dumps(body))
    return Answer(200, orjson.dumps({"ok": True, "result": result}))


def taken(updates: list[Update]) -> Answer:
    """Wrap updates, which were rendered when they were queued; the log keeps only their ids."""
    body = b'{"ok":true,"result":[' + b",".join(update.rendered for update in updates) + b"]}"
    ids = orjson.dumps({"ok": True, "result": [{"update_id": update.update_id} for update in updates]})
    return Answer(200, body, logged=ids)


def refusal(refused: ApiError) -> Answer:
    """Wrap a refusal as Telegram does."""
    wait = integer_of(refused.parameters.get("retry_after"))
    return Answer(refused.code, orjson.dumps(refused.as_json()), wait)


def _headers(answer: Answer) -> list[tuple[bytes, bytes]]:
    kind = JSON_HEADER if answer.logged != b"" else (b"content-type", b"application/octet-stream")
    headers = [kind, (b"content-length", str(len(answer.body)).encode())]
    return [*headers, (b"retry-after", str(answer.retry_after).encode())] if answer.retry_after else headers


async def reply(send: Send, answer: Answer) -> None:
    """Send an answer."""
    await send({"type": "http.response.start", "status": answer.status, "headers": _headers(answer)})
    await send({"type": "http.response.body", "body": answer.body})


async def reply_slowly(send: Send, answer: Answer, seconds: float) -> None:
    """Send an answer in pieces that take their time."""
    await send({"type": "http.response.start", "status": answer.status, "headers": _headers(answer)})
    step = max(1, -(-len(answer.body) // PIECES))
    for at in range(0, len(answer.body), step):
        await asyncio.sleep(seconds / PIECES)
        await send({"type": "http.response.body", "body": answer.body[at : at + step], "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def cut(scope: Scope, *, reset: bool = False) -> None:
    """Close the connection without a word; a reset is one the client's system reports as such."""
    transport = scope["extensions"]["line"]["transport"]
    if reset:
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NONE)
    transport.abort()


class Application:
    """The whole sandbox as one ASGI application; the Bot API takes the short way."""

    def __init__(self, api: BotApi, site: ASGIApp) -> None:
        self._api = api
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Show a request its door."""
        if scope["type"] == "http":
            path: str = scope["path"]
            if path.startswith("/bot"):
                return await self._api.call(scope, receive, send)
            if path.startswith("/file/bot"):
                return await self._api.file(scope, send)
        return await self._site(scope, receive, send)
