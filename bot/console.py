"""What an administrator does at the console, beside the running program: who belongs here, who serves when.

Law: each deed is one transaction with its audit row. The console confirms a coordinator only while there is
none: from then on two people are needed to let somebody in.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from bot.office import Office
from bot.rosters import ReadRoster, read_roster
from conversations import handover
from conversations.case_effects import Audited, AuditedAction
from conversations.duty import Roster
from conversations.effects import Effect, KeepPerson, Notice, Tell
from conversations.people import NOBODY, Person, PersonId, Role, Standing, number_of
from storage import audit, cases, departing, documents, erasure, people
from storage.erasure import LEDGER
from storage.errors import Refused
from storage.transaction import Transaction
from storage.watermark import ChainEnd
from storage.workbench import Workbench

_NO_CHAT = 0
_SHORTEST_ID = 6
T = TypeVar("T")


class ConsoleRefused(Refused):
    """What was asked for at the console cannot be done; the message says why, and what can."""


async def invite(office: Office, role: Role, name: str, place: str = "") -> str:
    """Expect somebody, and give the code of their link: 128 bits, good once, for a day.

    Raises:
        ConsoleRefused: somebody of that name is here already.

    """
    moment = office.moment()
    code = urlsafe_b64encode(office.dice.new_id()).rstrip(b"=").decode()
    invited = Person(PersonId(office.dice.new_id().hex()), role, Standing.PENDING, _NO_CHAT, name, place)

    def work(within: Transaction) -> None:
        if any(person.standing is not Standing.REVOKED for person in people.find_by_name(within, name)):
            raise ConsoleRefused(f"Sudah ada orang bernama {name}: beri nama yang berbeda.")
        people.invite(within, invited, code, moment)
        audit.write(within, [audit.Deed(moment.now, NOBODY, AuditedAction.INVITED, invited.id)])

    await office.store.write(work)
    return code


async def confirm(office: Office, name: str) -> Person:
    """Confirm the first coordinator.

    Raises:
        ConsoleRefused: nobody of that name waits, or it is a coordinator's to confirm.

    """

    def decide(bench: Workbench) -> tuple[Person, tuple[Effect, ...]]:
        person = _found(bench.hall.staff, name)
        if person.standing is not Standing.PENDING:
            raise ConsoleRefused(f"{person.name} tidak sedang menunggu: lihat `teduh people`.")
        if person.role is not Role.COORDINATOR or bench.hall.linked(Role.COORDINATOR):
            raise ConsoleRefused(
                f"{person.name} dikonfirmasi koordinator lewat bot; konsol hanya untuk koordinator pertama."
            )
        confirmed = replace(person, standing=Standing.LINKED)
        audited = Audited(NOBODY, AuditedAction.CONFIRMED, person.id)
        return confirmed, (KeepPerson(confirmed), audited, Tell(person.id, Notice.WELCOME))

    return await _carried(office, decide)


async def revoke(office: Office, name: str) -> Person:
    """Take somebody's role away; what they own is called anew in the same transaction.

    Raises:
        ConsoleRefused: nobody of that name has a role.

    """
    moment = office.moment()

    def decide(bench: Workbench) -> tuple[Person, tuple[Effect, ...]]:
        person = _found(bench.hall.staff, name)
        concerned = [
            case
            for case in bench.open_cases().values()
            if person.id in {case.course.owner, *case.course.called}
        ]
        departing.empty_phone(bench, person)
        return person, handover.revoke(person, concerned, bench.hall, moment)

    return await _carried(office, decide)


async def erase(office: Office, number: str) -> str:
    """Erase a case by the number that people say; give the number as it is written.

    Raises:
        ConsoleRefused: no case, or more than one, has that number.

    """
    wanted = number.strip().upper()
    names = await office.store.read(lambda within: cases.every_name(within.connection))
    found = [name for name in names if number_of(name) == wanted]
    if len(found) != 1:
        raise ConsoleRefused(
            f"Tidak ada satu kasus bernomor {wanted}: tulis seperti di layar petugas, misalnya 7K3-QFD."
        )
    ledger = office.settings.storage.key_file.with_name(LEDGER)
    await erasure.erase(office.store, ledger, found[0], NOBODY, office.moment())
    return wanted


async def _carried(office: Office, decide: Callable[[Workbench], tuple[T, tuple[Effect, ...]]]) -> T:
    def work(within: Transaction) -> T:
        bench = Workbench(within, office.house, office.moment())
        result, effects = decide(bench)
        bench.carry(_NO_CHAT, effects)
        bench.finish()
        return result

    return await office.store.write(work)


def _found(staff: Sequence[Person], name: str) -> Person:
    """Find one person by name, or by the beginning of their id."""
    wanted = " ".join(name.split()).casefold()
    known = [person for person in staff if person.standing is not Standing.REVOKED]
    found = [person for person in known if person.name.casefold() == wanted]
    if not found and len(wanted) >= _SHORTEST_ID:
        found = [person for person in known if person.id.startswith(wanted)]
    if len(found) > 1:
        raise ConsoleRefused(
            f"Ada {len(found)} orang bernama {name}: pakai tanda pengenal dari `teduh people`."
        )
    if not found:
        raise ConsoleRefused(f"Tidak ada orang bernama {name}: lihat `teduh people`.")
    return found[0]


async def everybody(office: Office) -> tuple[Person, ...]:
    """List who is known."""
    return await office.store.read(people.everybody)


async def roster(office: Office) -> tuple[Roster, tuple[Person, ...]]:
    """Give the weekly roster, and who is named in it."""
    return await office.store.read(lambda within: (documents.roster(within), people.everybody(within)))


async def keep_roster(office: Office, path: Path) -> ReadRoster:
    """Replace the weekly roster by what a file says.

    Raises:
        RosterRefused: with everything that is wrong; the old one stays.

    """

    def work(within: Transaction) -> ReadRoster:
        read = read_roster(path, people.everybody(within))
        documents.keep_roster(within, read.roster)
        audit.write(within, [audit.Deed(office.moment().now, NOBODY, AuditedAction.ROSTER)])
        return read

    return await office.store.write(work)


async def verify_audit(office: Office) -> ChainEnd:
    """Follow the chain of audit rows; tell where it ends.

    Raises:
        AuditBroken: a row is missing, altered or out of place.

    """
    return ChainEnd(*await office.store.survey(audit.verify))
