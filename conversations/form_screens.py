"""What a reporter sees of the form: one question a card, and the review.

Law: the words are the form author's; the frame around them is ours. The first line is always ours and
neutral.
"""

from datetime import date

from conversations.form import filling
from conversations.form.filling import Answer, Given
from conversations.form.model import Choice, Form, Question, QuestionKind
from conversations.report import Draft, FileState
from conversations.screen import Button, Line, Part, Plain, Quoted, Rows, Screen, by_width, paired, stamp
from conversations.sessions import Filling, Reviewing, Session

CHOICES_A_PAGE = 12
ANSWERS_A_PAGE = 8
LONGEST_SHOWN = 220
"""Characters of a written answer that the review shows; the rest is kept all the same."""
LONGEST_LABEL = 60
EXIT = Button(Line("button-exit"), ":exit")
MEDIA = frozenset({QuestionKind.IMAGE, QuestionKind.AUDIO, QuestionKind.VIDEO, QuestionKind.FILE})


def question(session: Session, stage: Filling, form: Form, place: str, today: date) -> Screen:
    """Draw the card of one question."""
    asked = form.question(stage.question)
    mark = stamp(session.generation, place)
    parts = (
        *_lead(stage, asked),
        *_asked(form, stage, asked),
        *_answered(stage, asked),
        *_files(stage, asked),
    )
    return Screen(parts, (*_answers(form, stage, asked, mark, today), *_ways(stage, asked, mark), (EXIT,)))


def _lead(stage: Filling, asked: Question) -> tuple[Part, ...]:
    number = {"number": stage.draft.visited, "address": stage.draft.address.value}
    lead = Line("note-lead") if asked.kind is QuestionKind.NOTE else Line("question-lead", number)
    if not stage.hint:
        return (lead,)
    if stage.complaint:
        return (lead, Plain(stage.complaint))
    return (lead, Line(f"hint-{stage.hint}"))


def _asked(form: Form, stage: Filling, asked: Question) -> tuple[Part, ...]:
    texts = filling.labels(asked, form, stage.draft.answers)
    hints = filling.hints(asked, form, stage.draft.answers)
    hint = (Plain(hints),) if any(hints.values()) else ()
    return (Plain(texts), *hint)


def _answered(stage: Filling, asked: Question) -> tuple[Part, ...]:
    """Say that a question is answered, but not how: whoever holds the phone now need not read it."""
    is_written = asked.kind is not QuestionKind.SELECT_ONE
    return (Line("answer-stands"),) if is_written and _may_stay(stage, asked) else ()


def _may_stay(stage: Filling, asked: Question) -> bool:
    """Whether there is an answer that can be left as it is; ticks and files have a button of their own."""
    others = {QuestionKind.SELECT_MULTIPLE, QuestionKind.NOTE, *MEDIA}
    return asked.kind not in others and isinstance(stage.draft.answers.get(asked.name), Given)


def _files(stage: Filling, asked: Question) -> tuple[Part, ...]:
    if asked.kind not in MEDIA:
        return ()
    here = [file for file in stage.draft.files if file.question == asked.name]
    coming = sum(file.state is FileState.COMING for file in here)
    kept = len(here) - coming
    lines = (Line("files-kept", {"count": kept}),) if kept else ()
    return (*lines, Line("files-coming", {"count": coming})) if coming else lines


def _answers(form: Form, stage: Filling, asked: Question, mark: str, today: date) -> Rows:
    if asked.kind in {QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE}:
        return _choice_rows(form, stage, asked, mark, today)
    if asked.kind is QuestionKind.DATE:
        days = ((0, "button-today"), (1, "button-yesterday"))
        return paired(Button(Line(word), f"{mark}:day:{ago}") for ago, word in days)
    if asked.kind is QuestionKind.NOTE:
        return ((Button(Line("button-next"), f"{mark}:next"),),)
    if asked.kind in MEDIA and stage.draft.answers.get(asked.name):
        return ((Button(Line("button-files-done"), f"{mark}:next"),),)
    return ()


def _choice_rows(form: Form, stage: Filling, asked: Question, mark: str, today: date) -> Rows:
    offered = filling.choices(form, stage.draft.answers, today, asked.name)
    several = asked.kind is QuestionKind.SELECT_MULTIPLE
    answer = stage.draft.answers.get(asked.name)
    ticked = stage.ticked if several or not isinstance(answer, Given) else answer.values
    first = stage.page * CHOICES_A_PAGE
    shown = list(enumerate(offered))[first : first + CHOICES_A_PAGE]
    rows = by_width(
        Button(_choice_label(choice, ticked=choice.name in ticked), f"{mark}:choose:{index}")
        for index, choice in shown
    )
    turning = _page_row(stage.page, len(offered), CHOICES_A_PAGE, mark)
    done: Rows = (
        ((Button(Line("button-done-choosing"), f"{mark}:next"),),) if several and stage.ticked else ()
    )
    return (*rows, *turning, *done)


def _choice_label(choice: Choice, *, ticked: bool) -> Plain:
    return Plain({language: f"✓ {text}" if ticked else text for language, text in choice.labels.items()})


def _page_row(page: int, count: int, a_page: int, mark: str) -> Rows:
    buttons = []
    if page > 0:
        buttons.append(Button(Line("button-page-before"), f"{mark}:page:{page - 1}"))
    if (page + 1) * a_page < count:
        buttons.append(Button(Line("button-page-after"), f"{mark}:page:{page + 1}"))
    return (tuple(buttons),) if buttons else ()


def _ways(stage: Filling, asked: Question, mark: str) -> Rows:
    passing: tuple[tuple[str, str], ...] = (("skip", "button-skip"), ("unknown", "button-unknown"))
    if asked.required or asked.kind is QuestionKind.NOTE:
        passing = ()
    elif asked.kind in MEDIA:
        # Nobody wonders whether they know a file: there is one, or there is none.
        is_there = bool(stage.draft.answers.get(asked.name))
        passing = (("skip", "button-files-drop" if is_there else "button-files-none"),)
    if _may_stay(stage, asked):
        passing = (("next", "button-answer-stays"), *passing)
    around = (("back", "button-back"), ("stop", "button-stop"))
    return tuple(
        tuple(Button(Line(word), f"{mark}:{verb}") for verb, word in row) for row in (passing, around) if row
    )


# The review -------------------------------------------------------------------------------------------------


def review(session: Session, stage: Reviewing, form: Form, place: str, today: date) -> Screen:
    """Draw everything told, a page at a time; while changing, every answer is a button."""
    listed = filling.review(form, stage.draft.answers, today)
    mark = stamp(session.generation, place)
    first = stage.page * ANSWERS_A_PAGE
    shown = list(enumerate(listed))[first : first + ANSWERS_A_PAGE]
    hint: tuple[Part, ...] = (Line(f"hint-{stage.hint}"),) if stage.hint else ()
    told: list[Part] = []
    for index, (asked, answer) in shown:
        told.extend(_told(form, stage.draft, index, asked, answer))
    lead = Line("review-lead", {"address": stage.draft.address.value})
    if stage.changing:
        lead = Line("review-choose")
    turning = _page_row(stage.page, len(listed), ANSWERS_A_PAGE, mark)
    deciding = _review_rows(stage, mark, shown)
    is_last = first + ANSWERS_A_PAGE >= len(listed)
    # Who has read everything sees Send first; who has not sees first that there is more.
    rows = (*deciding, *turning) if is_last else (*turning, *deciding)
    return Screen((lead, *hint, *told), (*rows, (EXIT,)))


def _told(form: Form, draft: Draft, index: int, asked: Question, answer: Answer | None) -> tuple[Part, ...]:
    labels = filling.labels(asked, form, draft.answers)
    short = {language: _short(text, LONGEST_LABEL) for language, text in labels.items()}
    numbered = Plain({language: f"{index + 1}. {text}" for language, text in short.items()})
    return (numbered, _answer(form, asked, answer))


def _answer(form: Form, asked: Question, answer: Answer | None) -> Part:
    if isinstance(answer, filling.Unknown):
        return Line("answer-unknown")
    if not isinstance(answer, Given):
        return Line("answer-skipped")
    if asked.kind in MEDIA:
        return Line("answer-files", {"count": len(answer.values)})
    if asked.kind in {QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE}:
        return Plain(filling.labels_of(form, asked, answer.values))
    return Quoted(_short(answer.values[0], LONGEST_SHOWN))


def _short(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _review_rows(
    stage: Reviewing, mark: str, shown: list[tuple[int, tuple[Question, Answer | None]]]
) -> Rows:
    if stage.changing:
        numbers = [Button(Plain({"id": str(i + 1), "en": str(i + 1)}), f"{mark}:edit:{i}") for i, _ in shown]
        back = (Button(Line("button-keep"), f"{mark}:keep"),)
        return (*(tuple(numbers[start : start + 4]) for start in range(0, len(numbers), 4)), back)
    send = Button(Line("button-send"), f"{mark}:send")
    change = Button(Line("button-change"), f"{mark}:change")
    stop = Button(Line("button-stop"), f"{mark}:stop")
    return ((send,), (change, stop))
