"""What an opened case shows: facts, story, notes and files, each under the secrecy notice.

Law: these screens exist only between the door that opened a case and the message that is wiped some minutes
later (UU 21/2007 art. 24: disclosing a victim's or witness's identity is a crime; the notice is on every
view). What an officer needs in the first seconds of a night stands first: is somebody in danger, how may
whom be reached.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from conversations.casework import CaseFile, WordState
from conversations.desk_screens import moment_text
from conversations.effects import CasePart
from conversations.filing import FACT_NAMES
from conversations.form import filling
from conversations.form.filling import Answer, Answers, Given
from conversations.form.model import Form, Question, QuestionKind
from conversations.people import Person, number_of
from conversations.report import DraftFile, Story
from conversations.screen import Button, FileShown, Line, Part, Plain, Quoted, Rows, Screen, paired

URGENT = ("danger_now", "hurt", "still_going_on", "work_safe", "work_leaving", "person_knows")
"""The form's questions that tell how it stands now; a form need not ask them all."""
REACH = ("contact_way", "contact_hours", "contact_say")
TYPED = ("contact_phone", "contact_word")
"""What a reporter typed so that they can be reached."""
STORY_PAGE = 2800
"""Characters: a page and its frame stay below Telegram's 4096."""


@dataclass(frozen=True, slots=True)
class Note:
    """An officer's note, opened."""

    by: str = field(repr=False)
    at: datetime
    text: str = field(repr=False)
    word: WordState | None = None
    """How far it has come, where it was written to the reporter."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case whose seal was broken for one reader."""

    case: CaseFile
    reader: Person
    story: Story | None = field(repr=False)
    """None: closed to the reader (the office's key is locked)."""
    form: Form | None = field(repr=False)
    official: Person | None = None
    notes: tuple[Note, ...] = field(default=(), repr=False)


def screen(opened: Opened, part: CasePart, number: int) -> Screen:
    """Draw one part of an opened case."""
    head: tuple[Part, ...] = (
        Line("view-title", {"number": number_of(opened.case.id)}),
        Line("view-secrecy"),
    )
    match part:
        case CasePart.FACTS:
            parts = (head[0], *_urgent(opened), *_reach(opened), head[1], *_facts(opened))
            return Screen(parts, _rows(opened, part), protected=True)
        case CasePart.STORY:
            return _paged(opened, part, head, story_pages(opened), number)
        case CasePart.NOTES:
            return _paged(opened, part, head, note_pages(opened.notes), number)
        case CasePart.FILE:
            return _file(opened, head, number)


def _paged(
    opened: Opened, part: CasePart, head: tuple[Part, ...], pages: Sequence[tuple[Part, ...]], number: int
) -> Screen:
    page = min(number, len(pages) - 1)
    return Screen((*head, *pages[page]), _rows(opened, part, page, len(pages)), protected=True)


def closed(opened: Opened) -> Screen:
    """Say that a part cannot be opened now: the office's key is locked."""
    number = {"number": number_of(opened.case.id)}
    return Screen(
        (Line("view-title", number), Line("view-locked")), _rows(opened, CasePart.STORY), protected=True
    )


def _urgent(opened: Opened) -> tuple[Part, ...]:
    """Tell how pressing it is, and whether anybody said that they are in danger now."""
    facts = opened.case.facts
    lines: list[Part] = [
        Line("view-urgency", {"urgency": facts.urgency.value}),
        Line("view-filed", {"when": moment_text(facts.filed_at)}),
    ]
    if facts.callback_only:
        return (*lines, *_callback(opened.story))
    told = [(name, _told(opened, name)) for name in URGENT]
    if told[0][1] is None and _is_whole(opened):
        lines.append(Line("urgent-danger-unknown"))
    return (*lines, *(Line(f"urgent-{name}", {"answer": answer}) for name, answer in told if answer))


def _is_whole(opened: Opened) -> bool:
    """Whether what is not found was not told, and is not only closed to the reader."""
    return opened.story is not None and opened.form is not None


def _callback(story: Story | None) -> tuple[Part, ...]:
    if story is None:
        return (Line("view-callback"),)
    return (Line("urgent-in-danger" if story.in_danger else "urgent-not-safe"), Line("view-callback"))


def _reach(opened: Opened) -> tuple[Part, ...]:
    """Tell how whom may be reached, and by which word they know that it is safe."""
    if opened.case.facts.callback_only:
        return ()
    told = [(name, _told(opened, name)) for name in REACH]
    lines: list[Part] = [Line(f"reach-{name}", {"answer": answer}) for name, answer in told if answer]
    if told[0][1] is None and _is_whole(opened):
        lines.append(Line("reach-unknown"))
    if opened.official is not None:
        lines.append(Line("reach-official", {"name": opened.official.name, "place": opened.official.place}))
    for name in TYPED:
        text = _values(opened, name)
        if text and opened.story is not None:
            lines += [Line(f"reach-{name}"), Quoted(text[0])]
    return tuple(lines)


def _facts(opened: Opened) -> tuple[Part, ...]:
    """Tell the rest of what lists may know, in the office's words: the form's speak to whoever reports."""
    shown_above = {*URGENT, *REACH}
    told = ((name, _told(opened, name)) for name in FACT_NAMES if name not in shown_above)
    return tuple(Line(f"fact-{name}", {"answer": answer}) for name, answer in told if answer)


def _values(opened: Opened, name: str) -> tuple[str, ...]:
    """Find an answer in the story, or among the sealed facts where the story is closed."""
    if opened.story is not None and opened.story.draft is not None:
        answer = opened.story.draft.answers.get(name)
        if isinstance(answer, Given):
            return answer.values
    return tuple(opened.case.facts.values.get(name, "").split())


def _told(opened: Opened, name: str) -> Plain | None:
    """Give the labels of what was chosen; None: it was not asked, passed over or not known."""
    chosen = _values(opened, name)
    if opened.form is None or name not in opened.form.positions or not chosen:
        return None
    return Plain(filling.labels_of(opened.form, opened.form.question(name), chosen))


def story_pages(opened: Opened) -> list[tuple[Part, ...]]:
    """Lay the whole story out on pages."""
    story = opened.story
    if story is None:
        return [(Line("view-locked"),)]
    if story.draft is None or opened.form is None:
        return [(Line("view-no-story"),)]
    filed_on = opened.case.facts.filed_at.date()
    answers = filling.review(opened.form, story.draft.answers, filed_on)
    return _laid_out(
        entry for question, answer in answers for entry in _entries(opened.form, story, question, answer)
    )


def _laid_out(entries: Iterable[tuple[tuple[Part, ...], int]]) -> list[tuple[Part, ...]]:
    """Lay pieces, each with its size, out on pages; there is at least one."""
    pages: list[tuple[Part, ...]] = []
    page: list[Part] = []
    used = 0
    for parts, size in entries:
        if page and used + size > STORY_PAGE:
            pages.append(tuple(page))
            page, used = [], 0
        page.extend(parts)
        used += size
    return [*pages, tuple(page)] if page or not pages else pages


def _entries(
    form: Form, story: Story, question: Question, answer: Answer | None
) -> list[tuple[tuple[Part, ...], int]]:
    """Give one answer in pieces that fit a page, each with its size."""
    if not isinstance(answer, Given) or story.draft is None:
        return []
    labels = filling.labels(question, form, _unwritten(form, story.draft.answers))
    title = Plain(labels)
    size = max(map(len, labels.values()), default=0) + 2
    if question.kind in {QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE}:
        told = filling.labels_of(form, question, answer.values)
        return [((title, Plain(told)), size + max(map(len, told.values()), default=0))]
    if question.kind in _FILES:
        return [((title, Line("answer-files", {"count": len(answer.values)})), size + 30)]
    return [((title, Quoted(piece)), size + len(piece)) for piece in _pieces(answer.values[0])]


def _pieces(text: str) -> list[str]:
    """Cut what somebody wrote into pieces that fit a page; there is at least one."""
    longest = STORY_PAGE - 400
    return [text[start : start + longest] for start in range(0, len(text), longest)] or [""]


def _unwritten(form: Form, answers: Answers) -> Answers:
    """Give the answers but for those in own words: repeated in a question, they would not stand literally."""
    written = {question.name for question in form.questions if question.kind is QuestionKind.TEXT}
    return {name: answer for name, answer in answers.items() if name not in written}


_FILES = frozenset({QuestionKind.IMAGE, QuestionKind.AUDIO, QuestionKind.VIDEO, QuestionKind.FILE})


def note_pages(notes: Sequence[Note]) -> list[tuple[Part, ...]]:
    """Lay all notes out on pages, the newest first."""
    if not notes:
        return [(Line("view-no-notes"),)]
    return _laid_out(
        ((_titled(note), Quoted(piece)), 60 + len(piece))
        for note in reversed(notes)
        for piece in _pieces(note.text)
    )


def _titled(note: Note) -> Line:
    written: dict[str, str | int] = {"name": note.by, "when": moment_text(note.at)}
    if note.word is None:
        return Line("view-note", written)
    return Line("view-word", {**written, "state": note.word.value})


def files_in(opened: Opened) -> tuple[DraftFile, ...]:
    """List the files of a case."""
    return opened.story.draft.files if opened.story and opened.story.draft else ()


def _file(opened: Opened, head: tuple[Part, ...], number: int) -> Screen:
    files = files_in(opened)
    if not 0 <= number < len(files):
        return Screen((*head, Line("view-no-file")), _rows(opened, CasePart.FILE), protected=True)
    caption: tuple[Part, ...] = (Quoted(files[number].caption),) if files[number].caption else ()
    parts = (*head, Line("view-file", {"count": number + 1}), *caption)
    return Screen(parts, _rows(opened, CasePart.FILE), protected=True, file=FileShown(files[number].token))


def _rows(opened: Opened, part: CasePart, page: int = 0, pages: int = 1) -> Rows:
    name = opened.case.id
    turning = []
    if page > 0:
        turning.append(Button(Line("button-page-before"), f"k:{part}-{page - 1}:{name}"))
    if page + 1 < pages:
        turning.append(Button(Line("button-page-after"), f"k:{part}-{page + 1}:{name}"))
    parts = [Button(Line(f"button-part-{one}"), f"k:{one}:{name}") for one in _parts_beside(opened, part)]
    files = [
        Button(Line("button-part-file", {"count": index + 1}), f"k:file-{index}:{name}")
        for index in range(opened.case.facts.files)
    ]
    close = (Button(Line("button-close"), f"k:close:{name}"),)
    return (*((tuple(turning),) if turning else ()), *paired([*parts, *files]), close)


def _parts_beside(opened: Opened, part: CasePart) -> tuple[CasePart, ...]:
    beside = [CasePart.FACTS, CasePart.STORY]
    if opened.notes:
        beside.append(CasePart.NOTES)
    return tuple(one for one in beside if one is not part)
