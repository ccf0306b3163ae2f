"""Starting and stopping the sandbox.

Law: loopback only, ready when it says so, and stopped without leftovers.
"""

import asyncio
import logging
import socket
import threading
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import uvicorn

from sandbox.clock import Clock
from sandbox.delivery import Delivery
from sandbox.http import Application, BotApi, Protocol
from sandbox.keeping import Keeper
from sandbox.sim import Control
from sandbox.values import JsonObject
from sandbox.world import World

LOOPBACK = "127.0.0.1"
GRACE = 2
KEEP_ALIVE = 75
START_LIMIT = 15.0
log = logging.getLogger("sandbox")


@dataclass(frozen=True, slots=True)
class Options:
    """How one sandbox is started. Port 0 is any free one."""

    token: str = field(repr=False)
    port: int = 0
    people: str = ""
    keep: Path | None = None
    flood: bool = False
    log: int = 10_000
    bot_control: str = ""
    username: str = "teduh_sandbox_bot"


class Server(uvicorn.Server):
    """uvicorn's server, which lets go of waiting polls and listening pages when it stops."""

    def __init__(self, config: uvicorn.Config, control: Control, keeper: Keeper | None = None) -> None:
        super().__init__(config)
        self._control = control
        self._keeper = keeper
        self._running: list[asyncio.Task[None]] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the door, then deliver updates and keep chats for whoever asked for that."""
        await super().startup(sockets)
        api = self._control.api
        self._running.append(asyncio.create_task(Delivery(api.world, api.perform).run()))
        if self._keeper is not None:
            self._running.append(asyncio.create_task(self._keeper.run()))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let everybody go, then close."""
        for task in self._running:
            task.cancel()
        self._control.stream.close()
        self._control.api.poller.interrupt("terminated by the end of the sandbox")
        await super().shutdown(sockets)
        if self._keeper is not None:
            self._keeper.write()


def build(options: Options) -> Server:
    """Build one sandbox: the only place that puts its parts together."""
    world = World(options.token, Clock(), options.username)
    api = BotApi(world, flood=options.flood, log=options.log)
    keeper = Keeper(world, options.keep) if options.keep else None
    control = Control(api, options.people, forward_clock=Forwarder(options.bot_control))
    if keeper is None or not keeper.read():
        control.populate()
    config = uvicorn.Config(
        Application(api, control.site()),
        http=Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        server_header=False,
    )
    return Server(config, control, keeper)


class Forwarder:
    """Tells the bot's own clock what the sandbox's was told."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def __call__(self, wish: JsonObject) -> None:
        """Post a wish to the bot's control; what fails is said, never raised."""
        if not self._url:
            return
        try:
            limit = aiohttp.ClientTimeout(total=10)
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                session.post(self._url, json=wish) as told,
            ):
                told.raise_for_status()
        except (aiohttp.ClientError, TimeoutError) as failed:
            log.warning("The bot's clock was not moved: %s", type(failed).__name__)


def bound(port: int) -> socket.socket:
    """Take a port on loopback."""
    # Named as TCP, or asyncio leaves Nagle on and every answer waits 40 ms for an acknowledgement.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((LOOPBACK, port))
    return sock


class Running:
    """A sandbox in a thread of its own. `stop()` ends it."""

    def __init__(self, options: Options) -> None:
        self._socket = bound(options.port)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._server = build(options)
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)
        self._ready = threading.Event()
        self._thread.start()
        if not self._ready.wait(START_LIMIT):
            raise RuntimeError("The sandbox did not start.")

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        serving = asyncio.create_task(self._server.serve([self._socket]))
        while not self._server.started and not serving.done():  # noqa: ASYNC110 - uvicorn offers no event
            await asyncio.sleep(0.005)
        self._ready.set()
        await serving

    def stop(self) -> None:
        """End the sandbox and wait until it is gone."""
        self._server.should_exit = True
        self._thread.join(START_LIMIT)


def serve(options: Options) -> Running:
    """Start a sandbox in this process; it answers when this returns."""
    return Running(options)
