"""Who is known: officers, coordinators, officials, and who was invited.

Law: what somebody may do is read from the sealed value alone; the clear role and state beside it only let an
administrator's list be short. An invitation is found by a keyed hash of its code and is good for one account.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Select, bindparam, delete, select

from conversations.moment import Moment
from conversations.people import Person, PersonId
from storage import marks
from storage.keyring import HashKind
from storage.schema import invitations, people
from storage.sealing import Padding
from storage.transaction import Sealed, Transaction, Value, insert_new, revision_of, upsert

INVITATION_HOURS = 24
_person = Sealed("people", "person", TypeAdapter(Person), Padding.FACTS)
_ALL = select(people.c.id, people.c.rev, people.c.sealed)
_OF_CHATS = _ALL.where(people.c.chat.in_(bindparam("chats", expanding=True)))


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody who is expected, under a code."""

    person: Person
    until: datetime


_invitation = Sealed("invitations", "invitation", TypeAdapter(Invitation), Padding.FACTS)


def everybody(within: Transaction) -> tuple[Person, ...]:
    """List everybody who was ever linked or asked to be."""
    return tuple(sorted(_opened(within, _ALL), key=lambda person: (person.role, person.name)))


def of_chats(within: Transaction, chats: Iterable[int]) -> dict[int, Person]:
    """Find who is known by these chats."""
    found = _opened(within, _OF_CHATS, {"chats": [within.chat_hash(chat) for chat in chats]})
    return {person.chat: person for person in found}


def _opened(
    within: Transaction, wanted: Select[tuple[bytes, int, bytes]], values: dict[str, object] | None = None
) -> list[Person]:
    """Open who is wanted; somebody whose row does not open, or is an older one, is nobody.

    They stop no report.
    """
    rows = within.connection.execute(wanted, values or {})
    found = (_believed(within, row.id, row.rev, row.sealed) for row in rows)
    return [person for person in found if person is not None]


def _believed(within: Transaction, name: bytes, revision: int, sealed: bytes) -> Person | None:
    if not marks.is_newest(within, name.hex(), revision):
        within.passed_over += 1
        return None
    return _person.open_or_pass(within, name, revision, sealed)


def revisions(within: Transaction) -> dict[str, int]:
    """Give the revision of everybody's row as it stands."""
    return {row.id.hex(): row.rev for row in within.connection.execute(_ALL)}


def put_back(within: Transaction) -> tuple[Person, ...]:
    """List people whose rows are not the newest: nobody, until they are confirmed anew."""
    rows = within.connection.execute(_ALL).all()
    older = (row for row in rows if not marks.is_newest(within, row.id.hex(), row.rev))
    found = (_person.open_or_pass(within, row.id, row.rev, row.sealed) for row in older)
    return tuple(person for person in found if person is not None)


def find(within: Transaction, name: PersonId) -> Person | None:
    """Find somebody by id."""
    row = within.connection.execute(_ALL.where(people.c.id == bytes.fromhex(name))).one_or_none()
    return _believed(within, *row) if row else None


def find_by_name(within: Transaction, name: str) -> tuple[Person, ...]:
    """Find everybody of that name, as an administrator writes it."""
    wanted = name.strip().casefold()
    return tuple(person for person in everybody(within) if person.name.casefold() == wanted)


def keep(within: Transaction, *persons: Person) -> None:
    """Write people down as they are now; an account is one person for good."""
    rows = [_row(within, person) for person in persons]
    upsert(within, people, rows)
    if rows:
        marks.move(within, {one.id: revision_of(row) for one, row in zip(persons, rows, strict=True)})


def _row(within: Transaction, person: Person) -> Mapping[str, Value]:
    name = bytes.fromhex(person.id)
    return {
        "id": name,
        "chat": within.chat_hash(person.chat),
        "role": person.role.value,
        "state": person.standing.value,
        **_person.seal(within, name, person),
    }


def invite(within: Transaction, person: Person, code: str, moment: Moment) -> None:
    """Expect somebody who will open a link with this code, within a day."""
    name = _code_hash(within, code)
    invited = Invitation(person, moment.now + timedelta(hours=INVITATION_HOURS))
    insert_new(
        within,
        invitations,
        [{"code": name, "day": moment.today.toordinal(), **_invitation.seal(within, name, invited)}],
    )


def invited(within: Transaction, code: str, moment: Moment) -> Person | None:
    """Tell whom a code is for; an unknown, spent and expired one are the same None."""
    name = _code_hash(within, code)
    found = select(invitations.c.code, invitations.c.rev, invitations.c.sealed).where(
        invitations.c.code == name
    )
    row = within.connection.execute(found).one_or_none()
    if row is None:
        return None
    invitation = _invitation.open(within, *row)
    return invitation.person if moment.now < invitation.until else None


def spend(within: Transaction, code: str) -> bool:
    """Use an invitation up; False: somebody else did in the meantime."""
    gone = within.connection.execute(
        delete(invitations).where(invitations.c.code == _code_hash(within, code))
    )
    return gone.rowcount == 1


def forget_invitations(within: Transaction, before_day: int) -> None:
    """Delete invitations of earlier days: they expired."""
    within.connection.execute(delete(invitations).where(invitations.c.day < before_day))


def _code_hash(within: Transaction, code: str) -> bytes:
    return within.keyring.keyed_hash(HashKind.INVITATION, code.encode())
