"""Reads what an office holds, in a process of its own: ``python -m tools.chaos.dump CONFIG < questions``.

Law: it opens and tells, through storage's own doors; it compares nothing. The auditor shares no code with it.
"""

import asyncio
import dataclasses
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pydantic import RootModel
from sqlalchemy import select, text

from bot.clock import Clock
from bot.office import Office, open_office
from bot.settings_file import load
from conversations.casework import CaseFile, Hall
from conversations.people import CaseId, Person, Role
from storage import batch, cases, documents, outbox, people, receipts, schema, sessions, upkeep
from storage.errors import StorageError
from storage.transaction import Transaction
from tools.chaos.kept import KEPT, QUESTIONS, Kept, KeptCase, KeptChat, Questions


async def dump(config: Path, asked: Questions) -> Kept:
    """Read everything."""
    async with open_office(load(config), Clock()) as office:
        codes = await asyncio.to_thread(_hashes, office, asked.codes)
        return await office.store.read(lambda within: _read(office, within, asked, codes))


def _hashes(office: Office, codes: tuple[str, ...]) -> dict[str, str]:
    def one(code: str) -> str:
        return receipts.receipt_hash(office.store.keyring, code.split()).hex()

    with ThreadPoolExecutor(2) as workers:
        return dict(zip(codes, workers.map(one, codes), strict=True))


def _read(office: Office, within: Transaction, asked: Questions, codes: dict[str, str]) -> Kept:
    names = [CaseId(row.id.hex()) for row in within.connection.execute(select(schema.cases.c.id))]
    found: list[KeptCase] = []
    damaged: list[str] = []
    hall = Hall(documents.roster(within), people.everybody(within))
    reader = next(one for one in hall.staff if one.role is Role.COORDINATOR)
    codes_of = _receipts(within)
    for name in names:
        try:
            found.append(_case(office, within, name, hall, reader, codes_of.get(name, ())))
        except (StorageError, KeyError):
            damaged.append(name)
    letters, damaged_letters = outbox.waiting(within)
    return Kept(
        cases=tuple(found),
        damaged=tuple(damaged),
        chats=tuple(_chats(within, asked)),
        letters=tuple(f"{one.letter.kind} {one.chat}" for one in letters),
        damaged_letters=damaged_letters,
        applied=tuple(_applied(within, asked)),
        parked=upkeep.count_parked(within),
        codes=codes,
        now=office.clock.now().timestamp() + asked.skew,
        integrity=_integrity(within),
    )


def _receipts(within: Transaction) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in within.connection.execute(select(schema.receipts.c.code, schema.receipts.c.case_id)):
        name = row.case_id.hex()
        found[name] = (*found.get(name, ()), row.code.hex())
    return found


def _case(
    office: Office, within: Transaction, name: CaseId, hall: Hall, reader: Person, codes: tuple[str, ...]
) -> KeptCase:
    moment = office.moment()
    opened = cases.open_as(within, reader, name, hall, moment.here, {})
    back = cases.way_back(within, name)
    case: CaseFile = opened.case
    course = case.course
    return KeptCase(
        id=name,
        stage=case.stage.value,
        owner=course.owner or "",
        audience=case.facts.audience.value,
        filed_at=case.facts.filed_at.timestamp(),
        told=_told(opened.story),
        way_back=back.chat or 0,
        receipts=codes,
        alarm=course.alarm,
        called=course.called,
        steps=len(course.steps),
        promised=course.follow_up.at.timestamp() if course.follow_up else 0.0,
        promise=course.follow_up.number if course.follow_up else 0,
        call_minutes=course.plan.rungs[0].minutes,
        first_minutes=course.plan.first_step_minutes,
        grace_minutes=course.plan.grace_minutes,
    )


def _told(story: object) -> str:
    if not dataclasses.is_dataclass(story):
        return ""
    return json.dumps(RootModel[object](story).model_dump(mode="json"))


def _chats(within: Transaction, asked: Questions) -> list[KeptChat]:
    known = sessions.of_chats(within, asked.chats, "id")
    return [
        KeptChat(chat, one.session.stage.kind, has_draft=one.key is not None) for chat, one in known.items()
    ]


def _applied(within: Transaction, asked: Questions) -> list[int]:
    remembered = set(within.connection.execute(select(schema.applied.c.update_hash)).scalars())
    return [number for number in asked.updates if batch.update_hash(within, number) in remembered]


def _integrity(within: Transaction) -> str:
    if within.connection.dialect.name != "sqlite":
        return "ok"
    check: str = within.connection.execute(text("PRAGMA integrity_check")).scalar_one()
    broken = within.connection.execute(text("PRAGMA foreign_key_check")).all()
    return check if not broken else f"{len(broken)} rows refer to nothing"


def main() -> None:
    """Read questions, write what is kept."""
    asked = QUESTIONS.validate_json(sys.stdin.buffer.read())
    kept = asyncio.run(dump(Path(sys.argv[1]), asked))
    sys.stdout.buffer.write(KEPT.dump_json(kept))


if __name__ == "__main__":
    main()
