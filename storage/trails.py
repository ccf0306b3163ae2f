"""Which messages of a conversation lie in a chat: what quick exit has to take away again.

Law: a trail knows ids and minutes, never words. What was said in an earlier life of the chat is fading:
nothing but its deletion is left to do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, NamedTuple

from pydantic import PlainSerializer, TypeAdapter
from sqlalchemy import bindparam, delete, select

from storage.schema import people, sessions, trails
from storage.sealing import Padding
from storage.transaction import Sealed, Transaction, upsert

DELETABLE_MINUTES = 48 * 60
"""A bot may delete messages for everyone up to this age (Bot API, deleteMessage)."""
MOST_OLD = 40
"""Own messages past that age can still be edited to a neutral line; so many are remembered."""
MOST_STEPS = 48
"""Messages that lie in a chat of one life; with as many that are fading, they fit the trail's one length."""


class Footprint(NamedTuple):
    """One message that lies in a chat."""

    message: int
    minute: int
    """When it was sent, in minutes since 1970."""
    ours: bool = True

    def is_deletable(self, minute: int) -> bool:
        """Whether Telegram still lets us delete it."""
        return minute - self.minute < DELETABLE_MINUTES


def _as_they_are(steps: Iterable[Footprint]) -> Iterable[Footprint]:
    return steps


Footprints = Annotated[
    tuple[Footprint, ...], PlainSerializer(_as_they_are, return_type=tuple[tuple[int, int, bool], ...])
]
"""Written as plain lists, which takes half the room; told so, pydantic writes them in half the time."""


@dataclass(frozen=True, slots=True)
class Trail:
    """What lies in one chat."""

    chat: int = field(repr=False)
    card: Footprint | None = None
    """The living card."""
    steps: Footprints = ()
    """Everything else of this life of the chat."""
    fading: Footprints = ()
    """What is left of an earlier life, until it is deleted."""
    last: int = 0
    """The highest id that was ever known here: what landed unseen lies beyond it."""

    def with_step(self, step: Footprint) -> "Trail":
        """Note one more message."""
        return replace(self, steps=_pruned((*self.steps, step), step.minute), last=self._after(step))

    def with_card(self, card: Footprint) -> "Trail":
        """Make this message the living card."""
        return replace(self, card=card, last=self._after(card))

    def with_fading(self, landed: Footprint) -> "Trail":
        """Something of an earlier life has landed late: it has to go."""
        return replace(self, fading=(*self.fading, landed), last=self._after(landed))

    def _after(self, step: Footprint) -> int:
        return max(self.last, step.message)

    def without_card(self) -> "Trail":
        """Let the card be one message among the others; it still lies in the chat."""
        return replace(self, card=None, steps=(*self.steps, self.card)) if self.card else self

    def thinned(self) -> tuple["Trail", tuple[Footprint, ...]]:
        """Let the older half of many steps fade, and give them: they have to go at once."""
        if len(self.steps) <= MOST_STEPS:
            return self, ()
        oldest, newest = self.steps[: -MOST_STEPS // 2], self.steps[-MOST_STEPS // 2 :]
        return replace(self, steps=newest, fading=(*self.fading, *oldest)), oldest

    def without(self, messages: Iterable[int]) -> "Trail":
        """Forget messages that are gone."""
        gone = set(messages)
        return replace(
            self,
            card=None if self.card and self.card.message in gone else self.card,
            steps=tuple(step for step in self.steps if step.message not in gone),
            fading=tuple(step for step in self.fading if step.message not in gone),
        )

    def ended(self, minute: int) -> "Trail":
        """Another life begins: all that lies here is fading, and the card becomes the neutral line.

        Where a new card is still on its way, the newest of our messages takes its place.
        """
        card = self.card or max((step for step in self.steps if step.ours), key=_id_of, default=None)
        others = tuple(step for step in self.steps if step != card)
        return replace(self, card=card, steps=(), fading=_pruned((*self.fading, *others), minute))


def _id_of(step: Footprint) -> int:
    return step.message


def _pruned(steps: tuple[Footprint, ...], minute: int) -> tuple[Footprint, ...]:
    """Leave out what nothing can be done about any more."""
    young = [step for step in steps if step.is_deletable(minute)]
    old = [step for step in steps if not step.is_deletable(minute) and step.ours]
    return (*old[-MOST_OLD:], *young)


_trail = Sealed("trails", "trail", TypeAdapter(Trail), Padding.TRAIL)
_OF_CHATS = select(trails).where(trails.c.chat.in_(bindparam("chats", expanding=True)))


def of_chats(within: Transaction, chats: Iterable[int]) -> dict[int, Trail]:
    """Give the trails of these chats; a chat without one has nothing in it."""
    names = {within.chat_hash(chat): chat for chat in chats}
    found = {chat: Trail(chat) for chat in names.values()}
    for row in within.connection.execute(_OF_CHATS, {"chats": list(names)}):
        trail = _trail.open_or_pass(within, row.chat, row.rev, row.sealed)
        if trail is not None:
            found[names[row.chat]] = trail
    return found


def of_chat(within: Transaction, chat: int) -> Trail:
    """Give one chat's trail."""
    return of_chats(within, [chat])[chat]


def chats_of(within: Transaction, names: Iterable[bytes]) -> tuple[int, ...]:
    """Tell which chats these hashes stand for."""
    rows = within.connection.execute(_OF_CHATS, {"chats": list(names)})
    found = (_trail.open_or_pass(within, row.chat, row.rev, row.sealed) for row in rows)
    return tuple(trail.chat for trail in found if trail is not None)


def keep(within: Transaction, changed: Iterable[Trail]) -> None:
    """Write trails down."""
    rows: list[Mapping[str, bytes | str | int | None]] = []
    for trail in changed:
        name = within.chat_hash(trail.chat)
        rows.append({"chat": name, **_trail.seal(within, name, trail)})
    upsert(within, trails, rows)


def forget_left(within: Transaction, before_day: int) -> None:
    """Forget everything of chats that nobody touched since an earlier day, but for people we know."""
    known = select(people.c.chat)
    left = select(sessions.c.chat).where(sessions.c.day < before_day, sessions.c.chat.not_in(known))
    within.connection.execute(delete(trails).where(trails.c.chat.in_(left)))
    within.connection.execute(
        delete(sessions).where(sessions.c.day < before_day, sessions.c.chat.not_in(known))
    )
