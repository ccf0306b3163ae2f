"""What the office sets while it runs: the roster, and the forms that earlier drafts were begun with.

Law: one row a document, replaced whole. A form is no secret: its version is a hash of what stands in it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import bindparam, select

from conversations.duty import Roster
from storage import marks
from storage.schema import documents, forms
from storage.sealing import Padding
from storage.transaction import Sealed, Transaction, revision_of, upsert


@dataclass(frozen=True, slots=True)
class Compiled:
    """Which of the kept forms came of which files, so that a start need not compile them again."""

    made_of: str
    """A hash of the files, and of what compiled them."""
    version: str
    source: str
    """A hash of the compiled form: its version alone holds too little of one to hold against somebody."""


_ONE = select(documents.c.rev, documents.c.sealed).where(documents.c.name == bindparam("document"))
_roster = Sealed("documents", "document", TypeAdapter(Roster), Padding.TEXT)
_time = Sealed("documents", "time", TypeAdapter(datetime), Padding.SMALL)
_compiled = Sealed("documents", "compiled", TypeAdapter(Compiled), Padding.TEXT)
ROSTER = "roster"
HEARTBEAT = "heartbeat"
FORM = "form"


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
    row = within.connection.execute(_ONE, {"document": name}).one_or_none()
    return (row.rev, row.sealed) if row else None


def keep_form(within: Transaction, made_of: str, version: str, source: str) -> None:
    """Keep a form for as long as drafts and cases speak of it, and what it was made of, sealed."""
    upsert(within, forms, [{"version": version, "source": source}])
    compiled = Compiled(made_of, version, _hash(source))
    upsert(within, documents, [{"name": FORM, **_compiled.seal(within, FORM.encode(), compiled)}])


def form_made_of(within: Transaction, made_of: str) -> str | None:
    """Give the compiled form that came of these files; None: it has to be compiled (anew).

    Whoever writes to the database alone cannot have other questions asked.
    """
    row = _row(within, FORM)
    compiled = _compiled.open_or_pass(within, FORM.encode(), *row) if row else None
    if compiled is None or compiled.made_of != made_of:
        return None
    found = select(forms.c.source).where(forms.c.version == compiled.version)
    source: str | None = within.connection.execute(found).scalar()
    return source if source is not None and _hash(source) == compiled.source else None


def _hash(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()


def all_forms(within: Transaction) -> dict[str, str]:
    """Give every form that was ever in use, by version."""
    return {row.version: row.source for row in within.connection.execute(select(forms))}
