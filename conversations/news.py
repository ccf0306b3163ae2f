"""What an officer wrote, at the reporter's: a neutral card first, the words only to whoever asks.

Law: nothing is brought outside the hours that the reporter chose, nor into a chat in which something is under
way. Before a word is shown, whoever holds the phone says that it is safe to read, and writes the word that
was agreed on, where there is one. An untouched card becomes neutral again.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from conversations import casework
from conversations.case_effects import DueKind, Wake
from conversations.casework import CaseFile, CaseStage, WordState
from conversations.effects import Effect, KeepWordState, Notice, RemoveMessage, ShowCard, Tell
from conversations.events import Attached, Edited, Event, Strange, Typed
from conversations.hours import allows, next_allowed
from conversations.moment import Moment
from conversations.sessions import News, Resting, Session
from conversations.step import Scene, Step, Verb, to

BUSY_MINUTES = 5
"""When a chat in which something is under way is looked at again."""
KEPT_MINUTES = 48 * 60
"""How long an untouched card can be opened: so long a bot may delete its message (Bot API, deleteMessage)."""
LOST_DAYS = 7
"""What could not be brought for so long has not arrived: its writer is told, and finds another way."""
MOST_TRIES = 5
"""Wrong words until there is nothing to open any more: whoever guesses gets no further."""
OVER = frozenset({WordState.LOST, WordState.WITHDRAWN})


# Bringing it ------------------------------------------------------------------------------------------------


def bring(session: Session, case: CaseFile, news: News, moment: Moment) -> Step:
    """Lay the neutral card into a chat that rests, at an hour that is allowed; else look again later."""
    word = casework.word_of(case, news.number)
    if word is None or word.state in OVER or case.stage is not CaseStage.ACCEPTED:
        return Step(session)
    if moment.now - word.at >= timedelta(days=LOST_DAYS):
        return Step(session, lost(case, news.number) if word.state is WordState.WAITING else ())
    if not may_go(news, moment.here) or not _rests(session):
        return Step(session, again(news, moment))
    return Step(replace(session, stage=news), (ShowCard(fresh=True),))


def _rests(session: Session) -> bool:
    """Whether nothing is under way and nobody has just written."""
    return isinstance(session.stage, Resting) and not session.stage.asked


def may_go(news: News, here: datetime) -> bool:
    """Whether its card may be sent at this hour; an answer to whoever is there always may."""
    return news.arrived or allows(news.hours, here)


def again(news: News, moment: Moment) -> tuple[Effect, ...]:
    """Have it brought later: when the next allowed hour begins, or within one, some minutes from now."""
    coming = next_allowed(news.hours, moment.here + timedelta(minutes=BUSY_MINUTES))
    return (Wake(DueKind.WORD, news.case, news.number, coming.astimezone(UTC)),) if coming else ()


def not_brought(session: Session, moment: Moment) -> Step:
    """Take a card back that was not sent, and try again later."""
    stage = session.stage
    if not isinstance(stage, News) or stage.arrived:
        return Step(session)
    return Step(replace(session, stage=Resting(bare=True)), again(stage, moment))


def arrived(session: Session) -> Step:
    """Note that the card lies on the phone."""
    stage = session.stage
    if not isinstance(stage, News):
        return Step(session)
    return Step(replace(session, stage=replace(stage, arrived=True)), (_is(stage, WordState.ARRIVED),))


def unreachable(session: Session, case: CaseFile) -> Step:
    """Give up what could not be brought: the reporter blocked us, or is gone."""
    stage = session.stage
    word = casework.word_of(case, stage.number) if isinstance(stage, News) else None
    if not isinstance(stage, News) or word is None or word.state is not WordState.WAITING:
        return Step(session)
    return Step(replace(session, stage=Resting(bare=True)), lost(case, stage.number))


def lost(case: CaseFile, number: int) -> tuple[Effect, ...]:
    """Tell the owner that it did not arrive."""
    owner = case.course.owner
    told = (Tell(owner, Notice.WORD_LOST, case=case.id),) if owner else ()
    return (KeepWordState(case.id, number, WordState.LOST), *told)


def _is(news: News, state: WordState) -> KeepWordState:
    return KeepWordState(news.case, news.number, state)


# Reading it -------------------------------------------------------------------------------------------------


def pressed(scene: Scene, stage: News, verb: Verb, event: Event) -> Step | None:
    """Tell where a press leads; None: this card has no such button."""
    here = replace(stage, arrived=True)
    match stage.shown, verb.name:
        case "closed", "open":
            following = replace(here, shown="asked")
        case "asked", "safe":
            following = replace(here, shown="word" if stage.word else "open")
        case ("asked", "unsafe") | ("word", "back"):
            following = replace(here, shown="closed")
        case _:
            return None
    return _to(scene, following, event)


def _to(scene: Scene, stage: News, event: Event) -> Step:
    state = WordState.OPENED if stage.shown == "open" else WordState.ARRIVED
    return to(scene, stage, event).and_then(_is(stage, state))


def is_used_up(stage: News, event: Event) -> bool:
    """Whether this was one wrong word too many."""
    return _is_wrong(stage, event) and stage.tries + 1 >= MOST_TRIES


def _is_wrong(stage: News, event: Event) -> bool:
    return stage.shown == "word" and isinstance(event, Typed) and not _is_agreed(stage.word, event.text)


def _is_agreed(agreed: str, text: str) -> bool:
    return text.strip().casefold() == agreed.strip().casefold()


def wrote(scene: Scene, stage: News, event: Event) -> Step:
    """Take what is written off the phone: it is the agreed word, or it goes to nobody, which is said."""
    here = replace(stage, arrived=True)
    if stage.shown == "word" and isinstance(event, Typed) and not _is_wrong(stage, event):
        step = _to(scene, replace(here, shown="open"), event)
    elif stage.shown == "open":
        step = to(scene, replace(here, answered=True), event)
    else:
        tries = stage.tries + _is_wrong(stage, event)
        step = to(scene, replace(here, shown="closed", tries=tries), event)
    if isinstance(event, Typed | Attached | Strange | Edited):
        return step.and_then(RemoveMessage(event.message))
    return step


def put_off(stage: News, moment: Moment) -> tuple[Effect, ...]:
    """Make room for what somebody begins: whatever was not read yet comes again when the chat rests."""
    return () if stage.shown == "open" else again(stage, moment)


def idle(session: Session, stage: News) -> Step:
    """Make an open card neutral again."""
    if stage.shown == "closed":
        return Step(session)
    closed = replace(stage, shown="closed", answered=False)
    return Step(replace(session, stage=closed), (ShowCard(unasked=True),))
