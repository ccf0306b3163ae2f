"""What lies in the store, as only a test may look: every story, whoever may read it.

Law: nothing here changes anything.
"""

from sqlalchemy import func, select

from conversations.casework import CaseFile
from conversations.people import CaseId
from conversations.report import Story
from storage import cases, schema
from storage.transaction import CaseKeyName, Transaction


def all_cases(within: Transaction) -> dict[CaseId, CaseFile]:
    """Give every case, the closed ones too."""
    names = [CaseId(name.hex()) for name in within.connection.execute(select(schema.cases.c.id)).scalars()]
    found = cases.named(within, names)
    assert not found.damaged
    return found.cases


def story_of(within: Transaction, name: CaseId) -> Story:
    """Open a story."""
    return cases._story_of(within, bytes.fromhex(name))


def words_of(story: Story) -> str:
    """Give what a reporter wrote in their own words."""
    answer = story.draft.answers.get("story") if story.draft else None
    return answer.values[0] if answer is not None and hasattr(answer, "values") else ""


def notes_of(within: Transaction, name: CaseId) -> list[str]:
    """Open the notes of a case."""
    case, entries = bytes.fromhex(name), schema.entries.c
    wanted = select(entries.id, entries.key_no, entries.rev, entries.sealed)
    rows = within.connection.execute(wanted.where(entries.case_id == case, entries.field == "note")).all()
    keys = cases._story_keys(within, case)
    cases._keys_for(within, case, "route")
    opened = [
        cases._note.open(within, row.id, row.rev, row.sealed, keys[row.key_no], CaseKeyName(case, row.key_no))
        for row in rows
    ]
    return [note.text for note in opened]


def stories(within: Transaction) -> dict[CaseId, str]:
    """Give what was told in every case."""
    return {name: words_of(story_of(within, name)) for name in all_cases(within)}


def count_applied(within: Transaction) -> int:
    """Count the updates that were applied."""
    return within.connection.execute(select(func.count()).select_from(schema.applied)).scalar_one()


def everything_of(within: Transaction, name: CaseId) -> list[bytes]:
    """Give the wraps of a case, its sealed entries and its files' chunks, as they lie there."""
    case, keys, entries, blobs = bytes.fromhex(name), schema.case_keys.c, schema.entries.c, schema.blobs.c
    draft = story_of(within, name).draft
    files = [bytes.fromhex(file.token) for file in draft.files] if draft else []
    wanted = (
        select(keys.wrapped).where(keys.case_id == case),
        select(entries.sealed).where(entries.case_id == case),
        select(blobs.sealed).where(blobs.id.in_(files)),
    )
    return [sealed for one in wanted for sealed in within.connection.execute(one).scalars()]
