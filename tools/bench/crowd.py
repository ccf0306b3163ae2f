"""Fills an office: drafts, open cases, a million closed ones, a hundred thousand pending reminders.

Law: what the program opens is sealed by the program itself. Closed cases and pending times that nothing
opens are random bytes written straight into the file, shorter than real ones: they only stand in the way.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.office import Office
from conversations.effects import FileReport
from conversations.form import filling
from conversations.report import Draft, Report
from conversations.sessions import Filling, Session
from storage import sessions, trails
from storage.sessions import Known
from storage.trails import Footprint, Trail
from storage.transaction import Transaction, new_revision
from storage.workbench import Workbench

FIRST_DRAFT, FIRST_REPORTER = 2_000_000, 3_000_000
A_PORTION = 500
_CASES = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
    " INSERT INTO cases SELECT randomblob(16), 'closed', NULL, 'office',"
    " 739000 + abs(random()) % 700, randomblob(32) FROM n ORDER BY 1"
)
_KEYS = (
    "INSERT INTO case_keys SELECT id, 1, randomblob(8), 'facts', randomblob(80) FROM cases"
    " WHERE stage = 'closed' ORDER BY id"
)
_ENTRIES = (
    "INSERT INTO entries SELECT randomblob(16), id, 1, ?, abs(random()), randomblob(64) FROM cases"
    " WHERE stage = 'closed' ORDER BY 1"
)
_DUE = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
    " INSERT INTO due SELECT randomblob(16), ? + abs(random()) % 100000, randomblob(32),"
    " abs(random()), randomblob(64) FROM n ORDER BY 1"
)


async def open_drafts(office: Office, many: int) -> None:
    """Have people in the middle of the form, ten questions answered."""
    form, moment = office.house.form, office.moment()
    draft = Draft(form.version, filling.begin(form, {"phone_shared": "tidak"}), visited=5)
    stage = Filling(draft, form.questions[5].name)
    minute = int(moment.now.timestamp()) // 60

    def work(within: Transaction, first: int) -> None:
        chats = range(first, min(first + A_PORTION, FIRST_DRAFT + many))
        known = {chat: Known(Session(new_revision(), "id", stage)) for chat in chats}
        sessions.keep(within, known, minute, moment.today.toordinal())
        trails.keep(within, [Trail(chat, Footprint(1, minute)) for chat in chats])

    for first in range(FIRST_DRAFT, FIRST_DRAFT + many, A_PORTION):
        await office.store.write(partial(work, first=first))


async def file_reports(office: Office, many: int) -> None:
    """Have people ask for a call: open cases, with their alerts and reminders."""

    def work(within: Transaction) -> None:
        moment = office.moment()
        bench = Workbench(within, office.house, moment)
        chats = range(FIRST_REPORTER, FIRST_REPORTER + many)
        bench.gather(chats)
        receipt = moment.chance.receipt()
        for chat in chats:
            unique = type(receipt)(receipt.words, new_revision().to_bytes(32, "big"))
            report = Report("id", unique, moment.now, None, {}, kind="callback")
            bench.carry(chat, (FileReport(report),))
        bench.finish()

    await office.store.write(work)


def close_cases(path: Path, many: int) -> None:
    """Write closed cases: all that a look-up has to pass by."""
    with _filling(path, "cases", "entries") as file:
        file.execute(_CASES, (many,))
        file.execute(_KEYS)
        for name in ("facts", "course"):
            file.execute(_ENTRIES, (name,))


def wait_for_later(path: Path, many: int) -> None:
    """Write reminders that are due in a day or much later."""
    with _filling(path, "due") as file:
        file.execute(_DUE, (many, int(datetime.now(UTC).timestamp()) // 60 + 24 * 60))


@contextmanager
def _filling(path: Path, *tables: str) -> Iterator[sqlite3.Connection]:
    """Open the file for a great many rows: its indexes are built once, at the end."""
    file = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=DELETE", "journal_mode=OFF", "synchronous=OFF", "cache_size=-400000"):
        file.execute(f"PRAGMA {pragma}")
    listed = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?"
    indexes = [row for table in tables for row in file.execute(listed, (table,)).fetchall()]
    for name, _ in indexes:
        file.execute(f"DROP INDEX {name}")
    file.execute("BEGIN")
    yield file
    for _, statement in indexes:
        file.execute(statement)
    file.execute("COMMIT")
    file.close()
