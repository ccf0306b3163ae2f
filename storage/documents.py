"""What the office sets while it runs: the roster, and the forms that earlier drafts were begun with.

Law: one row a document, replaced whole. A form is no secret: its version is a hash of what stands in it.
"""

from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import select

from conversations.duty import Roster
from storage import marks
from storage.schema import documents, forms
from storage.sealing import Padding
from storage.transaction import Sealed, Transaction, insert_new, revision_of, upsert

_roster = Sealed("documents", "document", TypeAdapter(Roster), Padding.TEXT)
_time = Sealed("documents", "time", TypeAdapter(datetime), Padding.SMALL)
ROSTER = "roster"
HEARTBEAT = "heartbeat"


def roster(within: Transaction) -> Roster:
    """Give the weekly plan; empty where none was made, or where it does not open or is an older one."""
    row = _row(within, ROSTER)
    if row is None:
        return Roster()
    if not marks.is_newest(within, ROSTER, row[0]):
        within.passed_over += 1
        return Roster()
    return _roster.open_or_pass(within, ROSTER.encode(), *row) or Roster()


def keep_roster(within: Transaction, plan: Roster) -> None:
    """Replace the weekly plan."""
    row = {"name": ROSTER, **_roster.seal(within, ROSTER.encode(), plan)}
    upsert(within, documents, [row])
    marks.move(within, {ROSTER: revision_of(row)})


def is_put_back(within: Transaction) -> bool:
    """Whether the weekly plan is an older one, or gone."""
    row = _row(within, ROSTER)
    known = marks.read(within).rows.get(ROSTER)
    return known != (row[0] if row else None)


def revisions(within: Transaction) -> dict[str, int]:
    """Give the revision of the weekly plan as it stands, if there is one."""
    row = _row(within, ROSTER)
    return {ROSTER: row[0]} if row else {}


def last_seen(within: Transaction) -> datetime | None:
    """Tell when the program last wrote that it was running; None: never, or it does not open."""
    row = _row(within, HEARTBEAT)
    return _time.open_or_pass(within, HEARTBEAT.encode(), *row) if row else None


def keep_seen(within: Transaction, now: datetime) -> None:
    """Write down that the program runs."""
    upsert(within, documents, [{"name": HEARTBEAT, **_time.seal(within, HEARTBEAT.encode(), now)}])


def _row(within: Transaction, name: str) -> tuple[int, bytes] | None:
    found = select(documents.c.rev, documents.c.sealed).where(documents.c.name == name)
    row = within.connection.execute(found).one_or_none()
    return (row.rev, row.sealed) if row else None


def keep_form(within: Transaction, version: str, source: str) -> None:
    """Keep a form for as long as drafts and cases speak of it."""
    insert_new(within, forms, [{"version": version, "source": source}])


def all_forms(within: Transaction) -> dict[str, str]:
    """Give every form that was ever in use, by version."""
    return {row.version: row.source for row in within.connection.execute(select(forms))}
