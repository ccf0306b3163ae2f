"""A connection that sends head and body of an answer in one go.

Law: nothing waits longer than one turn of the loop.
"""

from __future__ import annotations

import asyncio


class Corked(asyncio.Transport):
    """Gathers what is written in one turn of the loop: half the system calls for small answers."""

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._gathered: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview[int]) -> None:
        """Gather bytes; the first of a turn sees to it that they leave."""
        if not self._gathered:
            self._loop.call_soon(self._flush)
        self._gathered.append(bytes(data))

    def _flush(self) -> None:
        if self._gathered:
            whole = self._gathered[0] if len(self._gathered) == 1 else b"".join(self._gathered)
            self._gathered.clear()
            self._transport.write(whole)

    def close(self) -> None:
        """Send what is gathered, then close."""
        self._flush()
        self._transport.close()

    def abort(self) -> None:
        """Cut the line; what is gathered is lost with it."""
        self._gathered.clear()
        self._transport.abort()

    def is_closing(self) -> bool:
        """Tell whether it is closed or closing."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: object = None) -> object:
        """Tell what lies below."""
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        """Take nothing for a while."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Take again."""
        self._transport.resume_reading()

    def is_reading(self) -> bool:
        """Tell whether anything is taken."""
        return self._transport.is_reading()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Hand over to another protocol."""
        self._transport.set_protocol(protocol)

    def get_protocol(self) -> asyncio.BaseProtocol:
        """Give the protocol in charge."""
        return self._transport.get_protocol()
