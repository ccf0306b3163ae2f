"""What became of letters: delivered, or not to be delivered; and what follows from that.

Law: a letter is sent when Telegram has given a message's id, and leaves the outbox in the transaction that
keeps that id. A message that landed in a later life of its chat, or after its letter was written anew, is
taken away again.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from conversations import escalation, handover
from conversations.case_effects import DueKind, RingReason
from conversations.effects import CasePart, Notice
from conversations.people import Role
from storage import cards, cases, due, news, outbox
from storage.cards import Card, CardKind, CardName
from storage.drawing import OfficeLetter, between, beyond
from storage.letters import (
    CardLetter,
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
from storage.trails import Footprint
from storage.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Delivered:
    """Telegram did it; ``message``: the new message's id, None where an old one was changed."""

    message: int | None = None
    gone: tuple[int, ...] = ()
    """Messages that are no longer in the chat."""
    again: bool = False
    """An earlier try may have arrived as well, under an id that nobody told us."""
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class CardGone:
    """The message to be changed is not there any more: a new one is needed."""


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """This person cannot be reached: they blocked the bot, or are gone."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Telegram refuses this letter for good, or there is nothing to do any more."""

    again: bool = False
    """An earlier try may have arrived."""


Outcome = Delivered | CardGone | Undeliverable | GivenUp


def can_wait(letter: Outgoing, outcome: Outcome) -> bool:
    """Whether nothing follows: a card that was changed in place can be changed so again without harm."""
    return isinstance(letter.letter, CardLetter) and outcome == Delivered()


def settle(bench: Workbench, settled: Sequence[tuple[Outgoing, Outcome]]) -> None:
    """Take letters out of the outbox and carry in what follows."""
    stood = outbox.done(bench.within, [letter for letter, _ in settled])
    bench.gather(_concerned(settled, stood))
    for letter, outcome in settled:
        _settle_one(bench, letter, outcome, is_current=letter.id in stood)


def _concerned(settled: Sequence[tuple[Outgoing, Outcome]], stood: Container[bytes]) -> list[int]:
    """List the chats of which anything must be known: most cards were only changed in place.

    A letter that still stood belongs to the life that its chat is in, for a quick exit makes it void.
    """
    return [
        letter.chat
        for letter, outcome in settled
        if not _is_plain(letter, outcome)
        or (outcome == Delivered() and letter.id not in stood and letter.generation != ANY_LIFE)
    ]


def _is_plain(letter: Outgoing, outcome: Outcome) -> bool:
    """Whether nothing of the chat itself changes: a message was edited, or a case's card has come."""
    if isinstance(letter.letter, OfficeLetter):
        return isinstance(outcome, Delivered) and not outcome.gone
    return outcome == Delivered()


def _settle_one(bench: Workbench, letter: Outgoing, outcome: Outcome, *, is_current: bool) -> None:
    """Carry one outcome in; ``is_current``: the letter was not written anew while it was under way."""
    match outcome:
        case Delivered():
            _note(bench, letter, outcome, is_current=is_current)
        case CardGone():
            _card_gone(bench, letter, is_current=is_current)
        case Undeliverable():
            _undeliverable(bench, letter)
        case GivenUp() if isinstance(letter.letter, RingLetter):
            # Nobody's phone rang: for the case that is the same as somebody out of reach.
            _call_next(bench, letter.letter)
        case GivenUp(again=again) if isinstance(letter.letter, CardLetter):
            _card_not_sent(bench, letter, again=again, is_current=is_current)
        case GivenUp(again=True) if isinstance(letter.letter, RevealLetter):
            # The view was emptied meanwhile; an edit that was cut off may still have put the words in.
            bench.send(letter.chat, RemoveLetter((letter.letter.message,)))
        case GivenUp():
            pass


def _note(bench: Workbench, letter: Outgoing, outcome: Delivered, *, is_current: bool) -> None:
    """Note what lies in the chat now."""
    if outcome.gone:
        bench.keep_trail(bench.trails[letter.chat].without(outcome.gone))
    if outcome.again and isinstance(letter.letter, CardLetter) and letter.chat not in bench.people:
        # In the office's chats alerts lie between, which no trail knows: a card too many is the lesser harm.
        _sweep(bench, letter, outcome.message)
    match letter.letter:
        case CardLetter() if outcome.message is not None:
            _new_card(bench, letter, outcome.message, is_current=is_current)
        case CardLetter() if _is_stale(bench, letter):
            # An edit that was on its way when the quick exit came: the card becomes the neutral line again.
            bench.send(letter.chat, VanishLetter())
        case RingLetter():
            _rang(bench, letter, letter.letter, outcome)
        case ViewLetter():
            _placeholder_stands(bench, letter.letter, outcome)
        case RevealLetter() if outcome.is_file:
            _file_stands(bench, letter.letter)
        case TellLetter(notice=Notice.STORY_DAMAGED, person=person, case=case) if outcome.message is not None:
            cards.keep(bench.within, CardName(person, case, CardKind.DAMAGED), Card(outcome.message))
        case WipeLetter():
            cards.forget(bench.within, [CardName(letter.letter.person, letter.letter.case, CardKind.VIEW)])
        case _:
            pass


# The living card
# -------------------------------------------------------------------------------------------------


def _new_card(bench: Workbench, letter: Outgoing, message: int, *, is_current: bool) -> None:
    trail = bench.trails[letter.chat]
    landed = Footprint(message, bench.minute)
    if _is_stale(bench, letter):
        # It was on its way when the quick exit came: it goes too.
        bench.keep_trail(trail.with_fading(landed))
        bench.send(letter.chat, VanishLetter())
        return
    if is_current:
        news.arrived(bench, letter.chat)
    if trail.card is not None and trail.card.message == message:
        pass  # Somebody pressed it before we could keep its id.
    elif trail.card is None and is_current:
        bench.keep_trail(trail.with_card(landed))
    else:
        bench.keep_trail(trail.with_step(landed))
        bench.send(letter.chat, RemoveLetter((message,)), letter.generation)


def _is_stale(bench: Workbench, letter: Outgoing) -> bool:
    """Whether a quick exit began another life of the chat while the letter was under way."""
    known = bench.sessions.get(letter.chat)
    # Whoever was not gathered is in the life the letter was written in.
    return known is not None and letter.generation not in {ANY_LIFE, known.session.generation}


def _card_not_sent(bench: Workbench, letter: Outgoing, *, again: bool, is_current: bool) -> None:
    """Take away what an uncertain try may have left, and have what an officer wrote brought later."""
    if _is_stale(bench, letter):
        if again:
            _landed_unseen(bench, letter)
    elif news.is_on_its_way(bench, letter.chat) and is_current:
        if again:
            bench.send(letter.chat, RemoveLetter(beyond(bench.trails[letter.chat])), letter.generation)
        news.not_brought(bench, letter.chat)


def _landed_unseen(bench: Workbench, letter: Outgoing) -> None:
    """Take away what a letter of an earlier life may have left: an edited card, or a message unknown."""
    bench.send(letter.chat, RemoveLetter(beyond(bench.trails[letter.chat])))
    bench.send(letter.chat, VanishLetter())


def _sweep(bench: Workbench, letter: Outgoing, message: int | None) -> None:
    """Take away what an uncertain try may have left: ids near those we know, which nobody told us of.

    It may have been sent anew below, or an older copy was pressed and became the card, which was then edited.
    Other chats' ids may lie between (private chats share one counter): Telegram skips what is not in this
    chat.
    """
    trail = bench.trails[letter.chat]
    if message is not None:
        # What lies beyond is not there yet.
        trail = trail.with_step(Footprint(message, bench.minute))
    strays = (*between(trail), *(beyond(trail) if message is None else ()))
    if strays:
        bench.send(letter.chat, RemoveLetter(strays), letter.generation)


def _card_gone(bench: Workbench, letter: Outgoing, *, is_current: bool) -> None:
    """Go on without a message that was deleted: by a new one where it was asked for, else by none."""
    match letter.letter:
        case CardLetter(unasked=unasked):
            _living_card_gone(bench, letter, wanted=is_current and not unasked)
        case (
            ViewLetter(person=person, case=case)
            | RevealLetter(person=person, case=case)
            | WipeLetter(person=person, case=case)
        ):
            name = CardName(person, case, CardKind.VIEW)
            shown = cards.find(bench.within, name)
            if shown is not None:
                # Perhaps it is a file that was not recorded as one: it has no text to empty, so it goes.
                bench.send(letter.chat, RemoveLetter((shown.message,)))
            cards.forget(bench.within, [name])
            if isinstance(letter.letter, ViewLetter) and is_current:
                bench.send(letter.chat, letter.letter)
        case RedrawLetter(person=person, case=case) | RingLetter(person=person, case=case):
            # Drawn again, it would be looked for again, and again.
            cards.forget(bench.within, [CardName(person, case)])
        case _:
            pass


def _living_card_gone(bench: Workbench, letter: Outgoing, *, wanted: bool) -> None:
    trail = bench.trails[letter.chat]
    if trail.card is not None:
        bench.keep_trail(trail.without([trail.card.message]))
    # Who deleted the chat themselves must not find it again: a card that nobody asked for stays away.
    if wanted:
        bench.send(letter.chat, CardLetter(), letter.generation)


# The office
# ------------------------------------------------------------------------------------------------------


def _rang(bench: Workbench, outgoing: Outgoing, letter: RingLetter, outcome: Delivered) -> None:
    if outcome.message is None:
        return
    name = CardName(letter.person, letter.case)
    before = cards.find(bench.within, name)
    cards.keep(bench.within, name, Card(outcome.message, letter.reason))
    if before is not None and before.message != outcome.message:
        bench.send(outgoing.chat, RemoveLetter((before.message,)))


def _placeholder_stands(bench: Workbench, letter: ViewLetter, outcome: Delivered) -> None:
    """Put the placeholder's id, its end and what goes in on record, before a word is shown."""
    name = CardName(letter.person, letter.case, CardKind.VIEW)
    before = cards.find(bench.within, name)
    message = outcome.message if outcome.message is not None else (before.message if before else None)
    if message is None:
        return
    if before is not None and before.message != message:
        bench.send_to(letter.person, RemoveLetter((before.message,)))
    number = (before.number if before else 0) + 1
    cards.keep(bench.within, name, Card(message, number=number))
    _tell_if_damaged(bench, letter)
    bench.wipe_later(due.Firing(DueKind.WIPE, letter.case, number, letter.person))
    bench.send_to(
        letter.person, RevealLetter(letter.person, letter.case, letter.part, letter.number, message)
    )


def _tell_if_damaged(bench: Workbench, letter: ViewLetter) -> None:
    """Tell each coordinator once that a story does not open: whoever wanted to read it sees it as well."""
    case = bench.find_cases([letter.case]).get(letter.case)
    if case is None or not cases.is_damaged(bench.within, case, bench.hall):
        return
    for one in bench.hall.linked(Role.COORDINATOR):
        if cards.find(bench.within, CardName(one.id, case.id, CardKind.DAMAGED)) is None:
            bench.send(one.chat, TellLetter(one.id, Notice.STORY_DAMAGED, case=case.id))


def _file_stands(bench: Workbench, letter: RevealLetter) -> None:
    name = CardName(letter.person, letter.case, CardKind.VIEW)
    shown = cards.find(bench.within, name)
    if shown is not None and letter.part is CasePart.FILE:
        cards.keep(bench.within, name, Card(shown.message, number=shown.number, is_file=True))


def _undeliverable(bench: Workbench, letter: Outgoing) -> None:
    """Somebody blocked us. What was written to a reporter is lost; of the office the next one is called."""
    if isinstance(letter.letter, CardLetter) and not _is_stale(bench, letter):
        news.unreachable(bench, letter.chat)
    if isinstance(letter.letter, WipeLetter):
        _empty_later(bench, letter.letter)
    person = bench.people.get(letter.chat)
    if person is None or not person.is_linked:
        return
    ringing = [case for case in bench.open_cases().values() if person.id in case.course.ringing]
    bench.carry(letter.chat, handover.out_of_reach(person, ringing, bench.hall, bench.moment))


def _empty_later(bench: Workbench, letter: WipeLetter) -> None:
    """Try again when the same time has passed: nobody keeps a case open by blocking us until it is over."""
    shown = cards.find(bench.within, CardName(letter.person, letter.case, CardKind.VIEW))
    if shown is not None:
        bench.wipe_later(due.Firing(DueKind.WIPE, letter.case, shown.number, letter.person))


def _call_next(bench: Workbench, letter: RingLetter) -> None:
    case = bench.find_cases([letter.case]).get(letter.case)
    if case is not None and letter.reason is not RingReason.ASKED:
        turn = escalation.undeliverable(case, letter.person, bench.hall, bench.moment)
        bench.keep_case(turn.case)
        bench.carry(0, turn.effects)
