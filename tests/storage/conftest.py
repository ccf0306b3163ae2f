"""A store for each test, on SQLite and on PostgreSQL: nobody outside can tell which."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.postgres import Postgres
from tests.support.rooms import Room, open_room


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'room' / 'data' / 'teduh.db'}"
    running: Postgres = request.getfixturevalue("postgres")
    return running.database()


@pytest.fixture
async def room(url: str, tmp_path: Path) -> AsyncIterator[Room]:
    """Open an office by itself."""
    (tmp_path / "room" / "keys").mkdir(mode=0o700, parents=True)
    room = await open_room(tmp_path / "room", url)
    yield room
    await room.opened.close()
