"""What a postman makes of a store that fails and of messages that are gone: nothing twice, nor for ever."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from bot import postman
from bot.bell import Bell
from bot.pace import Pace
from bot.postman import Postman
from bot.sending import Sender
from bot.telegram_errors import Busy, MessageGone, NeverSent
from bot.telegram_out import Telegram
from bot.wording import Words
from conversations.events import Opened
from storage.batch import Incoming
from storage.drawing import Drawn, Show
from storage.letters import RingLetter
from storage.settling import CardGone, Delivered
from tests.attacks.conftest import CITIZEN, THEIRS, Story
from tests.support.world import OFFICER, SECOND, TOKEN

STUCK = "CREATE TRIGGER full BEFORE DELETE ON outbox BEGIN INSERT INTO nowhere VALUES (1); END"
"""Has the database fail whenever a letter is to leave the outbox, as a full disk would."""


@dataclass(frozen=True, slots=True)
class PlayedSender(Sender):
    """Brings what was drawn to the phones of a story."""

    story: Story
    brought: list[tuple[int, Drawn]] = field(default_factory=list)

    async def send(self, chat: int, drawn: Drawn) -> Delivered:
        """Do as Telegram does."""
        self.brought.append((chat, drawn))
        # A real line lets others work meanwhile.
        await asyncio.sleep(0.01)
        outcome = self.story.telegram.bring(chat, drawn, self.story.minute)
        if isinstance(outcome, CardGone):
            raise MessageGone
        assert isinstance(outcome, Delivered)
        return outcome

    def new_messages(self, chat: int) -> int:
        """Count the new messages in a chat."""
        drawn = (drawn for to, drawn in self.brought if to == chat)
        return sum(isinstance(one, Show) and one.message is None for one in drawn)


@dataclass(frozen=True, slots=True)
class BreakingSender(PlayedSender):
    """Fails, in a way that nobody foresaw, whenever it is to show somebody their desk."""

    async def send(self, chat: int, drawn: Drawn) -> Delivered:
        """Do as Telegram does, or fail."""
        if isinstance(drawn, Show) and drawn.silent and chat == OFFICER.chat:
            raise ZeroDivisionError
        # The zero-argument form of super() does not work in a class with slots.
        return await PlayedSender.send(self, chat, drawn)


@dataclass(frozen=True, slots=True)
class CutOffSender(PlayedSender):
    """Has no line at first; then brings whatever it is given."""

    until: list[float] = field(default_factory=list)

    async def send(self, chat: int, drawn: Drawn) -> Delivered:
        """Do as Telegram does, when there is a line."""
        if asyncio.get_running_loop().time() < self.until[0]:
            raise NeverSent
        return await PlayedSender.send(self, chat, drawn)


@dataclass(frozen=True, slots=True)
class FloodedSender(PlayedSender):
    """Is told by Telegram to leave citizens alone for an hour."""

    async def send(self, chat: int, drawn: Drawn) -> Delivered:
        """Do as Telegram does."""
        if chat != OFFICER.chat:
            raise Busy(3600, whole_bot=True)
        return await PlayedSender.send(self, chat, drawn)


def sender_in(story: Story, kind: type[PlayedSender] = PlayedSender) -> PlayedSender:
    """Have somebody speak to the phones of a story."""
    return kind(Telegram(TOKEN, "http://127.0.0.1:1"), Words.load(), story.office.settings.zone, story)


@asynccontextmanager
async def carried(story: Story, sender: Sender) -> AsyncIterator[Postman]:
    """Have a postman carry what waits."""
    stop = asyncio.Event()
    carrying = Postman(story.office.store, sender, story.office.moment, Pace(), Bell())
    await carrying.recover()
    running = asyncio.create_task(carrying.run(stop))
    yield carrying
    stop.set()
    await running


def carries(story: Story, sender: Sender, seconds: float = 1.0) -> None:
    """Have a postman carry what waits, for some seconds."""

    async def works() -> None:
        async with carried(story, sender):
            await asyncio.sleep(seconds)

    story.waits_for(works())


async def orders(story: Story, order: str) -> None:
    """Tell the database something behind the program's back."""
    await story.office.store.database.write(lambda connection: connection.exec_driver_sql(order))


def test_an_alert_that_was_brought_is_not_brought_again_while_nothing_can_be_kept(story: Story) -> None:
    """Its message is known; that it was sent is written down when the database can be written to again."""
    story.goes_to_review(CITIZEN)
    story.applies((CITIZEN, story.press(CITIZEN, "send")))
    sender = sender_in(story)

    async def works() -> None:
        await orders(story, STUCK)
        async with carried(story, sender):
            await asyncio.sleep(2.5)
            await orders(story, "DROP TRIGGER full")
            await asyncio.sleep(3)

    story.waits_for(works())
    assert sender.new_messages(OFFICER.chat) == 1
    assert not story.letters()


def test_an_alert_whose_message_was_deleted_is_not_looked_for_for_ever(story: Story) -> None:
    """It rings again just as somebody else accepts, and the officer has emptied their chat."""
    story.files()
    story.telegram.chats[SECOND.chat] = dict(story.telegram.chats[OFFICER.chat])
    accept = story.press(SECOND.chat, "accept")
    story.clock.advance(16 * 60)
    story.waits_for(story.office.store.fire(story.office.moment()))
    assert [one for one in story.letters() if isinstance(one.letter, RingLetter)]
    story.applies((SECOND.chat, accept))
    story.telegram.chats[OFFICER.chat].clear()
    sender = sender_in(story)
    carries(story, sender)
    assert len([chat for chat, _ in sender.brought if chat == OFFICER.chat]) <= 2
    assert not story.letters()


def test_nothing_is_carried_anew_to_who_deleted_the_chat(story: Story) -> None:
    """A card that became neutral by itself is not sent again because it was gone."""
    story.goes_to_story(CITIZEN)
    story.telegram.chats[CITIZEN].clear()
    story.clock.advance(31 * 60)
    story.waits_for(story.office.store.rest(30, story.office.moment()))
    sender = sender_in(story)
    carries(story, sender)
    assert sender.brought
    assert sender.new_messages(CITIZEN) == 0


def test_a_letter_that_breaks_its_sender_holds_no_alert_up(story: Story) -> None:
    """Whatever it is that nobody foresaw: the alert behind it in the same chat goes out."""
    story.goes_to_review(CITIZEN)
    story.applies((OFFICER.chat, Opened(story.telegram.new(OFFICER.chat, THEIRS, story.minute))))
    sends = story.press(CITIZEN, "send")
    sender = sender_in(story, BreakingSender)

    async def works() -> None:
        async with carried(story, sender) as carrying:
            await asyncio.sleep(0.3)
            carrying.post(await story.office.store.take([Incoming(CITIZEN, sends)], story.office.moment()))
            await asyncio.sleep(1)

    story.waits_for(works())
    assert sender.new_messages(OFFICER.chat) == 1


def test_no_alert_waits_behind_an_answer_that_waits_for_the_line(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer is tried again once a minute; the alert in the same chat goes out at once."""
    monkeypatch.setattr(postman, "RETRY_SECONDS", (60.0,))
    story.goes_to_review(CITIZEN)
    story.applies((OFFICER.chat, Opened(story.telegram.new(OFFICER.chat, THEIRS, story.minute))))
    sends = story.press(CITIZEN, "send")
    sender = sender_in(story, CutOffSender)

    async def works() -> None:
        sender.until.append(asyncio.get_running_loop().time() + 0.3)
        async with carried(story, sender) as carrying:
            await asyncio.sleep(0.5)
            carrying.post(await story.office.store.take([Incoming(CITIZEN, sends)], story.office.moment()))
            await asyncio.sleep(1)

    story.waits_for(works())
    assert [one for _, one in sender.brought if isinstance(one, Show) and not one.silent]


def test_no_alert_waits_an_hour_because_others_have_to(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram does not say whom a refusal is for: what looks like the whole bot's is tried soon again."""
    monkeypatch.setattr(postman, "LONGEST_ALERT_PAUSE", 0.3)
    story.goes_to_review(CITIZEN)
    sends = story.press(CITIZEN, "send")
    story.applies((CITIZEN + 1, Opened(1)))
    sender = sender_in(story, FloodedSender)

    async def works() -> None:
        async with carried(story, sender) as carrying:
            await asyncio.sleep(0.3)
            carrying.post(await story.office.store.take([Incoming(CITIZEN, sends)], story.office.moment()))
            await asyncio.sleep(1.5)

    story.waits_for(works())
    assert sender.new_messages(OFFICER.chat) == 1


def test_a_chat_goes_on_while_it_cannot_be_kept_that_its_card_was_changed(story: Story) -> None:
    """A card that was changed in place holds up nothing: whoever presses on is answered."""
    story.starts(CITIZEN)
    sender = sender_in(story)

    async def works() -> int:
        await orders(story, STUCK)
        async with carried(story, sender) as postman:
            for verb in ("language:id", "safe"):
                pressed = Incoming(CITIZEN, story.press(CITIZEN, verb))
                postman.post(await story.office.store.take([pressed], story.office.moment()))
                await asyncio.sleep(0.3)
            brought = len(sender.brought)
            await orders(story, "DROP TRIGGER full")
            await asyncio.sleep(2)
        return brought

    assert story.waits_for(works()) == len(("language:id", "safe"))
    assert len({drawn.message for _, drawn in sender.brought if isinstance(drawn, Show)}) == 1
    assert not story.letters()


def test_an_alert_that_is_pressed_before_its_id_is_kept_is_brought_up_to_date(story: Story) -> None:
    """The program was killed in between: the button of a case that was accepted must not stay for good."""
    story.goes_to_review(CITIZEN)
    story.applies((CITIZEN, story.press(CITIZEN, "send")))
    alert = next(one for one in story.letters() if isinstance(one.letter, RingLetter))
    story.delivers(alert)
    story.applies((alert.chat, story.press(alert.chat, "accept")))
    story.brings(again=True)
    rows = [row for bubble in story.telegram.chats[alert.chat].values() for row in story._rows(bubble)]
    assert not [one for row in rows for one in row if "accept" in one.data]


@pytest.mark.parametrize("pressed", [(0, 1), (1, 0)])
@pytest.mark.parametrize("kept", [True, False])
def test_an_alert_that_came_twice_stays_once(story: Story, pressed: tuple[int, int], *, kept: bool) -> None:
    """Killed twice around it, and accepted by one of its copies: whichever is pressed, one card is left."""
    story.goes_to_review(CITIZEN)
    story.applies((CITIZEN, story.press(CITIZEN, "send")))
    alert = next(one for one in story.letters() if isinstance(one.letter, RingLetter))
    delivered = [one for one in (story.delivers(alert), story.delivers(alert)) if isinstance(one, Delivered)]
    copies = [one.message for one in delivered]
    presses = [story.press(alert.chat, "accept", on=copy) for copy in copies]
    story.applies((alert.chat, presses[pressed[0]]))
    if kept:
        story.settles(alert, replace(delivered[1], again=True))
    story.brings(again=True)
    story.applies((alert.chat, presses[pressed[1]]))
    story.brings()
    left = {message for message in copies if message in story.telegram.chats[alert.chat]}
    assert left == {copies[1]}
    rows = [row for bubble in story.telegram.chats[alert.chat].values() for row in story._rows(bubble)]
    assert not [one for row in rows for one in row if "accept" in one.data]


@pytest.mark.parametrize("stops_after", [0.0, 0.3], ids=["at once", "later"])
def test_whatever_was_changed_in_place_leaves_nothing_to_be_sent(story: Story, stops_after: float) -> None:
    """Somebody presses on while the last change is not written down yet, and the program stops."""
    story.goes_to_story(CITIZEN)

    async def works() -> None:
        store, office = story.office.store, story.office
        sender = sender_in(story)
        async with carried(story, sender) as carrying:
            for number, verb in enumerate(("skip", "back", "skip"), 1):
                press = story.press(CITIZEN, verb)
                carrying.post(await store.take([Incoming(CITIZEN, press)], office.moment()))
                while len(sender.brought) < number:  # noqa: ASYNC110 - seen on a phone, as people do
                    await asyncio.sleep(0.01)
                await asyncio.sleep(0.03)
            # Somebody else begins meanwhile, which concerns nobody here.
            began = Opened(story.telegram.new(CITIZEN + 1, THEIRS, story.minute))
            carrying.post(await store.take([Incoming(CITIZEN + 1, began)], office.moment()))
            while sender.brought[-1][0] == CITIZEN:  # noqa: ASYNC110 - the same
                await asyncio.sleep(0.01)
            await asyncio.sleep(stops_after)

    story.waits_for(works())
    # Whoever stops waits for the last transaction; a later one comes after it.
    story.changes(lambda _within: None)
    assert not story.letters()
    story.presses(CITIZEN, "exit")
    assert story.sees(CITIZEN) == ["neutral-line"]
