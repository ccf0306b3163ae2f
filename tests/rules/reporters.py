"""A reporter with a phone, who presses what the card offers and writes; the card follows as on a screen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache

from bot.forms import load_form
from conversations import dialogue, reporter
from conversations.casework import Hall, Urgency
from conversations.effects import Effect, FetchFile, FileReport, ShowCard
from conversations.events import Attached, Event, Fetched, MediaKind, Opened, Pressed, Typed
from conversations.form.model import Form, QuestionKind
from conversations.house import Hotline, House
from conversations.moment import Moment
from conversations.people import Person
from conversations.report import Report
from conversations.screen import Button, Plain, Screen
from conversations.sessions import Filling, Received, Resting, Reviewing, Session, Waiting
from conversations.step import Scene, Step
from tests.rules.office import PLAN, RINI, SARI, at, hall

HALL = hall(RINI, SARI)


@cache
def shipped_form() -> Form:
    """Read the form that comes with the program, once."""
    return load_form()


def house(**changes: object) -> House:
    """Set up an office with the shipped form."""
    plans = dict.fromkeys(Urgency, PLAN)
    set_up = House("Kantor Contoh", ("id", "en"), shipped_form(), {}, plans, (Hotline("Polisi", "110"),))
    return replace(set_up, **changes)  # type: ignore[arg-type]  # each test names the fields it changes


def _spoken(button: Button) -> str:
    return button.label.texts["id"] if isinstance(button.label, Plain) else ""


@dataclass
class Reporter:
    """Somebody who writes to us."""

    house: House
    person: Person | None = None
    moment: Moment = field(default_factory=at)
    session: Session = field(default_factory=lambda: Session(1, "id", Resting()))
    hall: Hall = HALL
    card: int | None = None
    messages: int = 0
    old: list[tuple[int, str]] = field(default_factory=list)
    """Buttons of earlier cards: message and data."""
    effects: list[Effect] = field(default_factory=list)

    def does(self, event: Event) -> Step:
        """Let something happen, and let the card follow."""
        scene = Scene(self.session, self.person, self.card, self.hall)
        return self.follows(dialogue.advance(scene, event, self.house, self.moment))

    def follows(self, step: Step) -> Step:
        """Let the card follow what was decided."""
        before = [] if self.card is None else [(self.card, button.data) for button in self.buttons()]
        self.session = step.session
        self.effects.extend(step.effects)
        for effect in step.effects:
            if isinstance(effect, ShowCard):
                self.old.extend(before)
                self.card = self._new_message() if effect.fresh or self.card is None else self.card
        return step

    def _new_message(self) -> int:
        self.messages += 1
        return self.messages

    def starts(self) -> Step:
        """Press Start."""
        return self.does(Opened(self._new_message()))

    def writes(self, text: str) -> Step:
        """Send a text."""
        return self.does(Typed(self._new_message(), text))

    def presses_data(self, data: str, message: int | None = None) -> Step:
        """Press a button by what it carries, on the present card or an earlier message."""
        where = self.card if message is None else message
        return self.does(Pressed(0 if where is None else where, data, "press"))

    def presses(self, verb: str) -> Step:
        """Press the button of the present card that carries this verb."""
        return self.presses_data(next(one for one in self.all_data() if one.partition(":")[2] == verb))

    def chooses(self, label: str) -> Step:
        """Press the answer with this label in Indonesian."""
        return self.presses_data(next(one.data for one in self.buttons() if label in _spoken(one)))

    def sends_picture(self, size: int = 1000) -> Step:
        """Send a photograph."""
        return self.does(Attached(self._new_message(), MediaKind.PHOTO, "file", size))

    def picture_arrives(self) -> Step:
        """Let the last picture be kept."""
        fetch = [effect for effect in self.effects if isinstance(effect, FetchFile)][-1]
        return self.does(Fetched(fetch.token, fetch.size))

    def waits(self, minutes: int) -> None:
        """Let time pass."""
        self.moment = replace(self.moment, now=self.moment.now + timedelta(minutes=minutes))

    def puts_the_phone_away(self) -> Step:
        """Touch nothing until the office makes the card neutral."""
        return self.follows(reporter.idle(self.session, self.moment))

    def screen(self) -> Screen:
        """See the present card."""
        return dialogue.card(self.session, self.person, self.house, (), self.moment)

    def buttons(self) -> list[Button]:
        """See the buttons of the present card."""
        return [button for row in self.screen().rows for button in row]

    def all_data(self) -> list[str]:
        """See what the buttons carry."""
        return [button.data for button in self.buttons()]

    def wordings(self) -> list[str]:
        """See which of our sentences stand on the card; the form's words and people's own are dots."""
        return [getattr(part, "wording", "…") for part in self.screen().parts]

    def reports(self) -> list[Report]:
        """List what was filed."""
        return [effect.report for effect in self.effects if isinstance(effect, FileReport)]

    # The way to Send ---------------------------------------------------------------------------------------

    def goes_on(self, choose: Callable[[list[str]], str], words: str = "kata saya") -> Step:
        """Take one step towards Send, whatever is on the card."""
        stage = self.session.stage
        if isinstance(stage, Resting | Received):
            return self.starts()
        if isinstance(stage, Waiting):
            return self.presses("go-on")
        if isinstance(stage, Filling):
            return self._answers(stage, choose, words)
        if isinstance(stage, Reviewing):
            return self.presses("keep" if stage.changing else "send")
        forward = ("language", "resident", "self", "safe", "mine", "shared", "agree", "resume")
        offered = [one for one in self.all_data() if one.split(":")[1] in forward]
        return self.presses_data(choose(offered)) if offered else self.presses("back")

    def _answers(self, stage: Filling, choose: Callable[[list[str]], str], words: str) -> Step:
        form = self.house.form_of(stage.draft.form_version)
        assert form is not None
        kind = form.question(stage.question).kind
        if kind is QuestionKind.TEXT:
            return self.writes(
                {"contact_phone": "0812 3456 7890", "contact_word": words.split(maxsplit=1)[0]}.get(
                    stage.question, words
                )
            )
        verbs = {"choose", "next", "skip", "unknown"} if kind is not QuestionKind.NOTE else {"next"}
        if stage.ticked:
            verbs = {"next"}
        return self.presses_data(choose([one for one in self.all_data() if one.split(":")[1] in verbs]))

    def goes_to(self, stage: type, steps: int = 120) -> None:
        """Take first choices until a stage is reached."""
        for _ in range(steps):
            if isinstance(self.session.stage, stage):
                return
            self.goes_on(lambda offered: offered[0])
        raise AssertionError(f"never came to {stage.__name__}")

    def goes_to_question(
        self, question: str, choose: Callable[[list[str]], str] = lambda one: one[0]
    ) -> None:
        """Take choices until a question is asked."""
        for _ in self._until(question):
            self.goes_on(choose)

    def _until(self, question: str) -> Iterator[int]:
        for step in range(120):
            if getattr(self.session.stage, "question", "") == question:
                return
            yield step
        raise AssertionError(f"never came to {question}")
