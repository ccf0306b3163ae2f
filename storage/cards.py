"""Which message of an officer's chat shows which case.

Law: one row a person and case; the message that rings last is the one that is kept true.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter
from sqlalchemy import bindparam, delete, select

from conversations.case_effects import RingReason
from conversations.people import CaseId, PersonId
from storage.keyring import HashKind
from storage.schema import cards
from storage.sealing import Padding
from storage.transaction import Sealed, Transaction, upsert


class CardKind(StrEnum):
    """What a message shows of a case."""

    CASE = "case"
    VIEW = "view"
    """A part that is open, until it is emptied."""
    DAMAGED = "damaged"
    """That its story does not open: said once."""


@dataclass(frozen=True, slots=True)
class CardName:
    """Whose message about which case."""

    person: PersonId
    case: CaseId
    kind: CardKind = CardKind.CASE


@dataclass(frozen=True, slots=True)
class Card:
    """A message that lies in an officer's chat."""

    message: int
    reason: RingReason | None = None
    number: int = 0
    """Counts the openings of a view: only the last one's end empties it."""
    is_file: bool = False


_card = Sealed("cards", "card", TypeAdapter(Card), Padding.SMALL)
_ONE = select(cards.c.rev, cards.c.sealed).where(cards.c.card == bindparam("key"))


def find(within: Transaction, name: CardName) -> Card | None:
    """Find somebody's message about a case."""
    key = _key(within, name)
    row = within.connection.execute(_ONE, {"key": key}).one_or_none()
    return _card.open_or_pass(within, key, row.rev, row.sealed) if row else None


def on_phone(within: Transaction, person: PersonId, names: Iterable[CaseId]) -> tuple[CardName, ...]:
    """Tell of which of these cases something lies in somebody's chat."""
    lying = set(within.connection.execute(select(cards.c.card)).scalars())
    named = (CardName(person, case, kind) for case in names for kind in CardKind)
    return tuple(one for one in named if _key(within, one) in lying)


def keep(within: Transaction, name: CardName, card: Card) -> None:
    """Remember which message it is."""
    key = _key(within, name)
    upsert(within, cards, [{"card": key, **_card.seal(within, key, card)}])


def forget(within: Transaction, names: Iterable[CardName]) -> None:
    """Forget messages that are gone."""
    keys = [_key(within, name) for name in names]
    within.connection.execute(delete(cards).where(cards.c.card.in_(keys)))


def key_of(within: Transaction, name: CardName) -> bytes:
    """Give 16 bytes that stand for this message: no two letters about it wait at the same time."""
    return _key(within, name)[:16]


def _key(within: Transaction, name: CardName) -> bytes:
    return within.keyring.keyed_hash(
        HashKind.CARD, name.kind.encode(), name.person.encode(), name.case.encode()
    )
