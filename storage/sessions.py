"""Where everybody stands in their dialogue: drafts, sealed under a key of their own that is soon thrown away.

Law: a session opens only with its draft key, and that key only with the key of its day. Without either, the
chat is at rest, as if nothing had been said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter
from sqlalchemy import Row, bindparam, select, update

from conversations.sessions import Resting, Session
from storage.errors import Unopenable
from storage.schema import sessions
from storage.sealing import Padding, Place, SymmetricKey
from storage.transaction import Sealed, Transaction, Value, new_revision, upsert


@dataclass(frozen=True, slots=True)
class Kept:
    """A session and when somebody last did something in it."""

    session: Session
    minute: int
    """Minutes since 1970."""


@dataclass(frozen=True, slots=True)
class Known:
    """A session as it was found, with what is needed to keep it again."""

    session: Session
    minute: int = 0
    day: int = 0
    key: SymmetricKey | None = field(default=None, repr=False)
    wrapped: bytes | None = field(default=None, repr=False)
    is_damaged: bool = False
    """Something stood here that does not open; the chat begins anew."""


_kept = Sealed("sessions", "session", TypeAdapter(Kept), Padding.TEXT)
_OF_CHATS = select(sessions).where(sessions.c.chat.in_(bindparam("chats", expanding=True)))


def of_chats(within: Transaction, chats: Iterable[int], language: str) -> dict[int, Known]:
    """Give the sessions of these chats; a chat that has none is at rest, in the language of the house."""
    names = {within.chat_hash(chat): chat for chat in chats}
    found = {chat: Known(Session(new_revision(), language, Resting())) for chat in names.values()}
    for row in within.connection.execute(_OF_CHATS, {"chats": list(names)}):
        found[names[row.chat]] = _opened(within, row, language)
    return found


def of_chat(within: Transaction, chat: int, language: str) -> Known:
    """Give one chat's session."""
    return of_chats(within, [chat], language)[chat]


def _opened(
    within: Transaction, row: Row[tuple[bytes, int, int, bytes | None, int, bytes | None]], language: str
) -> Known:
    at_rest = Session(row.generation, language, Resting())
    day_key = within.draft_keys.get(row.day)
    if row.draft_key is None or row.sealed is None or day_key is None:
        return Known(at_rest)
    try:
        key = SymmetricKey(day_key.open(_key_place(within, row.chat, row.day), row.draft_key))
        kept = _kept.open(within, row.chat, row.rev, row.sealed, key)
    except Unopenable:
        return Known(at_rest, is_damaged=True)
    if kept.session.generation != row.generation:
        return Known(at_rest, is_damaged=True)
    return Known(kept.session, kept.minute, row.day, key, row.draft_key)


def keep(within: Transaction, changed: Mapping[int, Known], minute: int, today: int) -> None:
    """Write sessions down, each under its draft key, and that under the key of this day."""
    upsert(within, sessions, [_row(within, chat, known, minute, today) for chat, known in changed.items()])


def _row(within: Transaction, chat: int, known: Known, minute: int, today: int) -> Mapping[str, Value]:
    name = within.chat_hash(chat)
    key = known.key or SymmetricKey.new()
    wrapped = known.wrapped
    if known.key is None or known.day != today or wrapped is None:
        day_key = within.draft_keys.key_for(today)
        wrapped = day_key.seal(_key_place(within, name, today), key.secret, Padding.KEY)
    sealed = _kept.seal(within, name, Kept(known.session, minute), key)
    return {
        "chat": name,
        "generation": known.session.generation,
        "day": today,
        "draft_key": wrapped,
        **sealed,
    }


def destroy(within: Transaction, generations: Mapping[int, int], today: int) -> None:
    """Quick exit: the draft key is gone, and with it everything that was told; another generation begins."""
    upsert(
        within,
        sessions,
        [
            {
                "chat": within.chat_hash(chat),
                "generation": generation,
                "day": today,
                "draft_key": None,
                "rev": new_revision(),
                "sealed": None,
            }
            for chat, generation in generations.items()
        ],
    )


def forget_before(within: Transaction, day: int) -> None:
    """Let go of what was not touched since an earlier day: its key of the day is thrown away."""
    within.connection.execute(
        update(sessions)
        .where(sessions.c.day < day, sessions.c.sealed.is_not(None))
        .values(draft_key=None, sealed=None)
    )


def _key_place(within: Transaction, name: bytes, day: int) -> Place:
    return within.place("sessions", name, "draft_key", day)
