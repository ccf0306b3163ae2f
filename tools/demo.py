"""`make demo`: the sandbox and the real program, an invented office, and one address to open.

Law: nothing of the program is replaced here; only people, keys and a roster are invented. Everything lies
in a folder that is thrown away at the end, unless ``--keep`` names one.
"""

import argparse
import asyncio
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import BinaryIO

from bot.clock import Clock
from bot.office import open_office, places_of
from bot.settings import Settings
from bot.settings_file import load
from conversations.duty import Day, Roster, Shift
from conversations.people import Person, PersonId, Role, Standing
from storage import documents, people
from storage.opening import found
from storage.transaction import Transaction

TOKEN = "7000000001:sandbox-token-that-opens-nothing"  # noqa: S105 - it opens the sandbox alone
LOOPBACK = "127.0.0.1"
STAFF = {
    "perangkat": (Role.OFFICIAL, "Kelurahan Kampung Bugis, Tanjungpinang Kota"),
    "petugas": (Role.OFFICER, ""),
    "petugas cadangan": (Role.OFFICER, ""),
    "koordinator": (Role.COORDINATOR, ""),
}
CONFIG = """\
[office]
name = "UPTD PPA Kota Tanjungpinang"

[telegram]
server = "{server}"
token_file = "token"

[[hotlines]]
name = "Polisi"
number = "110"

[[hotlines]]
name = "SAPA"
number = "129"
"""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where sandbox and program listen."""

    sandbox: int
    control: int

    @property
    def sandbox_url(self) -> str:
        """The address to open."""
        return f"http://{LOOPBACK}:{self.sandbox}"

    @property
    def control_url(self) -> str:
        """Where the program's clock is moved."""
        return f"http://{LOOPBACK}:{self.control}/"


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser("make demo", description="Teduh with invented people, on this machine.")
    parser.add_argument("--port", type=int, default=0, help="the page's port (0: any free one)")
    parser.add_argument("--keep", type=Path, default=None, help="a folder to keep everything in")
    parser.add_argument("--play", default="", help="a story to play: kdrt, tppo, perangkat, …")
    parser.add_argument("--train", type=float, default=0, help="rehearse for so many seconds, then stop")
    parser.add_argument("--cases", type=int, default=6, help="how many invented cases a rehearsal has")
    parser.add_argument(
        "--no-flood", action="store_true", help="let the sandbox take more than Telegram would"
    )
    return parser.parse_args(arguments)


def free_port() -> int:
    """Find a port that is free now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def prepare(folder: Path, ports: Ports) -> Settings:
    """Write a configuration for the sandbox; a folder that is kept has its own already."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "config.toml"
    config.write_text(CONFIG.format(server=ports.sandbox_url), encoding="utf-8")
    token = folder / "token"
    token.write_text(TOKEN, encoding="ascii")
    token.chmod(0o600)
    return load(config)


async def fill(settings: Settings, chats: Mapping[str, tuple[int, str]]) -> None:
    """Found the office, if it is new, and let its people be on duty day and night."""
    if settings.storage.key_file.exists():
        return
    await found(places_of(settings), "demo")
    async with open_office(settings, Clock(), alone=True) as office:
        invented = [_person(label, *chats[label], office.dice.new_id()) for label in STAFF]
        duty = tuple(one.id for one in invented if one.role is Role.OFFICER)
        shifts = tuple(Shift(day, time(0), time(0), duty) for day in Day)

        def work(within: Transaction) -> None:
            people.keep(within, *invented)
            documents.keep_roster(within, Roster(shifts))

        await office.store.write(work)


def _person(label: str, chat: int, name: str, new_id: bytes) -> Person:
    role, place = STAFF[label]
    return Person(PersonId(new_id.hex()), role, Standing.LINKED, chat, name, place)


# The two programs ----------------------------------------------------------------------------------------


async def start(*arguments: str, ready: str, folder: Path) -> asyncio.subprocess.Process:
    """Start a program and wait until it says that it is ready."""
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    assert program.stdout is not None
    log = (folder / f"{arguments[0]}.log").open("ab")
    async for line in program.stdout:
        log.write(line)
        log.flush()
        if ready.encode() in line:
            break
    else:
        sys.exit(f"{arguments[0]} did not start; see {log.name}")
    # The task is referred to by the process's reader; it ends when the program does.
    _LOGGING.add(asyncio.create_task(_log_on(program.stdout, log)))
    return program


_LOGGING: set[asyncio.Task[None]] = set()


async def _log_on(stream: asyncio.StreamReader, log: BinaryIO) -> None:
    async for line in stream:
        log.write(line)
        log.flush()


def people_of(url: str) -> dict[str, tuple[int, str]]:
    """Ask the sandbox who holds a phone: chat and name by label."""
    listed = json.load(urllib.request.urlopen(f"{url}/sim/people"))  # noqa: S310 - loopback
    return {one["label"]: (one["chat_id"], _name(one)) for one in listed}


def _name(person: Mapping[str, str]) -> str:
    return f"{person['first_name']} {person.get('last_name', '')}".strip()


def tell(url: str, wish: Mapping[str, object]) -> None:
    """Tell the sandbox what somebody does."""
    body = json.dumps(wish).encode()
    request = urllib.request.Request(url, body, {"content-type": "application/json"})  # noqa: S310 - loopback
    urllib.request.urlopen(request).close()  # noqa: S310 - loopback


async def run(given: argparse.Namespace, folder: Path) -> None:
    """Run the demo until a signal comes."""
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    ports = Ports(given.port or free_port(), free_port())
    sandbox = await start(*_sandbox(given, folder, ports), ready="Ready", folder=folder)
    program = None
    try:
        settings = prepare(folder, ports)
        chats = people_of(ports.sandbox_url)
        is_new = not settings.storage.key_file.exists()
        await fill(settings, chats)
        config = str(folder / "config.toml")
        program = await start(
            "bot", "run", "--config", config, "--control", str(ports.control), ready="running", folder=folder
        )
        if is_new:
            for label in ("petugas", "petugas cadangan", "koordinator"):
                tell(f"{ports.sandbox_url}/sim/say", {"chat_id": chats[label][0], "text": "/start"})
        print(f"Ready: {ports.sandbox_url}", flush=True)  # noqa: T201 - people and scripts wait for it
        if not await _played(given, ports):
            await _first(stop, program, sandbox)
        print(_ending(given, folder, bot=program, sandbox=sandbox), flush=True)  # noqa: T201 - the same
    finally:
        for started in (program, sandbox):
            if started is not None and started.returncode is None:
                started.terminate()
                await started.wait()


def _sandbox(given: argparse.Namespace, folder: Path, ports: Ports) -> list[str]:
    arguments = ["sandbox", "--people", "demo", "--port", str(ports.sandbox), "--token", TOKEN]
    arguments += ["--bot-control", ports.control_url]
    if not given.no_flood:
        arguments.append("--flood")
    if given.keep:
        arguments += ["--keep", str(folder / "sandbox")]
    return arguments


async def _played(given: argparse.Namespace, ports: Ports) -> bool:
    """Play the story that was asked for; true after a rehearsal, which ends by itself."""
    if given.play:
        await _player("--play", given.play, "--at", ports.sandbox_url)
    if given.train:
        wanted = ["--train", str(given.train), "--cases", str(given.cases)]
        await _player(*wanted, "--at", ports.sandbox_url)
    return bool(given.train)


async def _player(*arguments: str) -> None:
    """Let the sandbox play its people: a story, or a rehearsal."""
    player = await asyncio.create_subprocess_exec(sys.executable, "-m", "sandbox", *arguments)
    await player.wait()


async def _first(stop: asyncio.Event, *programs: asyncio.subprocess.Process) -> None:
    """Wait for a signal, or for one of the programs to end by itself."""
    waits = [asyncio.create_task(stop.wait()), *(asyncio.create_task(one.wait()) for one in programs)]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


def _ending(given: argparse.Namespace, folder: Path, **programs: asyncio.subprocess.Process) -> str:
    """Say in one line why it is over, and what is left of it."""
    for name, program in programs.items():
        # A Ctrl-C at the terminal reaches both as well, and they end in order.
        if program.returncode:
            said = (folder / f"{name}.log").read_text("utf-8", "replace").strip().splitlines()
            return f"Berhenti sendiri: {said[-1] if said else name}"
    return f"Selesai; semuanya ada di {folder}." if given.keep else "Selesai; tidak ada yang disimpan."


def main() -> None:
    """Make a folder, run, and take the folder away again."""
    given = parsed()
    os.umask(0o077)
    folder = given.keep or Path(tempfile.mkdtemp(prefix="teduh-demo-"))
    try:
        asyncio.run(run(given, folder.resolve()))
    finally:
        if given.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
