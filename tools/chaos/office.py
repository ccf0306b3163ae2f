"""An invented office for the storm: keys, a database, people on duty day and night.

Law: nothing here is compared with anything; whatever the auditor reads, it asks for itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.clock import Clock
from bot.office import open_office, places_of
from bot.settings import SHIPPED, Settings
from bot.settings_file import load
from conversations.duty import Day, Roster, Shift
from conversations.people import Person, PersonId, Role, Standing
from storage import documents, people
from storage.opening import found
from storage.transaction import Transaction

ROTATING_MINUTES = 20
TOKEN = "7000000001:sandbox-token-that-opens-nothing"  # noqa: S105 - it opens the sandbox alone
CONFIG = """\
[office]
name = "UPTD PPA Kota Tanjungpinang"

[telegram]
server = "{server}"
token_file = "token"
messages_a_second = 0
messages_a_second_to_a_chat = 0

[storage]
data_dir = "data"
key_file = "keys/teduh.key"
database = "{database}"

[form]
path = "{form}"

[[hotlines]]
name = "Polisi"
number = "110"
"""


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody of the office: chat, id and role."""

    chat: int
    person: str
    role: str


def configure(folder: Path, server: str, database: str, form: str = SHIPPED) -> Path:
    """Write the configuration; ``form``: the shipped one, or the storm's own short one."""
    config = folder / "config.toml"
    path = form if form == SHIPPED else str(Path(__file__).with_name(form))
    config.write_text(CONFIG.format(server=server, database=database, form=path), encoding="utf-8")
    token = folder / "token"
    token.write_text(TOKEN, encoding="ascii")
    token.chmod(0o600)
    return config


async def staff(config: Path, officers: list[int], coordinators: list[int]) -> list[Worker]:
    """Found the office and put its people on duty."""
    settings: Settings = load(config)
    await found(places_of(settings), "badai")
    async with open_office(settings, Clock(), alone=True) as office:
        invented = [
            _person(office.dice.new_id(), Role.OFFICER, chat, f"Petugas {number}")
            for number, chat in enumerate(officers, 1)
        ] + [
            _person(office.dice.new_id(), Role.COORDINATOR, chat, f"Koordinator {number}")
            for number, chat in enumerate(coordinators, 1)
        ]
        duty = tuple(one.id for one in invented if one.role is Role.OFFICER)
        plan = _roster(duty, datetime.now(settings.zone))

        def work(within: Transaction) -> None:
            people.keep(within, *invented)
            documents.keep_roster(within, plan)

        await office.store.write(work)
    return [Worker(one.chat, one.id, one.role.value) for one in invented]


def _roster(duty: Sequence[PersonId], here: datetime) -> Roster:
    """Put everybody on duty day and night; while the storm blows, another is called first each minute.

    One chat alone could not take thousands of alerts in some minutes.
    """
    minutes = [here + timedelta(minutes=ahead) for ahead in range(ROTATING_MINUTES)]
    turns = tuple(
        Shift(
            list(Day)[at.weekday()],
            time(at.hour, at.minute),
            (at + timedelta(minutes=1)).time().replace(second=0, microsecond=0),
            (duty[number % len(duty)],),
        )
        for number, at in enumerate(minutes)
    )
    return Roster((*turns, *(Shift(day, time(0), time(0), tuple(duty)) for day in Day)))


def _person(new_id: bytes, role: Role, chat: int, name: str) -> Person:
    return Person(PersonId(new_id.hex()), role, Standing.LINKED, chat, name)
