"""Telegram answers with what is no update: the program neither falls over it nor fills its store with it."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import update

from bot import intake
from bot.bell import Bell
from bot.intake import Intake
from bot.pace import Pace
from bot.postman import Postman
from bot.sending import Sender
from bot.telegram_errors import BadToken
from bot.telegram_out import Telegram
from bot.wording import Words
from conversations.people import Person, PersonId, Role, Standing
from conversations.sessions import ChoosingLanguage
from storage import people, upkeep
from storage.schema import people as people_table
from storage.transaction import Transaction
from tests.attacks.conftest import CITIZEN, Story
from tests.support.world import OFFICER, TOKEN

PERSON = {"id": CITIZEN, "is_bot": False, "first_name": "Melati"}
START = {
    "message_id": 101,
    "date": 0,
    "chat": {"id": CITIZEN, "type": "private", "first_name": "Melati"},
    "from": PERSON,
    "text": "/start",
}


class Nonsense(Telegram):
    """Gives the same batch until it is confirmed."""

    def __init__(self, batch: Sequence[object]) -> None:
        super().__init__(TOKEN, "http://127.0.0.1:1")
        self.batch = list(batch)
        self.asked = 0

    async def take(self, offset: int, limit: int, seconds: int) -> list[object]:
        """Give what was not confirmed yet."""
        del limit, seconds
        self.asked += 1
        await asyncio.sleep(0.02)
        return [] if offset else self.batch


def listens(story: Story, telegram: Nonsense) -> None:
    """Have the program take what Telegram gives; it goes on afterwards."""
    office = story.office

    async def caught_up(silent: float | None) -> None:
        del silent

    async def takes() -> None:
        sender = Sender(telegram, Words.load(), office.settings.zone)
        postman = Postman(office.store, sender, office.moment, Pace(), Bell())
        taking = Intake(telegram, office.store, postman, office.moment, caught_up)
        listening = asyncio.create_task(taking.run(asyncio.Event()))
        await asyncio.sleep(0.7)
        if listening.done():
            await listening
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)

    story.waits_for(takes())


@pytest.mark.parametrize(
    ("batch", "starts"),
    [
        ([{}, "junk", None], False),
        ([{"update_id": -5, "message": START}], False),
        ([{"update_id": -5, "message": START}, {"update_id": 6, "message": START}], True),
        ([{"update_id": 10**30}, 7, {"update_id": 6, "message": START}], True),
    ],
)
def test_what_is_no_update_stops_nothing(story: Story, batch: Sequence[object], *, starts: bool) -> None:
    """Whatever can be read is answered; what can never be confirmed is not put aside again and again."""
    listens(story, Nonsense(batch))
    assert isinstance(story.stage(CITIZEN), ChoosingLanguage) == starts
    assert story.asks(upkeep.count_parked) <= len(batch)


def test_an_update_that_the_database_refuses_holds_no_other_up(story: Story) -> None:
    """Somebody whose row is damaged opens an invitation: their account would stand there twice."""
    chat = OFFICER.chat
    new = Person(PersonId("ab" * 16), Role.OFFICER, Standing.PENDING, 0, "Ratna Kusuma")

    def work(within: Transaction) -> None:
        people.invite(within, new, "kode-undangan", story.office.moment())
        junk = (
            update(people_table).values(sealed=b"junk").where(people_table.c.chat == within.chat_hash(chat))
        )
        within.connection.execute(junk)

    story.changes(work)
    account = {"id": chat, "is_bot": False, "first_name": "Ratna"}
    place = {"id": chat, "type": "private", "first_name": "Ratna"}
    opens = START | {"chat": place, "from": account, "text": "/start kode-undangan"}
    listens(story, Nonsense([{"update_id": 5, "message": opens}, {"update_id": 6, "message": START}]))
    assert isinstance(story.stage(CITIZEN), ChoosingLanguage)
    assert story.asks(upkeep.count_parked) == 1


def test_an_update_nested_too_deeply_to_be_written_is_put_aside_all_the_same(story: Story) -> None:
    """It was read, if only just; who falls over writing it down falls again after each start."""
    deep: object = "x"
    for _ in range(5000):
        deep = [deep]
    listens(story, Nonsense([{"update_id": 5, "message": deep}, {"update_id": 6, "message": START}]))
    assert isinstance(story.stage(CITIZEN), ChoosingLanguage)
    assert story.asks(upkeep.count_parked) == 1


class Forgetful(Nonsense):
    """Does not know the bot for some calls."""

    def __init__(self, forgets: range) -> None:
        super().__init__([{"update_id": 5, "message": START}])
        self.forgets = forgets

    async def take(self, offset: int, limit: int, seconds: int) -> list[object]:
        """Refuse, or give nothing at first and then the batch."""
        if self.asked in self.forgets:
            self.asked += 1
            raise BadToken
        given = await super().take(offset, limit, seconds)
        return given if self.asked > self.forgets.stop else []


@pytest.mark.parametrize(
    ("forgets", "goes_on"), [(range(1, 3), True), (range(3), False), (range(1, 99), False)]
)
def test_telegram_may_forget_a_bot_for_a_moment(
    story: Story, monkeypatch: pytest.MonkeyPatch, forgets: range, *, goes_on: bool
) -> None:
    """A running program asks again; one that was never known, or no more, ends and says so."""
    monkeypatch.setattr(intake, "PAUSES", (0.05, 0.05, 0.05))
    if goes_on:
        listens(story, Forgetful(forgets))
        assert isinstance(story.stage(CITIZEN), ChoosingLanguage)
    else:
        with pytest.raises(BadToken):
            listens(story, Forgetful(forgets))
