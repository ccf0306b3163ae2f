"""What a letter comes to when it is carried: drawn from the store as it stands at that moment.

Law: who may see is asked again here; a letter that is out of date comes to nothing. Only ``RevealLetter``
opens a story, through the cases' one door.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from conversations import case_views, desk_screens, dialogue
from conversations.case_effects import RingReason
from conversations.casework import CaseFile, CaseStage, is_overdue
from conversations.effects import CasePart, Notice
from conversations.events import MediaKind
from conversations.moment import Moment
from conversations.people import Action, CaseId, Person, PersonId, number_of
from conversations.report import DraftFile
from conversations.screen import Line, Screen
from conversations.sessions import AtDesk, Session, Stage
from storage import audit, blobs, cards, cases, news
from storage.cards import CardKind, CardName
from storage.cases import Found
from storage.errors import NotAllowed, Unopenable
from storage.letters import (
    CardLetter,
    FetchLetter,
    RedrawLetter,
    RemoveLetter,
    RevealLetter,
    RingLetter,
    TellLetter,
    VanishLetter,
    ViewLetter,
    WipeLetter,
)
from storage.outbox import ANY_LIFE, Outgoing
from storage.trails import Trail
from storage.workbench import Workbench

MOST_SWEPT = 40
"""Ids that are tried when an uncertain message is taken away."""
NEUTRAL = Screen((Line("neutral-line"),))


@dataclass(frozen=True, slots=True)
class Show:
    """A screen: as a new message, or edited into one that is there."""

    screen: Screen
    language: str
    message: int | None = None
    silent: bool = True


@dataclass(frozen=True, slots=True)
class ShowFile:
    """A file, edited into a placeholder."""

    message: int
    media: MediaKind
    content: bytes = field(repr=False)
    screen: Screen
    language: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Messages to delete; one of ours that cannot be deleted any more is made neutral."""

    messages: tuple[int, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Clear:
    """Quick exit: the card becomes the neutral line, the rest goes; what is too old is made neutral."""

    card: int | None
    messages: tuple[int, ...]
    too_old: tuple[int, ...]
    between: tuple[int, ...]
    """Ids among those we know: where a program was killed, copies may lie there that nobody told us of."""
    beyond: tuple[int, ...]
    """Ids after the last one we know: what an uncertain try may have left, where there was one."""
    wide: bool
    """Whether there may have been one."""
    neutral: Screen
    language: str


@dataclass(frozen=True, slots=True)
class Fetch:
    """A file to take in."""

    letter: FetchLetter


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to do any more."""


OfficeLetter = RingLetter | RedrawLetter | ViewLetter | RevealLetter | WipeLetter | TellLetter
"""What the office is sent belongs to no life of its chat."""
Drawn = Show | ShowFile | Remove | Clear | Fetch | Nothing
NOTHING = Nothing()


def draw(bench: Workbench, letter: Outgoing) -> Drawn:  # noqa: C901, PLR0911 - a table
    """Tell what a letter comes to now."""
    if not isinstance(letter.letter, OfficeLetter):
        bench.gather([letter.chat])
        if letter.generation not in {ANY_LIFE, bench.sessions[letter.chat].session.generation}:
            return NOTHING
    match letter.letter:
        case CardLetter():
            return card(bench, letter.chat) if news.may_go(bench, letter.chat) else NOTHING
        case VanishLetter():
            return _clear(bench, letter.chat, letter.letter.after)
        case RemoveLetter():
            return _remove(bench, letter.chat, letter.letter)
        case RingLetter():
            return _ring(bench, letter.letter)
        case RedrawLetter():
            return _redraw(bench, letter.letter)
        case ViewLetter():
            return _placeholder(bench, letter.letter)
        case RevealLetter():
            return _reveal(bench, letter.letter)
        case WipeLetter():
            return _wipe(bench, letter.letter)
        case TellLetter():
            return _tell(bench, letter.letter)
        case FetchLetter():
            return Fetch(letter.letter)


# The living card
# -------------------------------------------------------------------------------------------------


def card(bench: Workbench, chat: int) -> Show:
    """Draw a chat's living card, below or in place."""
    session = bench.sessions[chat].session
    person = bench.people.get(chat)
    listed = _listed(bench, session.stage, person)
    hall = bench.hall if isinstance(session.stage, AtDesk) and session.stage.status else None
    screen = dialogue.card(session, person, bench.house, tuple(listed.cases.values()), bench.moment, hall)
    if listed.damaged:
        screen = replace(
            screen, parts=(*screen.parts, Line("status-damaged", {"count": len(listed.damaged)}))
        )
    trail = bench.trails[chat]
    return Show(screen, session.language, trail.card.message if trail.card else None)


def _listed(bench: Workbench, stage: Stage, person: Person | None) -> Found:
    if person is None or not isinstance(stage, AtDesk):
        return Found({})
    if stage.status and person.may(Action.STATUS):
        return cases.all_open(bench.within)
    return cases.owned(bench.within, person.id)


def _clear(bench: Workbench, chat: int, after: int) -> Clear:
    trail = bench.trails[chat]
    session = bench.sessions[chat].session
    young, old = _by_age(trail, bench.minute)
    card = trail.card.message if trail.card and is_at_rest(session) else None
    unseen = _unknown(trail, range(after + 1, after + 1 + MOST_SWEPT)) if after else beyond(trail)
    return Clear(card, young, old, between(trail), unseen, bool(after), NEUTRAL, session.language)


def _remove(bench: Workbench, chat: int, letter: RemoveLetter) -> Remove:
    """Take away all but the living card: it may have come since, under an id that was to be swept."""
    card = bench.trails[chat].card
    living = card.message if card else None
    messages = tuple(one for one in letter.messages if one != living)
    return Remove(messages, bench.sessions[chat].session.language)


def is_at_rest(session: Session) -> bool:
    """Whether nothing was begun since the quick exit: only then the card may become the neutral line."""
    return session.stage.kind == "resting" and not session.stage.asked


def between(trail: Trail) -> tuple[int, ...]:
    """Tell ids that we do not know: some before the newest, and some after the one before that.

    What landed unseen came soon after what we knew last; all chats share their ids, so that many may have
    gone by since. Telegram skips those that are not in this chat.
    """
    earlier = max((one for one in _known(trail) if one < trail.last), default=0)
    near = range(max(trail.last - MOST_SWEPT, 1), trail.last)
    return _unknown(trail, (*range(earlier + 1, min(earlier + 1 + MOST_SWEPT, near.start)), *near))


def _known(trail: Trail) -> set[int]:
    known = {step.message for step in (*trail.steps, *trail.fading)}
    return known | {trail.card.message} if trail.card else known


def _unknown(trail: Trail, messages: Iterable[int]) -> tuple[int, ...]:
    known = _known(trail)
    return tuple(one for one in messages if one not in known)


def beyond(trail: Trail) -> tuple[int, ...]:
    """Tell the next ids after everything we ever knew of; Telegram skips those that are not in this chat."""
    return tuple(range(trail.last + 1, trail.last + 1 + MOST_SWEPT)) if trail.last else ()


def _by_age(trail: Trail, minute: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    young = tuple(step.message for step in trail.fading if step.is_deletable(minute))
    old = tuple(step.message for step in trail.fading if not step.is_deletable(minute) and step.ours)
    return young, old


# The cards of cases
# ----------------------------------------------------------------------------------------------


def _reader(bench: Workbench, name: PersonId) -> Person | None:
    """Give somebody who may still be shown something."""
    person = bench.hall.person(name)
    return person if person is not None and person.is_linked else None


def _ring(bench: Workbench, letter: RingLetter) -> Drawn:
    person = _reader(bench, letter.person)
    case = bench.find_cases([letter.case]).get(letter.case)
    if person is not None and letter.case in bench.damaged:
        return Show(_damaged(letter.case), person.language, silent=False)
    if person is None or case is None:
        return NOTHING
    if _is_over(case, letter.reason, bench.moment):
        # Somebody has accepted meanwhile, or the step was written down: no phone rings for it any more.
        return _redraw(bench, RedrawLetter(letter.person, letter.case))
    screen = desk_screens.case_card(case, person, bench.hall, letter.reason, bench.moment.now)
    return Show(screen, person.language, silent=letter.reason is RingReason.ASKED)


def _is_over(case: CaseFile, reason: RingReason, moment: Moment) -> bool:
    if reason in {RingReason.NEW, RingReason.AGAIN}:
        return case.stage is not CaseStage.NEW
    return reason in desk_screens.REMINDERS and not is_overdue(case, moment.now)


def _redraw(bench: Workbench, letter: RedrawLetter) -> Drawn:
    person = bench.hall.person(letter.person)
    case = bench.find_cases([letter.case]).get(letter.case)
    shown = cards.find(bench.within, CardName(letter.person, letter.case))
    if person is None or shown is None:
        return NOTHING
    if letter.case in bench.damaged and person.is_linked:
        return Show(_damaged(letter.case), person.language, shown.message)
    if case is None or not person.is_linked:
        return Show(NEUTRAL, person.language, shown.message)
    screen = desk_screens.case_card(case, person, bench.hall, shown.reason, bench.moment.now)
    return Show(screen, person.language, shown.message)


def _damaged(case: CaseId) -> Screen:
    """Say that a case does not open: silence would look as if there were none."""
    return Screen((Line("case-damaged", {"number": number_of(case)}),), protected=True)


def _tell(bench: Workbench, letter: TellLetter) -> Drawn:  # noqa: PLR0911 - a table
    person = bench.hall.person(letter.person)
    if person is None:
        return NOTHING
    if letter.notice in {Notice.ASKS_TO_JOIN, Notice.PUT_BACK}:
        about = bench.hall.person(letter.about)
        if about is None or not person.may(Action.CONFIRM_PERSON):
            return NOTHING
        asked = desk_screens.asks_to_join(about, letter.notice)
        return Show(asked, person.language, letter.message, silent=False)
    if letter.notice is Notice.CHAIN_CODE:
        end = audit.end(bench.within)
        return Show(desk_screens.chain_code(end.number, end.code), person.language)
    if letter.notice is Notice.WORD_LOST:
        return Show(desk_screens.word_lost(letter.case), person.language, silent=False)
    if letter.notice is Notice.STORY_DAMAGED:
        return Show(desk_screens.story_damaged(letter.case), person.language, silent=False)
    return Show(desk_screens.notice(letter.notice, person), person.language, silent=False)


# Opened views
# ----------------------------------------------------------------------------------------------------


def _placeholder(bench: Workbench, letter: ViewLetter) -> Drawn:
    person = _reader(bench, letter.person)
    if person is None:
        return NOTHING
    shown = cards.find(bench.within, CardName(letter.person, letter.case, CardKind.VIEW))
    screen = Screen((Line("view-opening"),), protected=True)
    return Show(screen, person.language, shown.message if shown and not shown.is_file else None)


def _reveal(bench: Workbench, letter: RevealLetter) -> Drawn:
    person = _reader(bench, letter.person)
    shown = cards.find(bench.within, CardName(letter.person, letter.case, CardKind.VIEW))
    if person is None or shown is None or shown.message != letter.message:
        return NOTHING
    house = bench.house
    forms = {**house.older_forms, house.form.version: house.form}
    try:
        opened = cases.open_as(bench.within, person, letter.case, bench.hall, bench.moment.here, forms)
    except NotAllowed:
        return NOTHING
    except Unopenable:
        return Show(_damaged(letter.case), person.language, letter.message)
    if opened.story is None and letter.part is not CasePart.FACTS:
        return Show(case_views.closed(opened), person.language, letter.message)
    screen = case_views.screen(opened, letter.part, letter.number)
    file = _file(opened, screen)
    if file is None:
        return Show(screen, person.language, letter.message)
    return _shown_file(bench, letter, file, screen, person)


def _file(opened: case_views.Opened, screen: Screen) -> DraftFile | None:
    if screen.file is None:
        return None
    files: Sequence[DraftFile] = case_views.files_in(opened)
    return next(file for file in files if screen.file.token == file.token)


def _shown_file(
    bench: Workbench, letter: RevealLetter, file: DraftFile, screen: Screen, person: Person
) -> Drawn:
    try:
        content = blobs.read(bench.within, file.token, file.key)
    except Unopenable:
        gone = Screen((*screen.parts[:2], Line("view-no-file")), screen.rows, protected=True)
        return Show(gone, person.language, letter.message)
    return ShowFile(letter.message, file.kind, content, screen, person.language)


def _wipe(bench: Workbench, letter: WipeLetter) -> Drawn:
    person = bench.hall.person(letter.person)
    shown = cards.find(bench.within, CardName(letter.person, letter.case, CardKind.VIEW))
    if person is None or shown is None or letter.number not in {0, shown.number}:
        return NOTHING
    if shown.is_file:
        return Remove((shown.message,), person.language)
    return Show(Screen((Line("view-wiped"),), protected=True), person.language, shown.message)
