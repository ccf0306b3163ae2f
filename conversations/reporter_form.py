"""The form in a chat: one question at a time, back and forth, to the review and to Send.

Law: an answer once given is never lost by going back, skipping elsewhere or pressing an old button; the draft keeps
the form version that it began with.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from conversations.effects import DropFiles, FetchFile, FileReport, ShowCard
from conversations.events import (
    Attached,
    Edited,
    Event,
    Fetched,
    FetchProblem,
    NotFetched,
    Pressed,
    Strange,
    Typed,
)
from conversations.form import filling
from conversations.form.filling import Given, Refusal
from conversations.form.model import Form, Question, QuestionKind
from conversations.house import House
from conversations.masking import mask
from conversations.moment import Moment
from conversations.people import Action, PersonId
from conversations.report import Draft, DraftFile, FileState, Report
from conversations.sessions import Filling, Hint, Paused, Received, Resting, Reviewing, Stage
from conversations.step import Scene, Step, Verb, stale, to

MEDIA = frozenset({QuestionKind.IMAGE, QuestionKind.AUDIO, QuestionKind.VIDEO, QuestionKind.FILE})
WRITTEN = frozenset({QuestionKind.TEXT, QuestionKind.INTEGER, QuestionKind.DECIMAL, QuestionKind.DATE})
NUMBERS_KEPT = "contact_phone"
"""The one question whose answer is a phone number."""


def first_question(house: House, *, shared: bool, official: bool) -> Stage:
    """Begin a draft with the form of today."""
    presets = {
        "reporter_role": "perangkat" if official else "warga",
        "phone_shared": "ya" if shared else "tidak",
    }
    draft = Draft(house.form.version, filling.begin(house.form, presets), official=official)
    return _go_on(house.form, draft, None, date.min)


def files_of(stage: Stage) -> tuple[DraftFile, ...]:
    """List the files of whatever draft a stage holds."""
    return stage.draft.files if isinstance(stage, Filling | Reviewing | Paused) else ()


def official_of(scene: Scene, *, writes_for_resident: bool) -> PersonId | None:
    """Name the official who writes, if one does."""
    person = scene.person
    if writes_for_resident and person is not None and person.may(Action.REPORT_FOR_RESIDENT):
        return person.id
    return None


def _go_on(form: Form, draft: Draft, after: str | None, today: date) -> Stage:
    question = filling.next_question(form, draft.answers, today, after=after)
    if question is None:
        return Reviewing(draft)
    return _at(draft, question)


def _at(draft: Draft, question: Question, *, returning: bool = False, hint: Hint = "") -> Filling:
    answer = draft.answers.get(question.name)
    several = question.kind is QuestionKind.SELECT_MULTIPLE
    ticked = answer.values if several and isinstance(answer, Given) else ()
    shown = replace(draft, visited=draft.visited + 1)
    return Filling(shown, question.name, ticked, returning=returning, hint=hint)


def _after_answer(stage: Filling, form: Form, draft: Draft, today: date, hint: Hint = "") -> Stage:
    if not stage.returning:
        following = _go_on(form, draft, stage.question, today)
    else:
        open_questions = filling.missing(form, draft.answers, today)
        following = _at(draft, open_questions[0], returning=True) if open_questions else Reviewing(draft)
    return replace(following, hint=hint) if isinstance(following, Filling | Reviewing) else following


# What is written or sent -----------------------------------------------------------------------------------------


def wrote(scene: Scene, stage: Filling, event: Event, house: House, moment: Moment) -> Step:
    """Take an answer that was typed or sent, or say in words why it is none."""
    form = house.form_of(stage.draft.form_version)
    if form is None:
        return to(scene, Resting(), event)
    question = form.question(stage.question)
    match event:
        case Typed(text=text):
            return to(scene, _typed(stage, form, question, text, moment.today), event)
        case Attached() if question.kind in MEDIA:
            return _attached(scene, stage, event, house, moment)
        case Attached() | Strange():
            return to(scene, replace(stage, hint="not-this-kind", complaint={}), event)
        case Edited():
            return to(scene, replace(stage, hint="edited", complaint={}), event)
        case _:
            return to(scene, stage, event)


def _typed(stage: Filling, form: Form, question: Question, text: str, today: date) -> Stage:
    if question.kind is QuestionKind.DATE:
        day = _day(text, today)
        return _accept(stage, form, (day.isoformat(),), today) if day else replace(stage, hint="not-a-date")
    if question.kind in WRITTEN:
        kept = text if question.name == NUMBERS_KEPT else mask(text)
        return _accept(stage, form, (kept,), today, hint="" if kept == text else "masked")
    chosen = _choice_meant(form, stage.draft, question, text, today)
    if chosen and question.kind is QuestionKind.SELECT_ONE:
        return _accept(stage, form, (chosen,), today)
    return replace(stage, hint="press-a-button", complaint={})


def _choice_meant(form: Form, draft: Draft, question: Question, text: str, today: date) -> str | None:
    """Find the choice whose label somebody typed in place of pressing it."""
    if question.kind is not QuestionKind.SELECT_ONE:
        return None
    typed = text.strip().casefold()
    for choice in filling.choices(form, draft.answers, today, question.name):
        if any(typed == label.strip().casefold() for label in choice.labels.values()):
            return choice.name
    return None


def _day(text: str, today: date) -> date | None:
    """Read a date as people write it here: day, month, year; or the year alone left out."""
    cleaned = text.strip().replace("/", "-").replace(".", "-").replace(" ", "-")
    for shape, written in (
        ("%d-%m-%Y", cleaned),
        ("%Y-%m-%d", cleaned),
        ("%d-%m-%Y", f"{cleaned}-{today.year}"),
    ):
        try:
            return datetime.strptime(written, shape).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    return None


def _accept(stage: Filling, form: Form, values: Iterable[str], today: date, hint: Hint = "") -> Stage:
    outcome = filling.accept(form, stage.draft.answers, today, stage.question, tuple(values))
    if isinstance(outcome, Refusal):
        return _refused(stage, outcome)
    return _after_answer(stage, form, replace(stage.draft, answers=outcome), today, hint)


def _refused(stage: Filling, refusal: Refusal) -> Filling:
    hint: Hint = "required" if refusal.kind is filling.RefusalKind.REQUIRED else "not-valid"
    if refusal.kind is filling.RefusalKind.NOT_A_NUMBER:
        hint = "not-a-number"
    return replace(stage, hint=hint, complaint=dict(refusal.messages))


def _attached(scene: Scene, stage: Filling, event: Attached, house: House, moment: Moment) -> Step:
    if len(stage.draft.files) >= house.most_files:
        return to(scene, replace(stage, hint="too-many-files"), event)
    if event.size > house.largest_file:
        return to(scene, replace(stage, hint="file-too-large"), event)
    token = moment.chance.new_id().hex()
    key = (moment.chance.new_id() + moment.chance.new_id()).hex()
    file = DraftFile(token, key, event.kind, stage.question, event.mime, caption=mask(event.caption))
    draft = _with_files(stage.draft, (*stage.draft.files, file))
    fetch = FetchFile(token, event.file, key, event.kind, event.size)
    return to(scene, replace(stage, draft=draft, hint=""), event).and_then(fetch)


def _with_files(draft: Draft, files: tuple[DraftFile, ...]) -> Draft:
    """Hold the media questions' answers equal to the files that are there."""
    answers = dict(draft.answers)
    for question in {file.question for file in (*draft.files, *files)}:
        tokens = tuple(file.token for file in files if file.question == question)
        answers.pop(question, None)
        if tokens:
            answers[question] = Given(tokens)
    return replace(draft, files=files, answers=answers)


def file_settled(scene: Scene, event: Fetched | NotFetched) -> Step:
    """Note that a file lies in the store, or that it could not be taken in: the report goes on without it."""
    stage = scene.session.stage
    if not isinstance(stage, Filling | Reviewing | Paused) or not _has(stage.draft, event.token):
        return Step(scene.session, (DropFiles((event.token,)),))
    if isinstance(event, Fetched):
        files = tuple(
            replace(file, state=FileState.KEPT, size=event.size) if file.token == event.token else file
            for file in stage.draft.files
        )
        settled: Stage = replace(stage, draft=_with_files(stage.draft, files))
        return _quietly(scene, settled)
    files = tuple(file for file in stage.draft.files if file.token != event.token)
    without = replace(stage, draft=_with_files(stage.draft, files))
    hint: Hint = "file-too-large" if event.problem is FetchProblem.TOO_LARGE else "file-refused"
    if isinstance(without, Filling | Reviewing):
        without = replace(without, hint=hint)
    return _quietly(scene, without).and_then(DropFiles((event.token,)))


def _quietly(scene: Scene, stage: Stage) -> Step:
    """Redraw in place, and only what is open: a paused card stays as it is."""
    effects = () if isinstance(stage, Paused) else (ShowCard(),)
    return Step(replace(scene.session, stage=stage), effects)


def _has(draft: Draft, token: str) -> bool:
    return any(file.token == token for file in draft.files)


# What is pressed -------------------------------------------------------------------------------------------------


def pressed(
    scene: Scene, stage: Filling | Reviewing | Paused, event: Pressed, house: House, moment: Moment
) -> Step:
    """Follow a button of the form."""
    form = house.form_of(stage.draft.form_version)
    if form is None:
        return to(scene, Resting(), event)
    verb = Verb.of(event.button)
    if isinstance(stage, Reviewing) and verb.name == "send":
        return _send(scene, stage, form, event, moment)
    if isinstance(stage, Paused) and verb.name == "discard":
        tokens = tuple(file.token for file in stage.draft.files)
        return to(scene, Resting(), event).and_then(DropFiles(tokens))
    following = _following(stage, form, verb, moment.today)
    return to(scene, following, event) if following else stale(scene, event)


def _following(stage: Filling | Reviewing | Paused, form: Form, verb: Verb, today: date) -> Stage | None:
    match stage:
        case Filling():
            return _on_question(stage, form, verb, today)
        case Reviewing():
            return _on_review(stage, form, verb, today)
        case Paused(draft=draft, question=name):
            if verb.name != "resume":
                return None
            return _at(draft, form.question(name)) if name else Reviewing(draft)


def _on_question(stage: Filling, form: Form, verb: Verb, today: date) -> Stage | None:  # noqa: PLR0911 - a table
    match verb.name:
        case "choose":
            return _chosen(stage, form, verb.index, today)
        case "page":
            return replace(stage, page=max(verb.index, 0), hint="")
        case "next":
            return _next(stage, form, today)
        case "day":
            return _accept(
                stage, form, (date.fromordinal(today.toordinal() - verb.index).isoformat(),), today
            )
        case "skip":
            return _passed(stage, form, filling.skip(form, stage.draft.answers, today, stage.question), today)
        case "unknown":
            return _passed(
                stage, form, filling.unknown(form, stage.draft.answers, today, stage.question), today
            )
        case "back":
            return _back(stage, form, today)
        case "stop":
            return Paused(stage.draft, stage.question)
        case _:
            return None


def _chosen(stage: Filling, form: Form, index: int, today: date) -> Stage | None:
    offered = filling.choices(form, stage.draft.answers, today, stage.question)
    if not 0 <= index < len(offered):
        return None
    name = offered[index].name
    if form.question(stage.question).kind is QuestionKind.SELECT_ONE:
        return _accept(stage, form, (name,), today)
    ticked = tuple(one for one in stage.ticked if one != name)
    return replace(
        stage, ticked=ticked if name in stage.ticked else (*stage.ticked, name), hint="", complaint={}
    )


def _next(stage: Filling, form: Form, today: date) -> Stage:
    """Go on from a note, from ticks, or from files."""
    question = form.question(stage.question)
    if question.kind is QuestionKind.SELECT_MULTIPLE and stage.ticked:
        return _accept(stage, form, stage.ticked, today)
    if question.kind is QuestionKind.SELECT_MULTIPLE:
        return replace(stage, hint="press-a-button")
    if question.kind is QuestionKind.NOTE or stage.question in stage.draft.answers:
        return _after_answer(stage, form, stage.draft, today)
    return _passed(stage, form, filling.skip(form, stage.draft.answers, today, stage.question), today)


def _passed(stage: Filling, form: Form, outcome: filling.Answers | Refusal, today: date) -> Stage:
    if isinstance(outcome, Refusal):
        return _refused(stage, outcome)
    return _after_answer(stage, form, replace(stage.draft, answers=outcome), today)


def _back(stage: Filling, form: Form, today: date) -> Stage:
    if stage.returning:
        return Reviewing(stage.draft)
    before = filling.previous_question(form, stage.draft.answers, today, before=stage.question)
    if before is None:
        return replace(stage, hint="")
    return replace(
        _at(stage.draft, before), draft=replace(stage.draft, visited=max(stage.draft.visited - 1, 1))
    )


def _on_review(stage: Reviewing, form: Form, verb: Verb, today: date) -> Stage | None:
    match verb.name:
        case "page":
            return replace(stage, page=max(verb.index, 0), hint="")
        case "change" | "keep":
            return replace(stage, changing=verb.name == "change", hint="")
        case "edit":
            listed = filling.review(form, stage.draft.answers, today)
            if not 0 <= verb.index < len(listed):
                return None
            return _at(stage.draft, listed[verb.index][0], returning=True)
        case "stop":
            return Paused(stage.draft, "")
        case _:
            return None


def _send(scene: Scene, stage: Reviewing, form: Form, event: Event, moment: Moment) -> Step:
    """File the report, unless a file is still on its way or an answer is owed."""
    if any(file.state is FileState.COMING for file in stage.draft.files):
        return to(scene, replace(stage, hint="wait-for-file"), event)
    owed = filling.missing(form, stage.draft.answers, moment.today)
    if owed:
        return to(scene, _at(stage.draft, owed[0], returning=True), event)
    receipt = moment.chance.receipt()
    report = Report(
        language=scene.session.language,
        receipt=receipt,
        filed_at=moment.now,
        draft=stage.draft,
        values=filling.values(form, stage.draft.answers, moment.today),
        by_official=official_of(scene, writes_for_resident=stage.draft.official),
    )
    return to(scene, Received(receipt.words), event).and_then(FileReport(report))
