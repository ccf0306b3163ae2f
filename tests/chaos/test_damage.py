"""What the storm does to rows does what it says: one chat loses its draft, and nothing else is lost."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from bot.office import Office
from conversations.events import Opened
from conversations.sessions import ChoosingLanguage, Resting
from storage import sessions
from storage.batch import Incoming
from storage.letters import VanishLetter
from storage.sessions import Known
from storage.transaction import Transaction
from tools.chaos.machine import spoil_a_session

CHATS = (1, 2, 3)


async def stages(office: Office) -> list[tuple[type, bool]]:
    """Say where everybody stands, and whose row is damaged."""

    def work(within: Transaction) -> dict[int, Known]:
        return sessions.of_chats(within, CHATS, "id")

    known = (await office.store.write(work)).values()
    return [(type(one.session.stage), one.is_damaged) for one in known]


@pytest.mark.parametrize("seed", range(4))
async def test_one_chat_begins_anew_and_the_others_go_on(office: Office, home: Path, seed: int) -> None:
    """Whichever bit was turned, of whichever chat."""
    await office.store.take([Incoming(chat, Opened(1), chat) for chat in CHATS], office.moment())
    with closing(sqlite3.connect(home / "data" / "teduh.db")) as database, database:
        assert spoil_a_session(database, Random(seed))

    assert sorted(await stages(office), key=str) == sorted(
        [(ChoosingLanguage, False), (ChoosingLanguage, False), (Resting, True)], key=str
    )

    await office.store.take([Incoming(chat, Opened(2), 10 + chat) for chat in CHATS], office.moment())
    assert await stages(office) == [(ChoosingLanguage, False)] * len(CHATS)


async def test_what_a_lost_draft_left_on_a_phone_goes(office: Office, home: Path) -> None:
    """Nobody knows any more since when it lies there: it goes with the next look at what is idle."""
    await office.store.take([Incoming(chat, Opened(1), chat) for chat in CHATS], office.moment())
    with closing(sqlite3.connect(home / "data" / "teduh.db")) as database, database:
        assert spoil_a_session(database, Random(1))

    follow = await office.store.rest(30, office.moment())

    assert sum(isinstance(one.letter, VanishLetter) for one in follow.letters) == 1
    assert not any(is_damaged for _, is_damaged in await stages(office))
    assert not (await office.store.rest(30, office.moment())).letters


def test_where_nobody_is_in_the_middle_of_anything_nothing_is_spoilt() -> None:
    """An early storm has no drafts yet."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE sessions (chat BLOB, rev INTEGER, sealed BLOB)")
        database.execute("INSERT INTO sessions VALUES (x'00', 1, NULL)")
        assert not spoil_a_session(database, Random(1))
