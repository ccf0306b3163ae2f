"""What deciding takes and gives: the scene before, the step after.

Law: a scene is gathered once, a step is data; a stray press is answered, never raised; an illegal event
changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from conversations.casework import CaseFile, Hall
from conversations.effects import Effect, ShowCard, Toast
from conversations.events import Event, Pressed
from conversations.people import CaseId, Person
from conversations.screen import Line
from conversations.sessions import Session, Stage

MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Scene:
    """All that was gathered for one event."""

    session: Session
    person: Person | None
    """Who the office knows this sender as."""
    card: int | None
    """Telegram's id of the chat's living card."""
    hall: Hall
    cases: Mapping[CaseId, CaseFile] = field(default_factory=dict)
    """The cases that the event or the session names; for ``Left``, those that ring at the sender's phone."""
    invited: Person | None = None
    """Whom the invitation in the event is for, with the sender's chat (not yet anybody's account)."""
    subject: Person | None = None
    """Whom the event's button is about."""

    def case(self, name: str) -> CaseFile | None:
        """Find a case of this scene."""
        return self.cases.get(CaseId(name))


@dataclass(frozen=True, slots=True)
class Step:
    """Where the dialogue stands now, and what follows."""

    session: Session
    effects: tuple[Effect, ...] = ()

    def and_then(self, *effects: Effect) -> "Step":
        """Add to what follows."""
        return replace(self, effects=(*self.effects, *effects))


def to(scene: Scene, stage: Stage, event: Event) -> Step:
    """Go to a stage and show it: in place after a press, below after anything written."""
    return Step(replace(scene.session, stage=stage), (ShowCard(fresh=_belongs_below(scene, event)),))


def _belongs_below(scene: Scene, event: Event) -> bool:
    return not (isinstance(event, Pressed) and event.message == scene.card)


def stale(scene: Scene, event: Event) -> Step:
    """Answer an old button: say so, and show the present question. An old button never loses the draft."""
    shown = Step(scene.session, (ShowCard(fresh=_belongs_below(scene, event)),))
    return shown.and_then(Toast(Line("toast-old-button")))


@dataclass(frozen=True, slots=True)
class Verb:
    """A button's meaning, taken apart."""

    stamp: str
    name: str
    argument: str = ""

    @classmethod
    def of(cls, button: str) -> "Verb":
        """Take ``stamp:name[:argument]`` apart; what a stranger made up becomes a verb that nobody knows."""
        stamp, _, rest = button.partition(":")
        name, _, argument = rest.partition(":")
        return cls(stamp, name, argument)

    @property
    def index(self) -> int:
        """The argument as a number; -1 where it is none."""
        return whole_number(self.argument, -1)


def whole_number(text: str, otherwise: int = 0) -> int:
    """Read a number as a button carries it: a few plain digits; whatever else a stranger made up is none."""
    is_one = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_one else otherwise
