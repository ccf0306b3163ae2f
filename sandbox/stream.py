"""Server-sent events for the page. Law: a page that falls behind is cut off, never waited for."""

import asyncio
from collections.abc import AsyncIterator

import orjson

from sandbox.events import Events
from sandbox.values import JsonObject

BACKLOG = 10_000
HEARTBEAT = 15.0


class Stream:
    """All pages that listen."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self._open: set[asyncio.Queue[bytes | None]] = set()

    async def listen(self) -> AsyncIterator[bytes]:
        """Give the events of one page, until it leaves or the server stops."""
        line: asyncio.Queue[bytes | None] = asyncio.Queue(BACKLOG)
        stop = self._events.watch(lambda event: self._push(line, event))
        self._open.add(line)
        try:
            yield b": connected\n\n"
            while (event := await _next(line)) is not None:
                yield event
        finally:
            stop()
            self._open.discard(line)

    def _push(self, line: "asyncio.Queue[bytes | None]", event: JsonObject) -> None:
        if line.full():
            line.get_nowait()
            line.put_nowait(None)
            return
        line.put_nowait(b"data: " + orjson.dumps(event) + b"\n\n")

    def close(self) -> None:
        """Let every page go."""
        for line in self._open:
            if line.full():
                line.get_nowait()
            line.put_nowait(None)


async def _next(line: "asyncio.Queue[bytes | None]") -> bytes | None:
    try:
        return await asyncio.wait_for(line.get(), HEARTBEAT)
    except TimeoutError:
        return b": still here\n\n"
