"""What is done when an older database, or an older row of it, is put back.

Law: nothing is lost by it and reports are taken as before; but nobody has a role again that a newer row does
not give them. Whoever's row is older waits until a coordinator confirms them. It is written down, and said
once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from conversations import handover
from conversations.case_effects import Audited, AuditedAction
from conversations.duty import Roster
from conversations.effects import Notice, Tell
from conversations.moment import Moment
from conversations.people import NOBODY, Person, Role
from storage import audit, departing, documents, people
from storage.errors import StoreFailed
from storage.store import Store
from storage.transaction import Transaction
from storage.watermark import ChainEnd
from storage.workbench import Follow, Workbench


@dataclass(frozen=True, slots=True)
class PutBack:
    """How a database differs from the newest that was known here."""

    people: int
    """Whose rows are older ones."""
    roster: bool
    """The roster is an older one, or gone."""
    chain: bool
    """The audit chain no longer holds what it once ended with."""
    end: ChainEnd
    """Where the audit chain ends."""

    @property
    def is_anything(self) -> bool:
        """Whether something was put back."""
        return bool(self.people or self.roster or self.chain)


async def look(store: Store, moment: Moment) -> tuple[PutBack, Follow]:
    """Compare, and take the rights of older rows away; what follows is to be carried.

    Raises:
        StoreFailed: what is known cannot be written beside the draft keys.

    """
    store.marks.look()
    known = store.marks.end
    found = await store.read(lambda within: compare(within, known))
    follow, end = Follow(), found.end
    if found.is_anything:
        follow, end = await store.write(lambda within: _hold(Workbench(within, store.house, moment), known))
    store.marks.end = end
    try:
        store.marks.file()
    except OSError as failure:
        raise StoreFailed(f"The newest mark cannot be written ({type(failure).__name__}).") from None
    return found, follow


def compare(within: Transaction, known: ChainEnd) -> PutBack:
    """Tell what was put back."""
    return PutBack(
        people=len(people.put_back(within)),
        roster=documents.is_put_back(within),
        chain=not audit.goes_through(within, known),
        end=audit.end(within),
    )


def _hold(bench: Workbench, known: ChainEnd) -> tuple[Follow, ChainEnd]:
    if not audit.goes_through(bench.within, known):
        bench.carry(0, [Audited(NOBODY, AuditedAction.WENT_BACK, str(known.number))])
        bench.carry(0, _told(bench, Notice.WENT_BACK))
    if documents.is_put_back(bench.within):
        # An older one would have phones ring that should not: the coordinators are called, and know why.
        documents.keep_roster(bench.within, Roster())
        bench.carry(0, [Audited(NOBODY, AuditedAction.HELD, documents.ROSTER)])
        bench.carry(0, _told(bench, Notice.ROSTER_BACK))
    for person in people.put_back(bench.within):
        _hold_one(bench, person)
    follow = bench.finish()
    return follow, audit.end(bench.within)


def _told(bench: Workbench, notice: Notice) -> Iterator[Tell]:
    return (Tell(one.id, notice) for one in bench.hall.linked(Role.COORDINATOR))


def _hold_one(bench: Workbench, person: Person) -> None:
    if not person.is_linked:
        # It gives them nothing; written anew, it is the newest.
        people.keep(bench.within, person)
        return
    concerned = [
        case for case in bench.open_cases().values() if person.id in {case.course.owner, *case.course.called}
    ]
    departing.empty_phone(bench, person)
    bench.carry(0, handover.hold(person, concerned, bench.hall, bench.moment))
