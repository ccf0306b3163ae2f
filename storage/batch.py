"""One batch of events: gathered, decided and kept in one transaction.

Law: an update that was applied before changes nothing; updates of one chat are applied in order. What a
person's message leads to is decided by ``conversations`` alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import delete

from conversations import dialogue, reporter
from conversations.casework import CaseFile
from conversations.enrolment import is_of_the_office
from conversations.events import Attached, Edited, Event, Left, Opened, Pressed, Returned, Strange, Typed
from conversations.house import House
from conversations.moment import Moment
from conversations.people import CaseId, Person, PersonId
from conversations.screen import Line
from conversations.sessions import CheckingWord, ChoosingDate, ChoosingStep, StepKept, WritingWord
from conversations.step import Scene, Verb
from storage import cards, drawing, people
from storage.cards import Card, CardName
from storage.drawing import Show
from storage.keyring import HashKind
from storage.letters import CardLetter, RedrawLetter, RemoveLetter, VanishLetter
from storage.schema import applied
from storage.transaction import Transaction, Value, keep_new
from storage.workbench import EMPTY_HALL, Follow, Workbench

ID_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event of one chat."""

    chat: int = field(repr=False)
    event: Event
    update: int | None = None
    """Telegram's number of the update; None: the event is our own (a file was fetched)."""
    minute: int | None = None
    """When it was written, since 1970, where Telegram tells it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers a press: it is shown at the top of the screen, or nothing is."""

    chat: int = field(repr=False)
    press: str = field(repr=False)
    line: Line | None
    language: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What a batch led to."""

    follow: Follow
    answers: tuple[Answer, ...] = ()
    drawn: Mapping[bytes, Show] = field(default_factory=dict, repr=False)
    """Reporters' cards, by their letter: all that draws them is at hand, and most are sent at once."""


def apply(within: Transaction, incoming: Sequence[Incoming], house: House, moment: Moment) -> Applied:
    """Apply the events that were not applied before."""
    bench = Workbench(within, house, moment)
    new = _not_yet_applied(within, incoming, moment.today.toordinal())
    bench.gather(one.chat for one in new)
    answers = [answer for one in new for answer in _apply_one(bench, one)]
    follow = bench.finish()
    return Applied(follow, tuple(answers), _drawn(bench, follow))


def _drawn(bench: Workbench, follow: Follow) -> dict[bytes, Show]:
    return {
        letter.id: drawing.card(bench, letter.chat)
        for letter in follow.letters
        if isinstance(letter.letter, CardLetter) and letter.chat not in bench.people
    }


def _not_yet_applied(within: Transaction, incoming: Sequence[Incoming], today: int) -> list[Incoming]:
    """Remember the updates' numbers; leave out those remembered before (Telegram may repeat any)."""
    names = [None if one.update is None else update_hash(within, one.update) for one in incoming]
    fresh = mark_applied(within, dict.fromkeys(name for name in names if name is not None), today)
    new = []
    for one, name in zip(incoming, names, strict=True):
        if name is None or name in fresh:
            new.append(one)
            # One that comes twice in a batch is applied once.
            fresh.discard(name or b"")
    return new


def update_hash(within: Transaction, update: int) -> bytes:
    """Name an update: its number would tell how much is written, and in which order."""
    return within.keyring.keyed_hash(HashKind.UPDATE, update.to_bytes(8, "big"))


def mark_applied(within: Transaction, hashes: Iterable[bytes], today: int) -> set[bytes]:
    """Write updates down as applied; give those that were not yet."""
    rows: list[dict[str, Value]] = [{"update_hash": one, "day": today} for one in hashes]
    return keep_new(within, applied, rows)


def forget_applied(within: Transaction, before_day: int) -> None:
    """Forget updates that Telegram cannot repeat any more (it keeps them for 24 hours)."""
    within.connection.execute(delete(applied).where(applied.c.day < before_day))


def _apply_one(bench: Workbench, one: Incoming) -> Iterable[Answer]:
    if isinstance(one.event, Opened | Typed | Attached | Strange | Edited):
        bench.note_message(one.chat, one.event.message, ours=False)
    elif isinstance(one.event, Pressed):
        bench.note_pressed(one.chat, one.event.message)
    elif isinstance(one.event, Returned):
        _finish_leaving(bench, one.chat)
    scene = _scene(bench, one)
    step = dialogue.advance(scene, one.event, bench.house, bench.moment)
    if one.minute is not None and bench.minute - one.minute >= reporter.LATE_MINUTES:
        step = reporter.too_late(step)
    bench.keep_session(one.chat, step.session)
    line = bench.carry(one.chat, step.effects)
    if isinstance(one.event, Pressed):
        _drop_double(bench, one.chat, one.event)
        yield Answer(one.chat, one.event.press, line, step.session.language)


def _finish_leaving(bench: Workbench, chat: int) -> None:
    """Take away what is left where the bot was blocked before a quick exit had been carried out."""
    trail = bench.trails[chat]
    if is_of_the_office(bench.people.get(chat)):
        return
    if trail.fading or (trail.card is not None and drawing.is_at_rest(bench.sessions[chat].session)):
        bench.send(chat, VanishLetter(trail.last))


def _drop_double(bench: Workbench, chat: int, event: Pressed) -> None:
    """Take the older copy of an alert away when either is pressed: it came twice, for its answer was lost.

    One that is pressed before we have kept its id is the case's card from now on: it is to be kept true.
    """
    person, verb = bench.people.get(chat), Verb.of(event.button)
    if person is None or verb.name != "accept" or not _is_id(verb.argument):
        return
    name = CardName(person.id, CaseId(verb.argument))
    known = cards.find(bench.within, name)
    if known is not None and event.message != known.message:
        bench.send(chat, RemoveLetter((min(event.message, known.message),)))
    is_newest = known is None or event.message > known.message
    if is_newest and person.is_linked and bench.find_cases([name.case]):
        cards.keep(bench.within, name, Card(event.message, known.reason if known else None))
        bench.send(chat, RedrawLetter(person.id, name.case))


def _scene(bench: Workbench, one: Incoming) -> Scene:
    known = bench.sessions[one.chat]
    person = bench.people.get(one.chat)
    card = bench.trails[one.chat].card
    invited = _invited(bench, one, person)
    is_office = person is not None or invited is not None
    scene = Scene(
        session=known.session,
        person=person,
        card=card.message if card else None,
        hall=bench.hall if is_office else EMPTY_HALL,
        invited=invited,
    )
    if person is None:
        return scene
    return replace(scene, cases=_cases(bench, one.event, scene, person), subject=_subject(bench, one.event))


def _invited(bench: Workbench, one: Incoming, person: Person | None) -> Person | None:
    if not isinstance(one.event, Opened) or not one.event.payload:
        return None
    invited = people.invited(bench.within, one.event.payload, bench.moment)
    if invited is None:
        return None
    # An account is one person for good: whoever was known keeps their id.
    return replace(invited, chat=one.chat, id=person.id if person else invited.id)


def _cases(bench: Workbench, event: Event, scene: Scene, person: Person) -> dict[CaseId, CaseFile]:
    if isinstance(event, Left):
        return {name: case for name, case in bench.open_cases().items() if person.id in case.course.ringing}
    stage = scene.session.stage
    of_a_case = ChoosingStep | ChoosingDate | StepKept | WritingWord | CheckingWord
    named = [stage.case] if isinstance(stage, of_a_case) else []
    if isinstance(event, Pressed) and _is_id(argument := Verb.of(event.button).argument):
        named.append(CaseId(argument))
    return bench.find_cases(named)


def _subject(bench: Workbench, event: Event) -> Person | None:
    if isinstance(event, Pressed) and _is_id(argument := Verb.of(event.button).argument):
        return bench.hall.person(PersonId(argument))
    return None


def _is_id(text: str) -> bool:
    return len(text) == ID_DIGITS and all(sign in "0123456789abcdef" for sign in text)
