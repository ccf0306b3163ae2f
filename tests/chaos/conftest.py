"""An office in this very process, for what is tried without a storm."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.office import Office, open_office
from tests.support.offices import Founded
from tests.support.world import Wishes, write_config


@pytest.fixture
def home(founded: Founded, tmp_path: Path) -> Path:
    """Copy an office that was founded."""
    copied = tmp_path / "rumah"
    shutil.copytree(founded.copy_of(Wishes()), copied)
    return copied


@pytest.fixture
async def office(home: Path) -> AsyncIterator[Office]:
    """Open an office in this very process."""
    async with open_office(write_config(home, "http://127.0.0.1:1"), Clock(), alone=True) as opened:
        yield opened
