"""How much one sandbox carries: `python -m sandbox.load` starts one and measures it from this process.

Law: raw sockets and prepared bytes, so that what is measured is the sandbox and not a client library.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
TOKEN = "7000000001:load"  # noqa: S105 - opens nothing
CHATS = 500
BATCH = 100
END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Figures:
    """Rates, each per second."""

    updates_handed_out: int
    messages_taken: int
    cpu_us_a_message: int


def request(path: str, body: bytes) -> bytes:
    """Write one HTTP request."""
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + END_OF_HEAD + body


class Wire:
    """One kept-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> "Wire":
        """Connect."""
        return cls(*await asyncio.open_connection(HOST, port, limit=1 << 22))

    async def ask(self, path: str, wish: object) -> bytes:
        """Send one request and read its answer."""
        self._writer.write(request(path, json.dumps(wish).encode()))
        return await self.answer()

    def send(self, raw: bytes) -> None:
        """Send what is prepared."""
        self._writer.write(raw)

    async def answer(self) -> bytes:
        """Read one answer."""
        head = await self._reader.readuntil(END_OF_HEAD)
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        return await self._reader.readexactly(length)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def people(wire: Wire, number: int) -> list[int]:
    """Give so many people a phone each."""
    chats = []
    for person in range(number):
        told = json.loads(await wire.ask("/sim/people", {"first_name": f"Orang {person}"}))
        chats.append(told["chat_id"])
        await wire.ask("/sim/start", {"chat_id": told["chat_id"]})
    return chats


async def handed_out(wire: Wire, chats: list[int], number: int) -> int:
    """Queue updates, then fetch and confirm them a hundred at a time."""
    for at in range(number):
        await wire.ask("/sim/say", {"chat_id": chats[at % len(chats)], "text": f"pesan nomor {at}"})
    offset, taken, started = 0, 0, time.perf_counter()
    while taken < number:
        answer = await wire.ask(f"/bot{TOKEN}/getUpdates", {"offset": offset, "limit": BATCH, "timeout": 5})
        ids = [int(piece.split(b",", 1)[0]) for piece in answer.split(b'"update_id":')[1:]]
        taken, offset = taken + len(ids), ids[-1] + 1
    return int(taken / (time.perf_counter() - started))


async def taken_in(wires: list[Wire], chats: list[int], number: int) -> int:
    """Send messages over several connections, each waiting for its answer before the next."""
    each = number // len(wires)
    started = time.perf_counter()
    await asyncio.gather(
        *(_sender(wire, chats[place :: len(wires)], each) for place, wire in enumerate(wires))
    )
    return int(each * len(wires) / (time.perf_counter() - started))


async def _sender(wire: Wire, chats: list[int], number: int) -> None:
    words = "Apakah saat ini aman untuk mengetik?"
    keys = {
        "inline_keyboard": [
            [{"text": "Aman", "callback_data": "s1"}, {"text": "Tidak", "callback_data": "s2"}]
        ]
    }
    prepared = [
        request(
            f"/bot{TOKEN}/sendMessage",
            json.dumps({"chat_id": chat, "text": words, "reply_markup": keys}).encode(),
        )
        for chat in chats
    ]
    for at in range(number):
        wire.send(prepared[at % len(prepared)])
        await wire.answer()


def cpu_seconds(process: int) -> float:
    """Tell how much processor time another process has used (Linux)."""
    words = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


async def measure(port: int, process: int, wanted: argparse.Namespace) -> Figures:
    """Measure one sandbox."""
    wires = [await Wire.open(port) for _ in range(wanted.connections)]
    chats = await people(wires[0], CHATS)
    rate_out = await handed_out(wires[0], chats, wanted.updates)
    before = cpu_seconds(process)
    rate_in = await taken_in(wires, chats, wanted.messages)
    cost = int((cpu_seconds(process) - before) / wanted.messages * 1e6)
    for wire in wires:
        wire.close()
    return Figures(rate_out, rate_in, cost)


def main() -> None:
    """Start a sandbox in a process of its own, measure it, print one line of JSON."""
    parser = argparse.ArgumentParser("python -m sandbox.load")
    parser.add_argument("--updates", type=int, default=20_000)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--connections", type=int, default=16)
    given = parser.parse_args()
    command = [sys.executable, "-m", "sandbox", "--token", TOKEN, "--log", "1000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sandbox:  # noqa: S603 - ourselves
        assert sandbox.stdout is not None
        port = int(sandbox.stdout.readline().rpartition(":")[2])
        figures = asyncio.run(measure(port, sandbox.pid, given))
        sandbox.terminate()
    told = {
        "updates_handed_out_per_s": figures.updates_handed_out,
        "messages_taken_per_s": figures.messages_taken,
        "cpu_us_a_message": figures.cpu_us_a_message,
    }
    print(json.dumps(told))  # noqa: T201 - the answer of this command


if __name__ == "__main__":
    main()
