"""How a case is erased: its keys first, then everything that hangs on it, and it stays gone after a restore.

Law: nobody reads "erased" before the wraps are gone from the file and from the write-ahead log. The ledger
of erased ids lies outside the database: whoever restores an older backup erases these again before anything
else.
"""

from pathlib import Path

from conversations.case_effects import AuditedAction, DueKind
from conversations.moment import Moment
from conversations.people import NOBODY, CaseId, PersonId
from storage import audit, blobs, cards, cases, due, news
from storage.cards import CardKind, CardName
from storage.errors import Locked
from storage.letters import RemoveLetter
from storage.private_files import replace_private
from storage.store import Store
from storage.transaction import Transaction
from storage.workbench import Workbench

LEDGER = "erased.ids"


async def erase(store: Store, ledger: Path, name: CaseId, by: PersonId, moment: Moment) -> bool:
    """Erase a case; False: there is no such case.

    The ledger is written first: a case that is in the ledger and still in the database is erased by the
    next try.
    """
    replace_private(ledger, "".join(f"{one}\n" for one in (*erased(ledger), name)).encode())
    found = await store.write(lambda within: _erase(Workbench(within, store.house, moment), name, by))
    await store.database.checkpoint()
    return found


async def replay(store: Store, ledger: Path, moment: Moment) -> int:
    """Erase again what an older backup has brought back; give how many cases that were."""
    listed = erased(ledger)
    returned = (await store.read(lambda within: cases.named(within, listed))).cases

    def work(within: Transaction) -> None:
        for name in returned:
            _erase(Workbench(within, store.house, moment), name, NOBODY)

    if returned:
        await store.write(work)
        await store.database.checkpoint()
    return len(returned)


def erased(ledger: Path) -> tuple[CaseId, ...]:
    """List what was ever erased."""
    if not ledger.exists():
        return ()
    return tuple(CaseId(line) for line in ledger.read_text(encoding="ascii").split())


def _erase(bench: Workbench, name: CaseId, by: PersonId) -> bool:
    case = bench.find_cases([name]).get(name)
    if case is None:
        return False
    within = bench.within
    blobs.drop(within, _files(within, name))
    news.take_away(bench, case)
    cases.delete_rows(within, name)
    promised = case.course.follow_up.number if case.course.follow_up else 0
    numbers = range(1, max(case.course.alarm, promised, len(case.course.words)) + 1)
    due.take_back(within, [due.Firing(kind, name, number) for kind in DueKind for number in numbers])
    _take_off_phones(bench, name)
    audit.write(within, [audit.Deed(bench.moment.now, by, AuditedAction.ERASED, name)])
    bench.finish()
    return True


def _take_off_phones(bench: Workbench, name: CaseId) -> None:
    """Delete every card and every opened view of the case, whoever has one."""
    names = [CardName(person.id, name, kind) for person in bench.hall.staff for kind in CardKind]
    for one in names:
        shown = cards.find(bench.within, one)
        if shown is not None:
            bench.send_to(one.person, RemoveLetter((shown.message,)))
    cards.forget(bench.within, names)


def _files(within: Transaction, name: CaseId) -> tuple[str, ...]:
    try:
        return cases.files_of(within, name)
    except Locked:
        # Without its story nobody can open a file of the case: its key lies there.
        return ()
