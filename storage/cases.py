"""The cases: filed once, opened through one door.

Law: taking in needs no private half. Lists and statistics open facts and the course, never a story. A story
is opened by ``open_as`` alone, for somebody who may, and whoever calls it writes the audit row in the same
transaction.

A case has a key of its own for its facts and its course (the program opens them itself), one for the story
(the office's or the head's private half opens it), one for the way back, and a new one for every later
thing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, Select, bindparam, delete, func, select

from conversations.case_views import Note, Opened
from conversations.casework import Audience, CaseFile, CaseStage, Course, Facts, Hall, may_open
from conversations.filing import Filed, Route
from conversations.form.model import Form
from conversations.people import CaseId, Person, PersonId
from conversations.report import Story
from storage.errors import Locked, NotAllowed, Unopenable
from storage.keyring import HashKind, recipient_of
from storage.office_key import Purpose
from storage.schema import case_keys, cases, entries, receipts
from storage.sealing import Padding, Place, SymmetricKey
from storage.transaction import CaseKeyName, Sealed, Transaction, Value, upsert

FACTS_KEY, STORY_KEY, ROUTE_KEY, FIRST_LATER_KEY = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class WayBack:
    """The way back to a reporter; empty where they allowed none, so that every case looks alike."""

    chat: int | None = field(default=None, repr=False)
    language: str = ""
    agreed: Route | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class KeptNote:
    """An officer's note as it is sealed."""

    by: PersonId
    at: datetime
    text: str = field(repr=False)


_facts = Sealed("entries", "facts", TypeAdapter(Facts), Padding.FACTS)
_course = Sealed("entries", "course", TypeAdapter(Course), Padding.TEXT)
_story = Sealed("entries", "story", TypeAdapter(Story), Padding.STORY)
_way_back = Sealed("entries", "route", TypeAdapter(WayBack), Padding.SMALL)
_note = Sealed("entries", "note", TypeAdapter(KeptNote), Padding.TEXT)


# Keeping ------------------------------------------------------------------------------------------------
# ---------


def file(within: Transaction, filed: Filed, receipt: bytes, chat: int) -> None:
    """Seal a report that was just sent, and keep the hash of its receipt."""
    case = filed.case
    name = bytes.fromhex(case.id)
    keys = {number: SymmetricKey.new() for number in (FACTS_KEY, STORY_KEY, ROUTE_KEY)}
    wraps = [
        _wrap(within, name, FACTS_KEY, "facts", keys[FACTS_KEY], None),
        _wrap(within, name, STORY_KEY, "story", keys[STORY_KEY], _purpose(case)),
        _wrap(within, name, ROUTE_KEY, "route", keys[ROUTE_KEY], None),
    ]
    back = WayBack(chat, filed.story.language, filed.route) if filed.route else WayBack()
    owners = {number: CaseKeyName(name, number) for number in keys}
    facts = _facts.seal(within, name, case.facts, keys[FACTS_KEY], owners[FACTS_KEY])
    story = _story.seal(within, name, filed.story, keys[STORY_KEY], owners[STORY_KEY])
    route = _way_back.seal(within, name, back, keys[ROUTE_KEY], owners[ROUTE_KEY])
    course = _course.seal(within, name, case.course, keys[FACTS_KEY], owners[FACTS_KEY])
    _keep_row(within, case, course)
    upsert(within, case_keys, wraps)
    rows = [
        _entry(within, case, "facts", FACTS_KEY, facts),
        _entry(within, case, "story", STORY_KEY, story),
        _entry(within, case, "route", ROUTE_KEY, route),
        _entry(within, case, "course", FACTS_KEY, course),
    ]
    upsert(within, entries, rows)
    upsert(within, receipts, [_receipt_row(within, receipt, name)])


def keep(within: Transaction, changed: Iterable[CaseFile]) -> None:
    """Write down how cases are going now."""
    by_id = {case.id: case for case in changed}
    keys = _facts_keys(within, by_id)
    for name, case in by_id.items():
        _keep_course(within, case, keys[name])


def keep_note(
    within: Transaction, case: CaseFile, note: str, kept: KeptNote, *, to_reporter: bool = False
) -> None:
    """Seal a note under a key of its own: writing one needs no private half.

    The program opens the key of what goes to the reporter itself. So that nobody sees which notes those are,
    every other note has such a wrap too, of a key to nothing.
    """
    name = bytes.fromhex(case.id)
    highest = select(func.max(case_keys.c.key_no)).where(case_keys.c.case_id == name)
    number = max(within.connection.execute(highest).scalar_one() + 1, FIRST_LATER_KEY)
    key = SymmetricKey.new()
    ours = key if to_reporter else SymmetricKey.new()
    wraps = [
        _wrap(within, name, number, "story", key, _purpose(case)),
        _wrap(within, name, number, "route", ours, None),
    ]
    upsert(within, case_keys, wraps)
    note_id = bytes.fromhex(note)
    sealed = _note.seal(within, note_id, kept, key, CaseKeyName(name, number))
    upsert(within, entries, [{"id": note_id, "case_id": name, "key_no": number, "field": "note", **sealed}])


def _purpose(case: CaseFile) -> Purpose:
    return Purpose.HEAD if case.facts.audience is Audience.HEAD else Purpose.OFFICE


def _wrap(
    within: Transaction, case: bytes, number: int, purpose: str, key: SymmetricKey, public: Purpose | None
) -> dict[str, Value]:
    place = _wrap_place(within, case, number, purpose)
    wrapped = (
        within.keyring.wrap_running(key, place)
        if public is None
        else within.keyring.wrap_for(public, key, place)
    )
    return {
        "case_id": case,
        "key_no": number,
        "recipient": recipient_of(wrapped),
        "purpose": purpose,
        "wrapped": wrapped,
    }


def _wrap_place(within: Transaction, case: bytes, number: int, purpose: str) -> Place:
    return Place(within.keyring.office, "case_keys", case, purpose, case, number)


def _entry(
    within: Transaction, case: CaseFile, name: str, key_no: int, sealed: dict[str, Value]
) -> dict[str, Value]:
    owner = bytes.fromhex(case.id)
    return {"id": _entry_id(within, owner, name), "case_id": owner, "key_no": key_no, "field": name, **sealed}


def _entry_id(within: Transaction, case: bytes, name: str) -> bytes:
    """Give the id of the one entry of its kind: it looks random, and a change finds it without a search."""
    return within.keyring.keyed_hash(HashKind.ROW, b"entries", case, name.encode())[:16]


def _keep_course(within: Transaction, case: CaseFile, key: SymmetricKey) -> None:
    name = bytes.fromhex(case.id)
    sealed = _course.seal(within, name, case.course, key, CaseKeyName(name, FACTS_KEY))
    _keep_row(within, case, sealed)
    upsert(within, entries, [_entry(within, case, "course", FACTS_KEY, sealed)])


def _keep_row(within: Transaction, case: CaseFile, course: dict[str, Value]) -> None:
    """Write the clear columns; their tag names the course's revision: no older course can be put back."""
    revision = course["rev"]
    assert isinstance(revision, int)
    owner = bytes.fromhex(case.course.owner) if case.course.owner else None
    row: dict[str, Value] = {
        "id": bytes.fromhex(case.id),
        "stage": case.stage.value,
        "owner": owner,
        "audience": case.facts.audience.value,
        "day": case.facts.filed_at.date().toordinal(),
    }
    upsert(within, cases, [{**row, "tag": _tag(within, row, revision)}])


def _tag(within: Transaction, row: dict[str, Value], revision: int) -> bytes:
    case = row["id"]
    assert isinstance(case, bytes)
    columns = [value if isinstance(value, bytes) else str(value or "").encode() for value in row.values()]
    return within.keyring.tag(within.place("cases", case, "columns", revision), *columns)


# Facts and course
# ------------------------------------------------------------------------------------------------

_FACTS = (
    select(
        cases.c.id,
        cases.c.stage,
        cases.c.owner,
        cases.c.audience,
        cases.c.day,
        cases.c.tag,
        case_keys.c.wrapped,
        entries.c.field,
        entries.c.rev,
        entries.c.sealed,
    )
    .join(case_keys, (case_keys.c.case_id == cases.c.id) & (case_keys.c.key_no == FACTS_KEY))
    .join(entries, (entries.c.case_id == cases.c.id) & (entries.c.key_no == FACTS_KEY))
)
_NAMED = _FACTS.where(cases.c.id.in_(bindparam("names", expanding=True)))
_OPEN = _FACTS.where(cases.c.stage.in_([stage.value for stage in CaseStage if stage is not CaseStage.CLOSED]))
"""Named one by one: "anything but closed" would have every case ever filed looked at."""
_OWNED = _FACTS.where(cases.c.owner == bindparam("owner"), cases.c.stage == CaseStage.ACCEPTED.value)
FactsTuple = tuple[bytes, str, bytes | None, str, int, bytes, bytes, str, int, bytes]
FactsRow = Row[FactsTuple]


@dataclass(frozen=True, slots=True)
class Found:
    """Cases that were looked for: those that open, and those that something happened to."""

    cases: dict[CaseId, CaseFile]
    damaged: frozenset[CaseId] = frozenset()


def named(within: Transaction, names: Iterable[CaseId]) -> Found:
    """Find cases by id; what does not exist (any more) is left out."""
    wanted = [bytes.fromhex(name) for name in names]
    return _gathered(within, _NAMED, {"names": wanted}) if wanted else Found({})


def all_open(within: Transaction) -> Found:
    """List every case that is not closed."""
    return _gathered(within, _OPEN, {})


def owned(within: Transaction, person: PersonId) -> Found:
    """List the cases that somebody works on."""
    return _gathered(within, _OWNED, {"owner": bytes.fromhex(person)})


def _gathered(within: Transaction, statement: Select[FactsTuple], values: dict[str, object]) -> Found:
    parts: dict[bytes, dict[str, FactsRow]] = {}
    for row in within.connection.execute(statement, values):
        parts.setdefault(row.id, {})[row.field] = row
    found: dict[CaseId, CaseFile] = {}
    damaged: set[CaseId] = set()
    for name, rows in parts.items():
        try:
            found[CaseId(name.hex())] = _case_of(within, name, rows)
        except Unopenable:
            # One damaged case must not hide the others.
            damaged.add(CaseId(name.hex()))
    return Found(found, frozenset(damaged))


def _case_of(within: Transaction, name: bytes, rows: dict[str, FactsRow]) -> CaseFile:
    if not {"facts", "course"} <= rows.keys():
        raise Unopenable("A case lost its facts or its course.")
    facts_row, course_row = rows["facts"], rows["course"]
    clear = {column: getattr(course_row, column) for column in ("id", "stage", "owner", "audience", "day")}
    if _tag(within, clear, course_row.rev) != course_row.tag:
        raise Unopenable("The clear columns of a case were changed.")
    key = within.keyring.unwrap(course_row.wrapped, _wrap_place(within, name, FACTS_KEY, "facts"))
    owner = CaseKeyName(name, FACTS_KEY)
    facts = _facts.open(within, name, facts_row.rev, facts_row.sealed, key, owner)
    course = _course.open(within, name, course_row.rev, course_row.sealed, key, owner)
    return CaseFile(CaseId(name.hex()), facts, course)


def _facts_keys(within: Transaction, names: Iterable[CaseId]) -> dict[CaseId, SymmetricKey]:
    wanted = [bytes.fromhex(name) for name in names]
    found = select(case_keys.c.case_id, case_keys.c.wrapped).where(
        case_keys.c.case_id.in_(wanted), case_keys.c.key_no == FACTS_KEY
    )
    return {
        CaseId(row.case_id.hex()): within.keyring.unwrap(
            row.wrapped, _wrap_place(within, row.case_id, FACTS_KEY, "facts")
        )
        for row in within.connection.execute(found)
    }


# The door to a story
# ---------------------------------------------------------------------------------------------


def open_as(
    within: Transaction, reader: Person, name: CaseId, hall: Hall, here: datetime, forms: dict[str, Form]
) -> Opened:
    """Open a case for one reader; ``story`` is None while the private half is locked.

    Raises:
        NotAllowed: this person may not read this case, or there is no such case. The two are not told apart.
        Unopenable: something happened to its story or to a note.

    """
    case = named(within, [name]).cases.get(name)
    if case is None or not may_open(case, reader, hall, here):
        raise NotAllowed("This person may not open this case.")
    try:
        story, notes = _story_of(within, bytes.fromhex(case.id)), _notes_of(within, case, hall)
    except Locked:
        return Opened(case, reader, None, None)
    form = forms.get(story.draft.form_version) if story.draft else None
    return Opened(case, reader, story, form, hall.person(case.facts.by_official), notes)


def _story_of(within: Transaction, name: bytes) -> Story:
    row = within.connection.execute(
        select(entries.c.rev, entries.c.sealed).where(entries.c.id == _entry_id(within, name, "story"))
    ).one_or_none()
    key = _story_keys(within, name).get(STORY_KEY)
    if row is None or key is None:
        raise Unopenable("A case lost its story, or the key to it.")
    return _story.open(within, name, row.rev, row.sealed, key, CaseKeyName(name, STORY_KEY))


def is_damaged(within: Transaction, case: CaseFile, hall: Hall) -> bool:
    """Whether the story of a case, or a note on it, does not open though the key to it is here."""
    try:
        _story_of(within, bytes.fromhex(case.id))
        _notes_of(within, case, hall)
    except Locked:
        return False
    except Unopenable:
        return True
    return False


def files_of(within: Transaction, name: CaseId) -> tuple[str, ...]:
    """List the files of a case by their tokens, for their erasure alone.

    Raises:
        Locked: the private half that would open the story is not here.

    """
    story = _story_of(within, bytes.fromhex(name))
    return tuple(file.token for file in story.draft.files) if story.draft else ()


def _notes_of(within: Transaction, case: CaseFile, hall: Hall) -> tuple[Note, ...]:
    name = bytes.fromhex(case.id)
    rows = within.connection.execute(
        select(entries.c.id, entries.c.key_no, entries.c.rev, entries.c.sealed).where(
            entries.c.case_id == name, entries.c.field == "note"
        )
    ).all()
    keys = _story_keys(within, name) if rows else {}
    # Nothing is read with these here; but one that was changed must not pass unnoticed until it is needed.
    _keys_for(within, name, "route")
    words = {word.id: word.state for word in case.course.words}
    found: list[Note] = []
    for row in rows:
        key = keys.get(row.key_no)
        if key is None:
            raise Unopenable("A note lost its key.")
        kept = _note.open(within, row.id, row.rev, row.sealed, key, CaseKeyName(name, row.key_no))
        author = hall.person(kept.by)
        name_of_author = author.name if author else "—"
        found.append(Note(name_of_author, kept.at, kept.text, words.get(row.id.hex())))
    return tuple(sorted(found, key=lambda note: note.at))


def _story_keys(within: Transaction, case: bytes) -> dict[int, SymmetricKey]:
    return _keys_for(within, case, "story")


def _keys_for(within: Transaction, case: bytes, purpose: str) -> dict[int, SymmetricKey]:
    found = select(case_keys.c.key_no, case_keys.c.wrapped).where(
        case_keys.c.case_id == case, case_keys.c.purpose == purpose
    )
    return {
        row.key_no: within.keyring.unwrap(row.wrapped, _wrap_place(within, case, row.key_no, purpose))
        for row in within.connection.execute(found)
    }


def way_back(within: Transaction, name: CaseId) -> WayBack:
    """Give the way back to a reporter."""
    case = bytes.fromhex(name)
    row = within.connection.execute(
        select(entries.c.rev, entries.c.sealed, case_keys.c.wrapped)
        .join(
            case_keys, (case_keys.c.case_id == entries.c.case_id) & (case_keys.c.key_no == entries.c.key_no)
        )
        .where(entries.c.id == _entry_id(within, case, "route"))
    ).one()
    key = within.keyring.unwrap(row.wrapped, _wrap_place(within, case, ROUTE_KEY, "route"))
    return _way_back.open(within, case, row.rev, row.sealed, key, CaseKeyName(case, ROUTE_KEY))


def text_for_reporter(within: Transaction, name: CaseId, note: str) -> str:
    """Open what an officer wrote to the reporter: the one note that needs no private half.

    Raises:
        Unopenable: it is gone, damaged, or no such note.

    """
    case, note_id = bytes.fromhex(name), bytes.fromhex(note)
    row = within.connection.execute(
        select(entries.c.key_no, entries.c.rev, entries.c.sealed, case_keys.c.wrapped)
        .join(
            case_keys, (case_keys.c.case_id == entries.c.case_id) & (case_keys.c.key_no == entries.c.key_no)
        )
        .where(entries.c.id == note_id, entries.c.case_id == case, case_keys.c.purpose == "route")
    ).one_or_none()
    if row is None:
        raise Unopenable("What was written to a reporter is gone.")
    key = within.keyring.unwrap(row.wrapped, _wrap_place(within, case, row.key_no, "route"))
    return _note.open(within, note_id, row.rev, row.sealed, key, CaseKeyName(case, row.key_no)).text


def of_receipt(within: Transaction, hashed: bytes) -> CaseId | None:
    """Find the case of a receipt code by its hash.

    Raises:
        Unopenable: the receipt was pointed at another case.

    """
    found = select(receipts.c.case_id, receipts.c.tag).where(receipts.c.code == hashed)
    row = within.connection.execute(found).one_or_none()
    if row is None:
        return None
    within.keyring.check_tag(row.tag, _receipt_place(within, hashed), row.case_id)
    return CaseId(row.case_id.hex())


def vouch_for_receipts(within: Transaction) -> None:
    """Write the tags of receipts that an earlier version kept without: as they stand, at its upgrade."""
    kept = within.connection.execute(select(receipts.c.code, receipts.c.case_id)).all()
    upsert(within, receipts, [_receipt_row(within, code, case) for code, case in kept])


def _receipt_row(within: Transaction, code: bytes, case: bytes) -> dict[str, Value]:
    tag = within.keyring.tag(_receipt_place(within, code), case)
    return {"code": code, "case_id": case, "tag": tag}


def _receipt_place(within: Transaction, code: bytes) -> Place:
    return within.place("receipts", code, "case_id")


def every_name(connection: Connection) -> tuple[CaseId, ...]:
    """List all cases by id."""
    return tuple(CaseId(name.hex()) for name in connection.execute(select(cases.c.id)).scalars())


def count(connection: Connection) -> int:
    """Count all cases."""
    return connection.execute(select(func.count()).select_from(cases)).scalar_one()


def delete_rows(within: Transaction, name: CaseId) -> None:
    """Delete a case's keys first of all, then everything that hangs on it."""
    case = bytes.fromhex(name)
    for table in (case_keys, entries, receipts):
        within.connection.execute(delete(table).where(table.c.case_id == case))
    within.connection.execute(delete(cases).where(cases.c.id == case))
