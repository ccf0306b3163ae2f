"""Rings when due times were written down, so that whoever waits for the earliest looks again."""

import asyncio


class Bell:
    """Keeps the earliest minute that was rung since somebody last heard it."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self._minute = 0

    def ring(self, minute: int) -> None:
        """Tell that something is due at a minute since 1970."""
        self._minute = min(self._minute, minute) if self._rung.is_set() else minute
        self._rung.set()

    async def heard(self) -> int:
        """Wait until it rings, and give the earliest minute."""
        await self._rung.wait()
        self._rung.clear()
        return self._minute
