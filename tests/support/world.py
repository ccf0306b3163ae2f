"""A sandbox, the real program and an invented office around them: what every story is played in.

Law: nothing of the program is replaced. Its clock moves only when told, together with the sandbox's.
"""

import asyncio
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select

from bot.clock import Clock
from bot.office import open_office, places_of
from bot.settings import Settings
from bot.settings_file import load
from conversations.duty import Day, Roster, Shift
from conversations.people import Person, PersonId, Role, Standing
from storage import documents, people
from storage.opening import found, open_places
from storage.schema import outbox
from storage.transaction import Transaction
from tests.support.citizens import Citizen
from tests.support.line import Line
from tests.support.officers import Officer
from tests.support.phones import Flashes, Phone, eventually
from tests.support.programs import Program

T = TypeVar("T")
TOKEN = "7000000001:a-token-that-no-log-may-ever-show-1"
LOOPBACK = "127.0.0.1"
OFFICE = "UPTD PPA Kota Contoh"
HOME = "rumah"
"""The folder of an installation."""
CONFIG = """\
[office]
name = "{office}"

[telegram]
server = "{server}"
token_file = "token"
messages_a_second = 0
messages_a_second_to_a_chat = 0

[log]
level = "debug"

[[hotlines]]
name = "Polisi"
number = "110"
{more}
"""


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody of the invented office."""

    chat: int
    first_name: str
    last_name: str
    role: Role
    place: str = ""

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.first_name} {self.last_name}"


CITIZENS_FROM = 7_412_920_000
"""As long as ids are today: five bytes are found in no file by chance."""
OFFICER = Staff(910001, "Ratna", "Kusuma", Role.OFFICER)
SECOND = Staff(910002, "Dimas", "Prakoso", Role.OFFICER)
COORDINATOR = Staff(910003, "Sekar", "Larasati", Role.COORDINATOR)
OFFICIAL = Staff(910004, "Wiryo", "Sumarto", Role.OFFICIAL, "Kelurahan Kampung Bugis, Tanjungpinang Kota")
STAFF = (OFFICER, SECOND, COORDINATOR, OFFICIAL)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is out of the ordinary in one world."""

    config: str = ""
    """More of the configuration."""
    on_duty: Sequence[Staff] = (OFFICER, SECOND)
    staff: Sequence[Staff] = STAFF
    url: str = ""
    """Another database than a SQLite file."""


def free_port() -> int:
    """Find a port that is free now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def write_config(home: Path, server: str, more: str = "") -> Settings:
    """Write an installation's configuration and token."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    (home / "config.toml").write_text(CONFIG.format(office=OFFICE, server=server, more=more))
    (home / "token").write_text(TOKEN)
    (home / "token").chmod(0o600)
    return load(home / "config.toml")


def found_office(home: Path, wishes: Wishes) -> None:
    """Found an office in a folder, with its people and a roster that covers every hour."""
    settings = write_config(home, f"http://{LOOPBACK}:1", wishes.config)
    asyncio.run(_found(settings, wishes))


async def _found(settings: Settings, wishes: Wishes) -> None:
    await found(places_of(settings), "tests")
    async with open_office(settings, Clock(), alone=True) as office:
        ids = {one.chat: PersonId(f"{one.chat:032x}") for one in wishes.staff}
        known = [
            Person(ids[one.chat], one.role, Standing.LINKED, one.chat, one.name, one.place)
            for one in wishes.staff
        ]
        duty = tuple(ids[one.chat] for one in wishes.on_duty)
        shifts = tuple(Shift(day, time(0), time(0), duty) for day in Day) if duty else ()

        def work(within: Transaction) -> None:
            people.keep(within, *known)
            documents.keep_roster(within, Roster(shifts))

        await office.store.write(work)


def _letters(within: Transaction) -> int:
    return within.connection.execute(select(func.count()).select_from(outbox)).scalar_one()


class World:
    """Everything there is in a story."""

    def __init__(self, folder: Path, office: Path, url: str, wishes: Wishes | None = None) -> None:
        wishes = wishes or Wishes()
        self.home = folder / HOME
        self.url = url
        shutil.copytree(office, self.home)
        self.settings = write_config(self.home, self.url, wishes.config)
        self.line = Line(self.url)
        self.line.post("/sim/reset")
        self.calms()
        self.flashes = Flashes(self.line)
        self.control = free_port()
        self.program = self.another(folder / "teduh.log")
        self._moved = 0.0
        self._citizens = CITIZENS_FROM
        for one in wishes.staff:
            self._phone(one.chat, one.first_name, one.last_name)
            self.of(one).starts()
        self.officer, self.second, self.coordinator = map(self.of, (OFFICER, SECOND, COORDINATOR))
        self.official = Citizen(self.line, self.flashes, OFFICIAL.chat, OFFICIAL.name)

    def another(self, log: Path, port: int | None = None) -> Program:
        """Give one more program over the same installation; it is not started."""
        config = str(self.home / "config.toml")
        return Program(
            log, "bot", "run", "--config", config, "--control", str(port or self.control), ready="running"
        )

    # People

    def citizen(self, name: str = "Melati") -> Citizen:
        """Hand somebody new a phone."""
        self._citizens += 1
        self._phone(self._citizens, name, "")
        return Citizen(self.line, self.flashes, self._citizens, name)

    def stranger(self, name: str = "Bayu") -> Phone:
        """Hand somebody a phone who does not come to report."""
        self._citizens += 1
        self._phone(self._citizens, name, "")
        return Phone(self.line, self.flashes, self._citizens, name)

    def of(self, one: Staff) -> Officer:
        """Give somebody of the office."""
        return Officer(self.line, self.flashes, one.chat, one.name)

    def _phone(self, chat: int, first: str, last: str) -> None:
        self.line.post("/sim/people", user_id=chat, first_name=first, last_name=last)

    # The program

    def starts(self) -> None:
        """Start the program; its clock goes on from where the story is."""
        self.program.start()
        if self._moved:
            self._moves_program(self._moved)

    def kills(self) -> None:
        """End the program between two instructions."""
        self.program.kill()

    def stops(self) -> int:
        """Ask the program to end; gives what it ended with."""
        return self.program.stop()

    def console(self, *arguments: str) -> str:
        """Run a command beside the program; gives what it said."""
        command = [sys.executable, "-m", "bot", arguments[0], "--config", str(self.home / "config.toml")]
        done = subprocess.run([*command, *arguments[1:]], capture_output=True, text=True, check=True)
        return done.stdout

    def moves(self, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        """Let time pass, here and at Telegram."""
        seconds = ((days * 24 + hours) * 60 + minutes) * 60
        self._moved += seconds
        self.line.post("/sim/clock", advance_seconds=seconds)
        if self.program.is_running:
            self._moves_program(seconds)

    def _moves_program(self, seconds: float) -> None:
        with closing(Line(f"http://{LOOPBACK}:{self.control}")) as control:
            control.post("/", advance_seconds=seconds)

    # Trouble, and what Telegram was told

    def troubles(self, kind: str, **wish: object) -> None:
        """Order trouble on the line."""
        self.line.post("/sim/faults", kind=kind, **wish)

    def calms(self) -> None:
        """Take all trouble back."""
        self.line.delete("/sim/faults")

    def calls(self, method: str = "", since: int = 0) -> list[Mapping[str, object]]:
        """List the calls of the Bot API that arrived, oldest first."""
        found = self.line.get(f"/sim/outbox?since={since}&method={method}")
        assert isinstance(found, list)
        return found

    def rings(self, words: str) -> int:
        """Count the messages that were sent with these words."""
        sent = (call["params"] for call in self.calls("sendMessage"))
        return sum(words in str(params["text"]) for params in sent if isinstance(params, dict))

    # What is kept

    def settles(self) -> None:
        """Wait until everything that was written was brought, and is on record as such."""
        eventually(
            lambda: True if not self.asks(_letters) else None, lambda: "The outbox does not get empty."
        )

    def asks(self, question: Callable[[Transaction], T]) -> T:
        """Look into the store beside the program."""
        return asyncio.run(self._asked(question))

    async def _asked(self, question: Callable[[Transaction], T]) -> T:
        opened = await open_places(places_of(self.settings), alone=False)
        try:
            return await opened.database.read(lambda connection: question(opened.within(connection)))
        finally:
            await opened.close()

    def closes(self) -> None:
        """End everything."""
        if self.program.is_running:
            self.program.kill()
        self.line.close()
