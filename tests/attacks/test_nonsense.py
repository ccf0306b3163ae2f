"""Telegram answers with what is no update: the program neither falls over it nor fills its store with it."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import update

from bot.intake import Intake
from bot.pace import Pace
from bot.postman import Postman
from bot.sending import Sender
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


def listens(story: Story, batch: Sequence[object]) -> None:
    """Have the program take a batch; it goes on afterwards."""
    telegram, office = Nonsense(batch), story.office

    async def caught_up(silent: float | None) -> None:
        del silent

    async def takes() -> None:
        sender = Sender(telegram, Words.load(), office.settings.zone)
        postman = Postman(office.store, sender, office.moment, Pace(), asyncio.Event())
        intake = Intake(telegram, office.store, postman, office.moment, caught_up)
        listening = asyncio.create_task(intake.run(asyncio.Event()))
        await asyncio.sleep(0.7)
        assert not listening.done()
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
    listens(story, batch)
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
    listens(story, [{"update_id": 5, "message": opens}, {"update_id": 6, "message": START}])
    assert isinstance(story.stage(CITIZEN), ChoosingLanguage)
    assert story.asks(upkeep.count_parked) == 1
