"""The store by itself, on either engine, and chats that speak to it without a Telegram.

Law: whoever speaks here knows only the card that the store draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path

from bot.forms import load_form
from conversations.casework import Urgency
from conversations.events import Event, Opened, Pressed, Typed
from conversations.form.model import Form
from conversations.house import House
from conversations.moment import Moment
from conversations.people import Person
from conversations.screen import Button
from storage import documents, drawing, people
from storage.batch import Applied, Incoming
from storage.drawing import Show
from storage.opening import Opened as OpenedPlaces
from storage.opening import Places, found, open_places
from storage.outbox import Outgoing
from storage.settling import Delivered
from storage.store import Store
from storage.transaction import Transaction
from storage.workbench import Follow, Workbench
from tests.rules.office import BUDI, LURAH, PLAN, RINI, SARI, always, at

EVERYBODY = (RINI, BUDI, SARI, LURAH)
_forms: list[Form] = []


def house() -> House:
    """Give an office with the shipped form, compiled once."""
    if not _forms:
        _forms.append(load_form())
    return House("Kantor Contoh", ("id", "en"), _forms[0], {}, dict.fromkeys(Urgency, PLAN))


@dataclass
class Room:
    """A store, and what happens around it."""

    store: Store
    opened: OpenedPlaces
    moment: Moment = field(default_factory=at)
    updates: "count[int]" = field(default_factory=lambda: count(1))
    messages: "count[int]" = field(default_factory=lambda: count(1))

    def passes(self, **time: float) -> None:
        """Let time pass."""
        self.moment = replace(self.moment, now=self.moment.now + timedelta(**time))

    async def takes(self, *incoming: Incoming) -> Applied:
        """Apply a batch."""
        return await self.store.take(incoming, self.moment)

    async def brings(self, applied: Applied) -> None:
        """Bring every letter, and have a message's id for each that makes one."""
        letters = applied.follow.letters
        while letters:
            settled = [(letter, await self._brought(letter)) for letter in letters]
            letters = (await self.store.settle(settled, self.moment)).letters

    async def _brought(self, letter: Outgoing) -> Delivered:
        drawn = await self.store.draw(letter, self.moment)
        is_new = isinstance(drawn, Show) and drawn.message is None
        return Delivered(next(self.messages) if is_new else None)

    async def card(self, chat: int) -> Show:
        """Draw a chat's card."""
        return await self.store.read(lambda within: drawing.card(_gathered(within, self, chat), chat))


def _gathered(within: Transaction, room: Room, chat: int) -> Workbench:
    bench = Workbench(within, room.store.house, room.moment)
    bench.gather([chat])
    return bench


@dataclass
class Speaker:
    """Somebody in a chat."""

    room: Room
    chat: int

    def event(self, event: Event) -> Incoming:
        """Give something that happens in this chat as an update."""
        return Incoming(self.chat, event, next(self.room.updates))

    async def does(self, event: Event) -> Applied:
        """Do something, and have what follows brought."""
        applied = await self.room.takes(self.event(event))
        await self.room.brings(applied)
        return applied

    async def starts(self) -> None:
        """Press Start."""
        await self.does(Opened(next(self.room.messages)))

    async def writes(self, text: str) -> None:
        """Write something."""
        await self.does(Typed(next(self.room.messages), text))

    async def press(self, verb: str) -> Pressed:
        """Find a button of the card by what it does."""
        card = await self.room.card(self.chat)
        button = next(one for row in card.screen.rows for one in row if _does(one, verb))
        return Pressed(card.message or 0, button.data, "press")

    async def presses(self, *verbs: str) -> Applied:
        """Press buttons, one after the other; gives what the last led to."""
        applied = Applied(Follow())
        for verb in verbs:
            applied = await self.does(await self.press(verb))
        return applied

    async def asks_for_a_call(self) -> Applied:
        """File the shortest of reports."""
        await self.starts()
        return await self.presses("language:id", "danger", "callback", "send")


def _does(button: Button, verb: str) -> bool:
    return button.data.partition(":")[2] == verb


async def open_room(folder: Path, url: str, staff: Sequence[Person] = EVERYBODY) -> Room:
    """Found an office at an address, and open it."""
    places = Places(url, folder / "data", folder / "keys" / "teduh.key", folder / "keys" / "drafts.key")
    await found(places, "tests")
    opened = await open_places(places, alone=True)
    room = Room(Store(opened.database, opened.keyring, opened.draft_keys, opened.marks, house()), opened)

    def work(within: Transaction) -> None:
        people.keep(within, *staff)
        documents.keep_roster(within, always(RINI, BUDI))

    await room.store.write(work)
    return room
