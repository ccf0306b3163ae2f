"""A door for demo, training and tests through which the program's clock is moved; absent from the settings.

Law: loopback only, and only where the command line asked for it.
"""

from aiohttp import web

from bot.clock import MovableClock

LOOPBACK = "127.0.0.1"


class Control:
    """Listens for ``POST / {"advance_seconds": N}``."""

    def __init__(self, clock: MovableClock, port: int) -> None:
        self._clock = clock
        self._port = port
        application = web.Application()
        application.router.add_post("/", self._advance)
        self._runner = web.AppRunner(application, access_log=None)

    async def start(self) -> None:
        """Listen."""
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, self._port).start()

    async def stop(self) -> None:
        """Listen no more."""
        await self._runner.cleanup()

    async def _advance(self, request: web.Request) -> web.Response:
        wish: object = await request.json()
        seconds = wish.get("advance_seconds") if isinstance(wish, dict) else None
        if not isinstance(seconds, int | float) or seconds < 0:
            return web.json_response({"error": "advance_seconds has to be a number from 0 on"}, status=400)
        self._clock.advance(seconds)
        return web.json_response({"now": self._clock.now().timestamp()})
