"""Somebody who sends too much slows nobody else down."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import func, select

from bot.bell import Bell
from bot.pace import Pace
from bot.postman import MOST_ANSWERS, MOST_FILES_AT_ONCE, Postman
from bot.sending import Sender
from bot.telegram_out import Telegram
from bot.wording import Words
from conversations.events import Pressed
from conversations.moment import Moment
from storage import cases
from storage.batch import Answer, Applied
from storage.letters import FetchLetter
from storage.outbox import Outgoing
from storage.schema import trails
from storage.store import Store
from storage.trails import MOST_STEPS
from storage.workbench import Follow
from tests.attacks.conftest import CITIZEN, Story
from tests.support.world import OFFICER, TOKEN

MANY = 6


@dataclass(frozen=True, slots=True)
class SlowSender(Sender):
    """Takes files in over a line so slow that none ever comes whole."""

    fetched: list[bytes] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)

    async def answer(self, answer: Answer) -> None:
        """Begin, and never end."""
        self.answered.append(answer.chat)
        await asyncio.sleep(60)

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
        postman = Postman(story.office.store, sender, story.office.moment, Pace(), Bell())
        await postman.recover()
        running = asyncio.create_task(postman.run(asyncio.Event()))
        for _ in range(4):
            await asyncio.sleep(0.5)
            await postman.look()
        running.cancel()
        await _end_all()

    story.waits_for(looks())
    assert len(sender.fetched) == len(set(sender.fetched)) == MOST_FILES_AT_ONCE


async def _end_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for one in others:
        one.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def test_whoever_presses_without_end_gets_few_answers_at_once(story: Story) -> None:
    """On a slow line each would wait in memory; somebody else's press is answered among them."""
    sender = SlowSender(Telegram(TOKEN, "http://127.0.0.1:1"), Words.load(), story.office.settings.zone)
    flood = [Answer(CITIZEN, str(number), None, "id") for number in range(500)]

    async def posts() -> None:
        postman = Postman(story.office.store, sender, story.office.moment, Pace(), Bell())
        postman.post(Applied(Follow(), (*flood, Answer(CITIZEN + 1, "theirs", None, "id"))))
        await asyncio.sleep(0)
        await _end_all()

    story.waits_for(posts())
    assert sender.answered.count(CITIZEN) == MOST_ANSWERS
    assert sender.answered.count(CITIZEN + 1) == 1


def test_whoever_opens_a_case_without_end_fills_no_table(story: Story) -> None:
    """One letter waits, however often it was asked for; what is shown at last is what was asked for last."""
    story.files()
    (case,) = story.asks(cases.all_open).cases
    for verb in ("card", "facts", "story", "close") * 25:
        story.applies((OFFICER.chat, Pressed(1, f"k:{verb}:{case}", "press")))
    story.applies((OFFICER.chat, Pressed(1, f"k:facts:{case}", "press")))
    assert len(story.letters()) == 3
    story.brings()
    assert "view-title" in story.sees(OFFICER.chat)


def the_trail(story: Story) -> int:
    """Measure the sealed trail of a chat."""
    name = story.asks(lambda within: within.chat_hash(CITIZEN))
    found = select(func.length(trails.c.sealed)).where(trails.c.chat == name)
    return story.asks(lambda within: within.connection.execute(found).scalar_one())


def test_whoever_writes_without_end_makes_no_trail_longer(story: Story) -> None:
    """Its length tells nobody how much was written, and a quick exit still leaves nothing of it."""
    story.goes_to_story()
    length = the_trail(story)
    for number in range(150):
        story.types(CITIZEN, f"dan lagi {number}")
        assert the_trail(story) == length
    assert len(story.telegram.chats[CITIZEN]) <= 2 * MOST_STEPS
    story.presses(CITIZEN, "exit")
    assert story.sees(CITIZEN) == ["neutral-line"]
