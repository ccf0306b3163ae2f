"""The letters on their way: written with the deed they speak of, gone once Telegram has given a message's id.

Law: a letter leaves the outbox only as it was when it was sent (id and revision); one that was written anew
meanwhile stays. Two letters that would show the same card, or open the same case on the same phone, are one
row: the newer replaces the older, however often somebody presses.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter
from sqlalchemy import bindparam, delete, select

from storage.cards import CardName, key_of
from storage.errors import Unopenable
from storage.keyring import HashKind
from storage.letters import (
    CardLetter,
    Lane,
    Letter,
    RedrawLetter,
    RevealLetter,
    RingLetter,
    TellLetter,
    VanishLetter,
    ViewLetter,
    WipeLetter,
    lane_of,
)
from storage.schema import outbox
from storage.sealing import Padding
from storage.transaction import Sealed, Transaction, Value, new_id, upsert

ANY_LIFE = 0
"""The generation of letters that a quick exit does not concern."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A letter and whom it goes to."""

    chat: int = field(repr=False)
    letter: Letter


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter in the outbox."""

    id: bytes
    chat: int = field(repr=False)
    letter: Letter
    generation: int = ANY_LIFE
    revision: int = 0

    @property
    def lane(self) -> Lane:
        """How urgent it is."""
        return lane_of(self.letter)


_envelope = Sealed("outbox", "envelope", TypeAdapter(Envelope), Padding.FACTS)
_REVISION = select(outbox.c.rev).where(outbox.c.id == bindparam("letter"))
_DONE = (
    delete(outbox)
    .where(
        outbox.c.id.in_(bindparam("letters", expanding=True)),
        outbox.c.rev.in_(bindparam("revisions", expanding=True)),
    )
    .returning(outbox.c.id)
)


def addressed(within: Transaction, chat: int, letter: Letter, generation: int = ANY_LIFE) -> Outgoing:
    """Put a letter into its envelope."""
    return Outgoing(_name(within, chat, letter), chat, letter, generation)


def _name(within: Transaction, chat: int, letter: Letter) -> bytes:  # noqa: PLR0911 - a table
    match letter:
        case CardLetter():
            return _named_by_chat(within, letter.kind, chat)
        case VanishLetter(after=after):
            # One that has more to look for stays beside another that comes later.
            return _named_by_chat(within, f"{letter.kind}-{after}" if after else letter.kind, chat)
        case RedrawLetter(person=person, case=case):
            return key_of(within, CardName(person, case))
        case RingLetter(person=person, case=case, reason=reason):
            return _named(within, letter.kind, person, case, reason)
        case ViewLetter(person=person, case=case) | RevealLetter(person=person, case=case):
            return _named(within, letter.kind, person, case)
        case TellLetter(person=person, notice=notice, about=about, message=message, case=case):
            return _named(within, letter.kind, person, notice, about or "", str(message or ""), case)
        case WipeLetter(person=person, case=case, number=number):
            return _named(within, letter.kind, person, case, str(number))
        case _:
            return new_id()


def _named_by_chat(within: Transaction, kind: str, chat: int) -> bytes:
    parts = (b"outbox", kind.encode(), chat.to_bytes(8, "big", signed=True))
    return within.keyring.keyed_hash(HashKind.ROW, *parts)[:16]


def _named(within: Transaction, *parts: str) -> bytes:
    return within.keyring.keyed_hash(HashKind.ROW, b"outbox", *(part.encode() for part in parts))[:16]


def keep(within: Transaction, letters: Iterable[Outgoing], minute: int) -> tuple[Outgoing, ...]:
    """Write letters down; give them as they stand now."""
    kept: list[Outgoing] = []
    rows: list[Mapping[str, Value]] = []
    for letter in letters:
        sealed = _envelope.seal(within, letter.id, Envelope(letter.chat, letter.letter))
        revision = sealed["rev"]
        assert isinstance(revision, int)
        kept.append(replace(letter, revision=revision))
        rows.append(
            {
                "id": letter.id,
                "chat": within.chat_hash(letter.chat),
                "lane": int(letter.lane),
                "generation": letter.generation,
                "minute": minute,
                **sealed,
            }
        )
    upsert(within, outbox, rows)
    return tuple(kept)


def waiting(within: Transaction) -> tuple[tuple[Outgoing, ...], int]:
    """Read every letter that waits, the most urgent first, and count those that do not open."""
    found: list[Outgoing] = []
    damaged = 0
    for row in within.connection.execute(select(outbox).order_by(outbox.c.lane, outbox.c.minute)):
        try:
            envelope = _envelope.open(within, row.id, row.rev, row.sealed)
        except Unopenable:
            damaged += 1
            continue
        found.append(Outgoing(row.id, envelope.chat, envelope.letter, row.generation, row.rev))
    return tuple(found), damaged


def done(within: Transaction, letters: Sequence[Outgoing]) -> set[bytes]:
    """Take letters out that have been carried; give the names of those that still stood as they were sent.

    One that did not was written anew meanwhile, or a quick exit made it void.
    """
    if not letters:
        return set()
    # A revision is 63 random bits: whichever letter it is found with, it is its own.
    sent = {"letters": [one.id for one in letters], "revisions": [one.revision for one in letters]}
    return set(within.connection.execute(_DONE, sent).scalars())


def card_waits(within: Transaction, chat: int) -> bool:
    """Whether a chat's living card is on its way."""
    found = select(outbox.c.rev).where(outbox.c.id == _name(within, chat, CardLetter()))
    return within.connection.execute(found).scalar_one_or_none() is not None


def is_owed(within: Transaction, chat: int) -> bool:
    """Whether anything is on its way to a chat, or waits for it."""
    found = select(outbox.c.rev).where(outbox.c.chat == within.chat_hash(chat)).limit(1)
    return within.connection.execute(found).first() is not None


def is_current(within: Transaction, letter: Outgoing) -> bool:
    """Whether a letter still stands as it was sent."""
    found = within.connection.execute(_REVISION, {"letter": letter.id}).scalar_one_or_none()
    return found == letter.revision


def is_void(letter: Outgoing) -> bool:
    """Whether a quick exit makes a letter void: not alerts, nor what takes something off a phone."""
    return letter.lane is Lane.ANSWER or (letter.lane is Lane.REST and letter.generation != ANY_LIFE)


def cancel(within: Transaction, chats: Iterable[int]) -> None:
    """Send nothing older of these chats any more that a quick exit makes void."""
    names = [within.chat_hash(chat) for chat in chats]
    ends = (outbox.c.lane == int(Lane.ANSWER)) | (
        (outbox.c.lane == int(Lane.REST)) & (outbox.c.generation != ANY_LIFE)
    )
    within.connection.execute(delete(outbox).where(outbox.c.chat.in_(names), ends))
