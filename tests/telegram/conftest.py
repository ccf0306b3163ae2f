"""One sandbox for a file of tests, emptied before each."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.telegram_out import Telegram
from tests.telegram.playing import TOKEN, Phones


@pytest.fixture(scope="module")
def running() -> Iterator[Phones]:
    """Start a sandbox."""
    with Phones() as phones:
        yield phones


@pytest.fixture
def phones(running: Phones) -> Phones:
    """Give the sandbox, empty."""
    running.reset()
    return running


@pytest.fixture
async def telegram(phones: Phones) -> AsyncIterator[Telegram]:
    """Open our door to it; answers are waited for one second."""
    door = Telegram(TOKEN, phones.url, read=1.0)
    await door.open()
    yield door
    await door.close()
