"""getUpdates. Law: one waiting poll at a time; the older one is told so, and the newest gets the updates.

Semantics of tdlib/telegram-bot-api (Client.cpp, process_get_updates_query, do_get_updates, abort_long_poll).
"""

import asyncio
import time

from sandbox.errors import ApiError, conflict
from sandbox.params import Params
from sandbox.updates import Update
from sandbox.world import World

MOST = 100
LONGEST = 50
REPEAT_WINDOW = 3.0
HURRY_WINDOW = 0.5
GATHER = 0.001
CONFLICT_DELAY = 3.0
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
OTHER_HOOK = "terminated by setWebhook request"
HOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Poller:
    """The door through which updates are fetched."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: asyncio.Future[str] | None = None
        self._offset: int | None = None
        self._started = 0.0
        self._next_conflict = 0.0

    @property
    def is_held(self) -> bool:
        """Whether a call waits for updates."""
        return self._waiting is not None and not self._waiting.done()

    async def take(self, params: Params) -> list[Update]:
        """Answer one getUpdates."""
        if self._world.webhook.url:
            raise await self.conflicted(HOOK_ACTIVE)
        offset = params.integer("offset")
        limit = params.clamped("limit", MOST, 1, MOST)
        timeout = params.clamped("timeout", 0, 0, LONGEST)
        self._remember(params)
        limit, timeout = self._slowed(offset, limit, timeout)
        found = self._world.queue.take(offset, limit, self._world.now())
        if found or timeout == 0:
            return found
        return await self._wait(offset, limit, timeout)

    def _remember(self, params: Params) -> None:
        try:
            self._world.queue.remember(params.json("allowed_updates", "allowed_updates"))
        except ApiError:
            return  # What cannot be read keeps the kinds asked for before.

    def _slowed(self, offset: int, limit: int, timeout: int) -> tuple[int, int]:
        """Slow down a bot that asks for the same updates again and again."""
        now = time.monotonic()
        since = now - self._started if offset == self._offset else REPEAT_WINDOW
        if since < REPEAT_WINDOW and timeout < REPEAT_WINDOW:
            timeout = int(REPEAT_WINDOW)
        if since < HURRY_WINDOW:
            limit = 1
        self._offset, self._started = offset, now
        return limit, timeout

    async def _wait(self, offset: int, limit: int, seconds: int) -> list[Update]:
        self.interrupt(OTHER_POLL)
        mine: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting = mine
        await asyncio.wait([mine], timeout=seconds)
        if self._waiting is mine:
            self._waiting = None
        if mine.done() and mine.result():
            raise await self.conflicted(mine.result())
        return self._world.queue.take(max(offset, 0), limit, self._world.now())

    def wake(self) -> None:
        """Let the waiting poll go a moment later, so that updates arriving together leave together."""
        if self._waiting is not None and not self._waiting.done():
            asyncio.get_running_loop().call_later(GATHER, self._let_go, self._waiting, "")

    def interrupt(self, reason: str) -> None:
        """End the waiting poll with a reason."""
        if self._waiting is not None:
            self._let_go(self._waiting, reason)

    @staticmethod
    def _let_go(waiting: "asyncio.Future[str]", reason: str) -> None:
        if not waiting.done():
            waiting.set_result(reason)

    async def conflicted(self, reason: str) -> ApiError:
        """Give the conflict; a second one within three seconds comes late."""
        now = time.monotonic()
        if now < self._next_conflict:
            await asyncio.sleep(CONFLICT_DELAY)
        else:
            self._next_conflict = now + CONFLICT_DELAY
        return conflict(reason)
