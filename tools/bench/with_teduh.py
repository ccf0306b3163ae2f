"""The contestant that is ours: an office founded in a folder, and the program as ``teduh run`` runs it.

Law: real settings, a real file, ``synchronous=FULL``, sealing and outbox as always. Only the limits on
messages a second are off, for the others have none.
"""

import asyncio
from datetime import time
from pathlib import Path

from pydantic import SecretStr

from bot import app, logs
from bot.clock import Clock
from bot.office import open_office, places_of
from bot.settings import Settings
from bot.settings_file import load
from conversations.duty import Day, Roster, Shift
from conversations.people import Person, PersonId, Role, Standing
from storage import documents, people
from storage.opening import found
from storage.transaction import Transaction

OFFICER, COORDINATOR = 900_001, 900_002
STAFF = (OFFICER, COORDINATOR)
CONFIG = """\
[office]
name = "UPTD PPA Kota Tanjungpinang"

[telegram]
server = "{server}"
messages_a_second = 0
messages_a_second_to_a_chat = 0

[[hotlines]]
name = "Polisi"
number = "110"
"""


def settings_in(folder: Path, server: str) -> Settings:
    """Write a configuration and read it as the program does."""
    folder.mkdir(mode=0o700, exist_ok=True)
    config = folder / "config.toml"
    config.write_text(CONFIG.format(server=server), encoding="utf-8")
    return load(config)


async def found_office(settings: Settings) -> None:
    """Found the office: an officer who is on duty day and night, and a coordinator."""
    await found(places_of(settings), "bench")
    async with open_office(settings, Clock(), alone=True) as office:
        named = {chat: PersonId(office.dice.new_id().hex()) for chat in STAFF}
        roles = {OFFICER: Role.OFFICER, COORDINATOR: Role.COORDINATOR}
        invented = [
            Person(name, roles[chat], Standing.LINKED, chat, f"Bu Petugas {chat}", "")
            for chat, name in named.items()
        ]
        shifts = tuple(Shift(day, time(0), time(0), (named[OFFICER],)) for day in Day)

        def work(within: Transaction) -> None:
            people.keep(within, *invented)
            documents.keep_roster(within, Roster(shifts))

        await office.store.write(work)


def run(token: str, server: str, folder: Path) -> None:
    """Run the program, in an office that is founded if there is none yet."""
    settings = settings_in(folder, server)
    if not settings.storage.key_file.exists():
        asyncio.run(found_office(settings))
    logs.configure("WARNING", "json")
    asyncio.run(app.run(settings, SecretStr(token)))
