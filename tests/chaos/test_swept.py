"""What a storm once swept away or turned in a circle (found by ``make chaos``)."""

from bot.office import Office
from conversations.events import Opened, Pressed
from conversations.people import CaseId, PersonId
from storage import cards, outbox
from storage.batch import Incoming
from storage.cards import Card, CardName
from storage.drawing import Clear, Nothing
from storage.letters import RedrawLetter, RemoveLetter, VanishLetter
from storage.settling import CardGone, Delivered
from storage.transaction import Transaction
from tests.support.world import OFFICER

CITIZEN = 1
CASE = CaseId("0" * 32)


async def removed_after_an_uncertain_card(office: Office, chat: int) -> set[int]:
    """Have a card land a second time as message 6; give what is taken away for it."""
    applied = await office.store.take([Incoming(chat, Opened(1))], office.moment())
    (letter,) = applied.follow.letters
    follow = await office.store.settle([(letter, Delivered(6, again=True))], office.moment())
    removals = (one.letter for one in follow.letters if isinstance(one.letter, RemoveLetter))
    return {message for letter in removals for message in letter.messages}


async def test_what_an_uncertain_card_left_in_a_reporters_chat_is_swept_away(office: Office) -> None:
    """Whatever came between the last message that we know and the card that stands."""
    assert await removed_after_an_uncertain_card(office, CITIZEN) == {2, 3, 4, 5}


async def test_no_alert_is_swept_off_an_officers_phone(office: Office) -> None:
    """Between an officer's messages lie alerts: a card too many is the lesser harm."""
    assert not await removed_after_an_uncertain_card(office, OFFICER.chat)


async def test_a_quick_exit_takes_away_what_a_killed_program_left_between(office: Office) -> None:
    """Copies that landed before their ids were kept lie among the messages that we know."""
    began = await office.store.take([Incoming(CITIZEN, Opened(1))], office.moment())
    (card,) = began.follow.letters
    await office.store.settle([(card, Delivered(5))], office.moment())
    left = await office.store.take([Incoming(CITIZEN, Pressed(5, ":exit", "1"))], office.moment())
    (vanish,) = (one for one in left.follow.letters if isinstance(one.letter, VanishLetter))

    cleared = await office.store.draw(vanish, office.moment())

    assert isinstance(cleared, Clear)
    assert (cleared.card, cleared.messages, cleared.between) == (5, (1,), (2, 3, 4))


async def test_a_case_card_that_is_gone_is_not_looked_for_for_ever(office: Office) -> None:
    """An officer may delete it: drawn once more, it comes to nothing."""
    person = PersonId(f"{OFFICER.chat:032x}")

    def shown(within: Transaction) -> outbox.Outgoing:
        cards.keep(within, CardName(person, CASE), Card(7))
        letter = outbox.addressed(within, OFFICER.chat, RedrawLetter(person, CASE))
        return outbox.keep(within, [letter], 0)[0]

    letter = await office.store.write(shown)
    assert not isinstance(await office.store.draw(letter, office.moment()), Nothing)

    await office.store.settle([(letter, CardGone())], office.moment())

    assert isinstance(await office.store.draw(letter, office.moment()), Nothing)
