"""Somebody who sends too much slows nobody else down."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.pace import Pace
from bot.postman import MOST_FILES_AT_ONCE, Postman
from bot.sending import Sender
from bot.telegram_out import Telegram
from bot.wording import Words
from conversations.moment import Moment
from storage.batch import Applied
from storage.letters import FetchLetter
from storage.outbox import Outgoing
from storage.store import Store
from storage.workbench import Follow
from tests.attacks.conftest import CITIZEN, Story
from tests.support.world import TOKEN

MANY = 6


@dataclass(frozen=True, slots=True)
class SlowSender(Sender):
    """Takes files in over a line so slow that none ever comes whole."""

    fetched: list[bytes] = field(default_factory=list)

    async def fetch(
        self, letter: Outgoing, wanted: FetchLetter, store: Store, moment: Callable[[], Moment]
    ) -> Applied:
        """Begin, and never end."""
        del wanted, store, moment
        self.fetched.append(letter.id)
        await asyncio.sleep(60)
        return Applied(Follow())


def test_files_that_come_slowly_take_few_lines_and_none_twice(story: Story) -> None:
    """However many are sent: alerts and quick exits need the connections."""
    for chat in range(CITIZEN, CITIZEN + MANY):
        story.goes_to_story(chat)
        while "file" not in getattr(story.stage(chat), "question", ""):
            story.answers(chat)
    for chat in range(CITIZEN, CITIZEN + MANY):
        story.sends_picture(chat)
    zone = story.office.settings.zone
    sender = SlowSender(Telegram(TOKEN, "http://127.0.0.1:1"), Words.load(), zone)

    async def looks() -> None:
        postman = Postman(story.office.store, sender, story.office.moment, Pace(), asyncio.Event())
        await postman.recover()
        running = asyncio.create_task(postman.run(asyncio.Event()))
        for _ in range(4):
            await asyncio.sleep(0.5)
            await postman.look()
        running.cancel()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for one in others:
            one.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    story.waits_for(looks())
    assert len(sender.fetched) == len(set(sender.fetched)) == MOST_FILES_AT_ONCE
