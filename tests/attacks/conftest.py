"""A real store with an invented office, and the phones as Telegram would show them: no network, no process.

Law: what is decided, kept and drawn is the program's own; only Telegram's side is played here.
"""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pytest

from bot.bell import Bell
from bot.clock import MovableClock
from bot.office import Office, open_office
from bot.pace import Pace
from bot.postman import Postman
from bot.sending import Sender
from bot.telegram_out import Telegram
from bot.ticker import Ticker
from bot.wording import Words
from conversations.events import Attached, Event, MediaKind, Opened, Pressed, Typed
from conversations.screen import Button, Screen
from conversations.sessions import Session, Stage
from storage import sessions
from storage.batch import Applied, Incoming
from storage.blobs import ChunkSealer
from storage.drawing import Clear, Drawn, Remove, Show, ShowFile
from storage.letters import FetchLetter, Letter
from storage.outbox import Outgoing
from storage.settling import CardGone, Delivered, GivenUp, Outcome
from storage.transaction import Transaction
from tests.support.world import TOKEN, Wishes, found_office, write_config

T = TypeVar("T")
CITIZEN = 930001
THEIRS = "(what they sent)"
FILE = "(a file)"


@dataclass(slots=True)
class Bubble:
    """One message as a phone shows it."""

    shows: Screen | str
    since: int
    """The minute it came."""


@dataclass(slots=True)
class Phones:
    """What lies in every chat."""

    chats: dict[int, dict[int, Bubble]] = field(default_factory=dict)
    came: list[tuple[int, int]] = field(default_factory=list)
    """Every new message of ours: chat and id."""
    ids: int = 100

    def new(self, chat: int, shows: Screen | str, minute: int) -> int:
        """Have a message appear."""
        self.ids += 1
        self.chats.setdefault(chat, {})[self.ids] = Bubble(shows, minute)
        return self.ids

    def bring(self, chat: int, drawn: Drawn, minute: int) -> Outcome:  # noqa: PLR0911 - a table
        """Carry out what was drawn, as Telegram does."""
        here = self.chats.setdefault(chat, {})
        match drawn:
            case Show(screen=screen, message=None):
                self.came.append((chat, self.new(chat, screen, minute)))
                return Delivered(self.ids)
            case Show(screen=screen, message=int() as message):
                # There is no text in a file to edit.
                if message not in here or here[message].shows == FILE:
                    return CardGone()
                here[message].shows = screen
                return Delivered()
            case ShowFile(message=message):
                here[message].shows = FILE
                return Delivered(is_file=True)
            case Remove(messages=messages):
                for one in messages:
                    here.pop(one, None)
                return Delivered(gone=messages)
            case Clear(card=card, messages=messages, between=between, neutral=neutral):
                if card in here:
                    here[card].shows = neutral
                for one in (*messages, *between, *(drawn.beyond if drawn.wide else ())):
                    here.pop(one, None)
                return Delivered(gone=messages)
            case _:
                return GivenUp()


class Story:
    """An office that runs, without its loop."""

    def __init__(self, office: Office, clock: MovableClock, runner: asyncio.Runner) -> None:
        self.office = office
        self.clock = clock
        self.telegram = Phones()
        self._runner = runner

    def waits_for(self, work: Awaitable[T]) -> T:
        """Carry out work of the store."""

        async def done() -> T:
            return await work

        return self._runner.run(done())

    @property
    def minute(self) -> int:
        """The present minute since 1970."""
        return int(self.clock.now().timestamp()) // 60

    def applies(self, *events: tuple[int, Event]) -> Applied:
        """Apply events as one batch."""
        batch = [Incoming(chat, event) for chat, event in events]
        return self.waits_for(self.office.store.take(batch, self.office.moment()))

    def arrives(self, chat: int, event: Event) -> Applied:
        """Apply one event, and bring what it leads to."""
        applied = self.applies((chat, event))
        self.brings()
        return applied

    def starts(self, chat: int, payload: str = "") -> None:
        """Press Start."""
        self.arrives(chat, Opened(self.telegram.new(chat, THEIRS, self.minute), payload))

    def types(self, chat: int, text: str) -> None:
        """Write something."""
        self.arrives(chat, Typed(self.telegram.new(chat, THEIRS, self.minute), text))

    def attaches(self, chat: int) -> None:
        """Send a picture."""
        self.sends_picture(chat)
        self.brings()

    def sends_picture(self, chat: int) -> None:
        """Send a picture, and have everything brought but the picture itself."""
        message = self.telegram.new(chat, THEIRS, self.minute)
        self.applies((chat, Attached(message, MediaKind.PHOTO, "file", 1000)))
        self.brings(but=(FetchLetter,))

    def presses(self, chat: int, verb: str) -> None:
        """Press a button by what follows its stamp, on the newest message that has one."""
        self.arrives(chat, self.press(chat, verb))

    def press(self, chat: int, verb: str, *, on: int | None = None) -> Pressed:
        """Find a button by what follows its stamp: on one message, or on the newest that has it."""
        message, data = next(
            (number, one.data)
            for number, bubble in sorted(self.telegram.chats[chat].items(), reverse=True)
            if on in {None, number}
            for row in self._rows(bubble)
            for one in row
            if one.data.partition(":")[2].startswith(verb)
        )
        return Pressed(message, data, "press")

    def _rows(self, bubble: Bubble) -> tuple[tuple[Button, ...], ...]:
        return bubble.shows.rows if isinstance(bubble.shows, Screen) else ()

    def letters(self) -> tuple[Outgoing, ...]:
        """Read what waits to be sent, the most urgent first."""
        return self.waits_for(self.office.store.waiting())[0]

    def brings(self, *, but: tuple[type[Letter], ...] = (), again: bool = False) -> None:
        """Bring every letter to its phone, until none is left; ``again``: after a kill, all are uncertain."""
        while found := [one for one in self.letters() if not isinstance(one.letter, but)]:
            self.brings_one(found[0], again=again)

    def brings_one(self, letter: Outgoing, *, again: bool = False) -> Outcome:
        """Bring one letter, and write down what became of it."""
        if isinstance(letter.letter, FetchLetter):
            return self._takes_in(letter, letter.letter)
        outcome = self.delivers(letter)
        if again and isinstance(outcome, Delivered):
            outcome = replace(outcome, again=True)
        self.settles(letter, outcome)
        return outcome

    def _takes_in(self, letter: Outgoing, wanted: FetchLetter) -> Outcome:
        store = self.office.store
        sealer = ChunkSealer(store.keyring.office, wanted.token, wanted.key)
        sealer.take(b"a picture")
        sealer.finish()
        self.waits_for(store.keep_file(letter, sealer, self.office.moment()))
        return Delivered()

    def delivers(self, letter: Outgoing) -> Outcome:
        """Have a letter arrive, without a word of it being written down yet."""
        drawn = self.waits_for(self.office.store.draw(letter, self.office.moment()))
        return self.telegram.bring(letter.chat, drawn, self.minute)

    def settles(self, letter: Outgoing, outcome: Outcome) -> None:
        """Write down what became of a letter."""
        self.waits_for(self.office.store.settle([(letter, outcome)], self.office.moment()))

    def passes(self, minutes: int) -> None:
        """Let time pass; what is due happens, and untouched chats rest."""
        self.clock.advance(minutes * 60)
        self.waits_for(self.office.store.fire(self.office.moment()))
        self.waits_for(self.office.store.rest(30, self.office.moment()))
        self.brings()

    def ticks(self) -> None:
        """Do what the program does once a minute."""

        async def tick() -> None:
            office, bell = self.office, Bell()
            zone = office.settings.zone
            sender = Sender(Telegram(TOKEN, "http://127.0.0.1:1"), Words.load(), zone)
            postman = Postman(office.store, sender, office.moment, Pace(), bell)
            await Ticker(office.store, postman, self.clock, office.moment, zone, bell).minute()

        self._runner.run(tick())

    def session(self, chat: int) -> Session:
        """See where somebody stands."""
        return self.asks(lambda within: sessions.of_chat(within, chat, "id").session)

    def stage(self, chat: int) -> Stage:
        """See at what stage somebody is."""
        return self.session(chat).stage

    def asks(self, question: Callable[[Transaction], T]) -> T:
        """Look into the store."""
        return self.waits_for(self.office.store.read(question))

    def changes(self, work: Callable[[Transaction], T]) -> T:
        """Change something behind the program's back."""
        return self.waits_for(self.office.store.write(work))

    def sees(self, chat: int) -> list[str]:
        """List what lies in a chat: of ours the first wording, of theirs a mark."""
        shown = (bubble.shows for _, bubble in sorted(self.telegram.chats.get(chat, {}).items()))
        return [one if isinstance(one, str) else _name(one) for one in shown]

    def goes_to_story(self, chat: int = CITIZEN) -> None:
        """Go through the form to the question that is answered in own words, and answer it."""
        self.starts(chat)
        for verb in ("language:id", "safe", "mine", "agree"):
            self.presses(chat, verb)
        while getattr(self.stage(chat), "question", "") != "story":
            self.answers(chat)
        self.types(chat, "Rahasia-mangga-7431")

    def goes_to_review(self, chat: int = CITIZEN, *, picture: bool = False) -> None:
        """Go through the whole form."""
        self.goes_to_story(chat)
        while self.stage(chat).kind == "filling":
            if picture and "file" in getattr(self.stage(chat), "question", ""):
                self.attaches(chat)
                self.presses(chat, "next")
            else:
                self.answers(chat)

    def files(self, chat: int = CITIZEN, *, picture: bool = False) -> None:
        """Send a whole report."""
        self.goes_to_review(chat, picture=picture)
        self.presses(chat, "send")

    def answers(self, chat: int) -> None:
        """Answer the present question with the least."""
        stage = self.stage(chat)
        if getattr(stage, "ticked", ()):
            self.presses(chat, "next")
            return
        offered = [one.data.partition(":")[2] for one in self._buttons(chat)]
        self.presses(chat, next(v for v in ("skip", "next", "choose:0", "unknown") if v in offered))

    def _buttons(self, chat: int) -> list[Button]:
        newest = max(n for n, one in self.telegram.chats[chat].items() if isinstance(one.shows, Screen))
        return [one for row in self._rows(self.telegram.chats[chat][newest]) for one in row]


def _name(screen: Screen) -> str:
    return next((str(getattr(part, "wording", "(form)")) for part in screen.parts), "")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found an office once."""
    home = tmp_path_factory.mktemp("attacked") / "office"
    found_office(home, Wishes())
    return home


@pytest.fixture
def story(template: Path, tmp_path: Path) -> Iterator[Story]:
    """Open a copy of it."""
    shutil.copytree(template, tmp_path / "office")
    settings = write_config(tmp_path / "office", "http://127.0.0.1:1")
    clock = MovableClock()
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        office = runner.run(stack.enter_async_context(open_office(settings, clock, alone=True)))
        yield Story(office, clock, runner)
        runner.run(stack.aclose())
