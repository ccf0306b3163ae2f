"""Updates sent to the bot's own address. Law: in order for each chat; a failing one waits and is sent again.

Semantics of tdlib/telegram-bot-api (WebhookActor.cpp).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import aiohttp
import orjson

from sandbox.params import Params
from sandbox.updates import Update
from sandbox.values import JsonObject, integer_of, text_of
from sandbox.world import Webhook, World

LIMIT = aiohttp.ClientTimeout(total=60)
FIRST_DELAY, LONGEST_DELAY = 1.0, 60.0
LONGEST_RETRY_AFTER = 3600
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
OK = range(200, 300)
GONE, GIVEN_UP = 410, 23 * 3600
SILENT = ("get", "setwebhook", "deletewebhook", "logout", "close")
Perform = Callable[[str, Params], Awaitable[None]]


class Delivery:
    """Sends what waits, as long as an address is set."""

    def __init__(self, world: World, perform: Perform, first_delay: float = FIRST_DELAY) -> None:
        self._world = world
        self._perform = perform
        self._first_delay = first_delay
        self._awake = asyncio.Event()
        self._busy: set[int] = set()
        self._not_before: dict[int, float] = {}
        self._delays: dict[int, float] = {}
        self._posts: set[asyncio.Task[None]] = set()
        world.on_update.append(self._awake.set)

    async def run(self) -> None:
        """Deliver for ever."""
        async with aiohttp.ClientSession(timeout=LIMIT) as session:
            while True:
                await self._awake.wait()
                self._awake.clear()
                if self._world.webhook.url:
                    self._send_ready(session)

    def _send_ready(self, session: aiohttp.ClientSession) -> None:
        self._world.queue.count(self._world.now())  # What has expired must not be sent.
        seen: set[int] = set(self._busy)
        for update in tuple(self._world.queue.waiting):
            if len(self._busy) >= self._world.webhook.max_connections:
                return
            if update.lane not in seen and not self._resting(update.lane):
                self._busy.add(update.lane)
                post = asyncio.create_task(self._post(session, update))
                self._posts.add(post)
                post.add_done_callback(self._posts.discard)
            seen.add(update.lane)

    def _resting(self, lane: int) -> bool:
        wait = self._not_before.get(lane, 0.0) - time.monotonic()
        if wait > 0:
            asyncio.get_running_loop().call_later(wait, self._awake.set)
        return wait > 0

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> None:
        hook = self._world.webhook
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: hook.secret} if hook.secret else {})
        try:
            async with session.post(hook.url, data=update.rendered, headers=headers) as answer:
                body = await answer.read()
                if answer.status in OK:
                    await self._done(update, body)
                else:
                    self._refused(update, answer)
        except TimeoutError:
            self._failed(update, "Read timeout expired")
        except aiohttp.ClientError:
            self._failed(update, "Connection refused")
        finally:
            self._busy.discard(update.lane)
            self._awake.set()

    async def _done(self, update: Update, body: bytes) -> None:
        self._world.webhook.gone_since = 0.0
        self._delays.pop(update.lane, None)
        self._not_before.pop(update.lane, None)
        self._world.queue.drop(update.update_id)
        called = _call_in(body)
        if called is not None:
            await self._perform(*called)

    def _refused(self, update: Update, answer: aiohttp.ClientResponse) -> None:
        """Wait; an address that says for a day that it is gone is given up."""
        hook, now = self._world.webhook, self._world.now()
        hook.gone_since = (hook.gone_since or now) if answer.status == GONE else 0.0
        if hook.gone_since and now - hook.gone_since > GIVEN_UP:
            self._world.webhook = Webhook()
            return
        wait = min(integer_of(answer.headers.get("Retry-After")), LONGEST_RETRY_AFTER)
        self._failed(update, f"Wrong response from the webhook: {answer.status} {answer.reason}", wait)

    def _failed(self, update: Update, words: str, seconds: float = 0.0) -> None:
        """Wait as long as the bot asked for, or twice as long as the last time."""
        self._world.webhook.last_error_date = int(self._world.now())
        self._world.webhook.last_error_message = words
        grown = min(self._delays.get(update.lane, self._first_delay / 2) * 2, LONGEST_DELAY)
        self._delays[update.lane] = grown
        self._not_before[update.lane] = time.monotonic() + (seconds or grown)


def _call_in(body: bytes) -> tuple[str, Params] | None:
    """Read the method call that a bot may put into its answer."""
    try:
        given: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(given, dict) or not given.get("method"):
        return None
    fields: JsonObject = {name: value for name, value in given.items() if name != "method"}
    method = text_of(given["method"]).lower()
    return None if method.startswith(SILENT) else (method, Params(fields))
