"""What wakes the office, and when: rows whose minute is clear and whose meaning is sealed.

Law: ``(kind, case, number)`` is one firing, whatever happens: its keyed hash is unique, and it is claimed
by the one DELETE that finds it, in the transaction that writes what follows. A row that is gone has
happened or is over. A row that does not open holds no other up: it is put off for good and counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import bindparam, delete, func, select, update

from conversations.case_effects import DueKind, Unwake, Wake
from conversations.people import NOBODY, CaseId, PersonId
from storage.errors import Unopenable
from storage.keyring import HashKind
from storage.schema import due
from storage.sealing import Padding
from storage.transaction import Sealed, Transaction, insert_new, new_id

NEVER = 2**31 - 1
"""The minute of rows that do not open."""


@dataclass(frozen=True, slots=True)
class Firing:
    """What a due row is about."""

    kind: DueKind
    case: CaseId
    number: int
    person: PersonId = NOBODY
    """Whose opened view is emptied."""


_TAKE_BACK = delete(due).where(due.c.firing.in_(bindparam("firings", expanding=True)))
_firing = Sealed("due", "firing", TypeAdapter(Firing), Padding.SMALL)


def minute_of(at: datetime) -> int:
    """Count whole minutes since 1970; a time between two minutes waits for the later one."""
    return -int(-at.timestamp() // 60)


def wake(within: Transaction, wakes: Iterable[Wake]) -> None:
    """Write down what shall wake the office."""
    keep(within, [(Firing(one.kind, one.case, one.number), one.at) for one in wakes])


def keep(within: Transaction, firings: Iterable[tuple[Firing, datetime]]) -> None:
    """Write firings down, each once."""
    rows = []
    for firing, at in firings:
        name = new_id()
        rows.append(
            {
                "id": name,
                "minute": minute_of(at),
                "firing": _hash(within, firing),
                **_firing.seal(within, name, firing),
            }
        )
    insert_new(within, due, rows)


def unwake(within: Transaction, unwakes: Iterable[Unwake]) -> None:
    """Take back what is over."""
    take_back(within, [Firing(one.kind, one.case, one.number) for one in unwakes])


def take_back(within: Transaction, firings: Sequence[Firing]) -> None:
    """Delete firings that have not happened yet."""
    if firings:
        hashes = [_hash(within, firing) for firing in firings]
        within.connection.execute(_TAKE_BACK, {"firings": hashes})


_COUNTED_ON = frozenset({DueKind.ALARM, DueKind.WIPE})
"""What is due so many minutes after something; the rest was promised for an hour on the clock."""


def bring_forward(within: Transaction, minutes: int) -> None:
    """Have calls and the emptying of views be due sooner: the clock they count on from was set back."""
    columns = select(due.c.id, due.c.minute, due.c.rev, due.c.sealed).where(due.c.minute < NEVER)
    for row in within.connection.execute(columns).all():
        firing = _opened(within, row.id, row.rev, row.sealed)
        if firing is not None and firing.kind in _COUNTED_ON:
            sooner = update(due).where(due.c.id == row.id).values(minute=row.minute - minutes)
            within.connection.execute(sooner)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What fell due, and was claimed by nobody else."""

    firings: tuple[Firing, ...]
    damaged: int = 0
    """Rows that did not open."""


def claim(within: Transaction, now: datetime, most: int) -> Claimed:
    """Take up to ``most`` due firings, the longest due first: whoever gets one is the only one who does."""
    chosen = (
        select(due.c.id, due.c.rev, due.c.sealed)
        .where(due.c.minute <= int(now.timestamp()) // 60)
        .order_by(due.c.minute)
        .limit(most)
    )
    found = {
        row.id: _opened(within, row.id, row.rev, row.sealed) for row in within.connection.execute(chosen)
    }
    damaged = [name for name, firing in found.items() if firing is None]
    if damaged:
        within.connection.execute(update(due).where(due.c.id.in_(damaged)).values(minute=NEVER))
    claimed = delete(due).where(due.c.id.in_(found.keys() - set(damaged))).returning(due.c.id)
    names = set(within.connection.execute(claimed).scalars()) if found else set()
    firings = (firing for name, firing in found.items() if firing is not None and name in names)
    return Claimed(tuple(firings), len(damaged))


def _opened(within: Transaction, name: bytes, revision: int, sealed: bytes) -> Firing | None:
    try:
        return _firing.open(within, name, revision, sealed)
    except Unopenable:
        return None


def earliest(within: Transaction) -> int | None:
    """Tell the earliest due minute."""
    waiting = select(func.min(due.c.minute)).where(due.c.minute < NEVER)
    found: int | None = within.connection.execute(waiting).scalar_one()
    return found


def count_damaged(within: Transaction) -> int:
    """Count the rows that did not open."""
    damaged = select(func.count()).select_from(due).where(due.c.minute == NEVER)
    return within.connection.execute(damaged).scalar_one()


def _hash(within: Transaction, firing: Firing) -> bytes:
    parts = (
        firing.kind.encode(),
        bytes.fromhex(firing.case),
        firing.number.to_bytes(8, "big"),
        firing.person.encode(),
    )
    return within.keyring.keyed_hash(HashKind.FIRING, *parts)
