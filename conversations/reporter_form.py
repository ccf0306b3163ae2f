"""The form in a chat: one question at a time, back and forth, to the review and to Send.

Law: an answer once given is never lost by going back, passing over another question or pressing an old
button; what is filed is what the review showed; the draft keeps the form version that it began with.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from conversations.days import any_day
from conversations.effects import FileReport
from conversations.events import Attached, Edited, Event, Pressed, Strange, Typed
from conversations.form import filling
from conversations.form.filling import Given, Refusal, RefusalKind
from conversations.form.model import Form, Question, QuestionKind
from conversations.form_screens import ANSWERS_A_PAGE, CHOICES_A_PAGE, MEDIA
from conversations.house import House
from conversations.masking import mask
from conversations.moment import Moment
from conversations.people import Action, PersonId
from conversations.report import Draft, FileState, Report
from conversations.reporter_files import attached, draft_of, dropped, without_files_of
from conversations.sessions import Filling, Hint, Paused, Received, Reviewing, Stage, Unfinished
from conversations.step import Scene, Step, Verb, stale, to

WRITTEN = frozenset({QuestionKind.TEXT, QuestionKind.INTEGER, QuestionKind.DECIMAL})
NUMBERS_KEPT = "contact_phone"
"""The one question whose answer is a phone number."""
_HINTS: dict[RefusalKind, Hint] = {
    RefusalKind.REQUIRED: "required",
    RefusalKind.NOT_A_NUMBER: "not-a-number",
    RefusalKind.NOT_A_DATE: "not-a-date",
}


def first_question(house: House, today: date, *, shared: bool, official: bool) -> Stage:
    """Begin a draft with the form of today."""
    presets = {
        "reporter_role": "perangkat" if official else "warga",
        "phone_shared": "ya" if shared else "tidak",
    }
    draft = Draft(house.form.version, filling.begin(house.form, presets), official=official)
    return _go_on(house.form, draft, None, today)


def held(stage: Stage, house: House) -> Stage:
    """Stop at a draft whose form is missing today, and keep it: the form may be there again tomorrow."""
    if not isinstance(stage, Filling | Reviewing) or house.form_of(stage.draft.form_version) is not None:
        return stage
    return Paused(stage.draft, stage.question if isinstance(stage, Filling) else "")


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
    return _at(replace(draft, visited=draft.visited + _counts(question)), question)


def _counts(question: Question) -> bool:
    """Whether a card has a number: a note asks nothing."""
    return question.kind is not QuestionKind.NOTE


def _at(draft: Draft, question: Question, *, returning: bool = False) -> Filling:
    answer = draft.answers.get(question.name)
    several = question.kind is QuestionKind.SELECT_MULTIPLE
    ticked = answer.values if several and isinstance(answer, Given) else ()
    return Filling(draft, question.name, ticked, returning=returning)


def _after_answer(stage: Filling, form: Form, draft: Draft, today: date, hint: Hint = "") -> Stage:
    if not stage.returning:
        following = _go_on(form, draft, stage.question, today)
    else:
        owed = filling.missing(form, draft.answers, today)
        following = _at(draft, owed[0], returning=True) if owed else Reviewing(draft)
    return replace(following, hint=hint) if isinstance(following, Filling | Reviewing) else following


# What is written or sent ------------------------------------------------------------------------------------


def wrote(scene: Scene, stage: Filling, event: Event, house: House, moment: Moment) -> Step:
    """Take an answer that was typed or sent, or say in words why it is none."""
    form = house.form_of(stage.draft.form_version)
    if form is None:
        return to(scene, held(stage, house), event)
    question = form.question(stage.question)
    match event:
        case Typed(text=text):
            return to(scene, _typed(stage, form, question, text, moment.today), event)
        case Attached() if question.kind in MEDIA:
            return attached(scene, stage, event, house, moment)
        case Attached() | Strange():
            return to(scene, _hinting(stage, "not-this-kind"), event)
        case Edited():
            return to(scene, _hinting(stage, "edited"), event)
        case _:
            return to(scene, stage, event)


def wrote_meanwhile(stage: Unfinished, event: Event, house: House, today: date) -> Unfinished:
    """Keep what was typed below a neutral card as part of the answer in own words that was asked for before.

    Whoever writes a long story takes longer than a card stays. It is shown when the draft goes on, and can be
    changed; the card itself stays neutral.
    """
    if not isinstance(stage, Filling) or not isinstance(event, Typed):
        return stage
    form = house.form_of(stage.draft.form_version)
    if form is None or form.question(stage.question).kind is not QuestionKind.TEXT:
        return stage
    told = stage.draft.answers.get(stage.question)
    before = told.values if isinstance(told, Given) else ()
    text = event.text if stage.question == NUMBERS_KEPT else mask(event.text)
    kept = filling.accept(form, stage.draft.answers, today, stage.question, ("\n".join((*before, text)),))
    if isinstance(kept, Refusal):
        return stage
    return _hinting(replace(stage, draft=replace(stage.draft, answers=kept)), "kept-meanwhile")


def _hinting(stage: Filling, hint: Hint) -> Filling:
    return replace(stage, hint=hint, complaint={})


def _typed(stage: Filling, form: Form, question: Question, text: str, today: date) -> Stage:
    if question.kind is QuestionKind.DATE:
        day = any_day(text, today)
        return _accept(stage, form, (day.isoformat(),), today) if day else _hinting(stage, "not-a-date")
    if question.kind in WRITTEN:
        kept = text if question.name == NUMBERS_KEPT else mask(text)
        return _accept(stage, form, (kept,), today, hint="" if kept == text else "masked")
    chosen = _choice_meant(form, stage.draft, question, text, today)
    return _accept(stage, form, (chosen,), today) if chosen else _hinting(stage, "press-a-button")


def _choice_meant(form: Form, draft: Draft, question: Question, text: str, today: date) -> str | None:
    """Find the choice whose label somebody typed in place of pressing it."""
    if question.kind is not QuestionKind.SELECT_ONE:
        return None
    typed = text.strip().casefold()
    for choice in filling.choices(form, draft.answers, today, question.name):
        if any(typed == label.strip().casefold() for label in choice.labels.values()):
            return choice.name
    return None


def _accept(stage: Filling, form: Form, values: Iterable[str], today: date, hint: Hint = "") -> Stage:
    outcome = filling.accept(form, stage.draft.answers, today, stage.question, tuple(values))
    if isinstance(outcome, Refusal):
        return _refused(stage, outcome)
    return _after_answer(stage, form, replace(stage.draft, answers=outcome), today, hint)


def _refused(stage: Filling, refusal: Refusal) -> Filling:
    return replace(stage, hint=_HINTS.get(refusal.kind, "not-valid"), complaint=dict(refusal.messages))


# What is pressed --------------------------------------------------------------------------------------------


def pressed(
    scene: Scene, stage: Filling | Reviewing | Paused, event: Pressed, house: House, moment: Moment
) -> Step:
    """Follow a button of the form."""
    verb = Verb.of(event.button)
    form = house.form_of(stage.draft.form_version)
    if form is None:
        return to(scene, held(stage, house), event)
    if isinstance(stage, Reviewing) and verb.name == "send":
        return _send(scene, stage, form, event, moment)
    following = _following(stage, form, verb, moment.today)
    if following is None:
        return stale(scene, event)
    return to(scene, following, event).and_then(*dropped(stage.draft, draft_of(following)))


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


def _on_question(stage: Filling, form: Form, verb: Verb, today: date) -> Stage | None:
    match verb.name:
        case "choose":
            return _chosen(stage, form, verb.index, today)
        case "page":
            offered = filling.choices(form, stage.draft.answers, today, stage.question)
            is_there = 0 <= verb.index * CHOICES_A_PAGE < len(offered)
            return replace(_hinting(stage, ""), page=verb.index) if is_there else None
        case "day":
            return _days_ago(stage, form, verb.index, today)
        case _:
            return _on_ways(stage, form, verb, today)


def _on_ways(stage: Filling, form: Form, verb: Verb, today: date) -> Stage | None:
    match verb.name:
        case "next":
            return _next(stage, form, today)
        case "skip":
            outcome = filling.skip(form, stage.draft.answers, today, stage.question)
            return _passed(stage, form, outcome, today)
        case "unknown":
            outcome = filling.unknown(form, stage.draft.answers, today, stage.question)
            return _passed(stage, form, outcome, today)
        case "back":
            return _back(stage, form, today)
        case "stop":
            return Paused(_with_ticks(stage, form, today), stage.question)
        case _:
            return None


def _chosen(stage: Filling, form: Form, index: int, today: date) -> Stage | None:
    offered = filling.choices(form, stage.draft.answers, today, stage.question)
    if not 0 <= index < len(offered):
        return None
    name = offered[index].name
    if form.question(stage.question).kind is QuestionKind.SELECT_ONE:
        return _accept(stage, form, (name,), today)
    others = tuple(one for one in stage.ticked if one != name)
    return replace(_hinting(stage, ""), ticked=others if name in stage.ticked else (*stage.ticked, name))


def _days_ago(stage: Filling, form: Form, days: int, today: date) -> Stage | None:
    if form.question(stage.question).kind is not QuestionKind.DATE or days not in {0, 1}:
        return None
    return _accept(stage, form, ((today - timedelta(days=days)).isoformat(),), today)


def _next(stage: Filling, form: Form, today: date) -> Stage:
    """Go on from a note, from ticks, or from files."""
    kind = form.question(stage.question).kind
    if kind is QuestionKind.SELECT_MULTIPLE and stage.ticked:
        return _accept(stage, form, stage.ticked, today)
    if kind is QuestionKind.SELECT_MULTIPLE:
        return _hinting(stage, "press-a-button")
    if kind is QuestionKind.NOTE or stage.question in stage.draft.answers:
        return _after_answer(stage, form, stage.draft, today)
    return _passed(stage, form, filling.skip(form, stage.draft.answers, today, stage.question), today)


def _passed(stage: Filling, form: Form, outcome: filling.Answers | Refusal, today: date) -> Stage:
    if isinstance(outcome, Refusal):
        return _refused(stage, outcome)
    draft = replace(without_files_of(stage.draft, stage.question), answers=outcome)
    return _after_answer(stage, form, draft, today)


def _with_ticks(stage: Filling, form: Form, today: date) -> Draft:
    """Keep what is ticked so far when somebody leaves the question by another way than "done"."""
    if not stage.ticked:
        return stage.draft
    outcome = filling.accept(form, stage.draft.answers, today, stage.question, stage.ticked)
    return stage.draft if isinstance(outcome, Refusal) else replace(stage.draft, answers=outcome)


def _back(stage: Filling, form: Form, today: date) -> Stage:
    draft = _with_ticks(stage, form, today)
    if stage.returning:
        return Reviewing(draft)
    before = filling.previous_question(form, draft.answers, today, before=stage.question)
    if before is None:
        return _hinting(stage, "")
    left = _counts(form.question(stage.question))
    return _at(replace(draft, visited=max(draft.visited - left, 0)), before)


def _on_review(stage: Reviewing, form: Form, verb: Verb, today: date) -> Stage | None:
    listed = filling.review(form, stage.draft.answers, today)
    match verb.name:
        case "page" if 0 <= verb.index * ANSWERS_A_PAGE < len(listed):
            return replace(stage, page=verb.index, hint="")
        case "change" | "keep":
            return replace(stage, changing=verb.name == "change", hint="")
        case "edit" if 0 <= verb.index < len(listed):
            return _at(stage.draft, listed[verb.index][0], returning=True)
        case "stop":
            return Paused(stage.draft, "")
        case _:
            return None


# Send -------------------------------------------------------------------------------------------------------


def _send(scene: Scene, stage: Reviewing, form: Form, event: Event, moment: Moment) -> Step:
    """File the report, unless a file is still on its way or an answer is owed."""
    draft = _as_reviewed(form, stage.draft, moment.today)
    if any(file.state is FileState.COMING for file in draft.files):
        return to(scene, replace(stage, hint="wait-for-file"), event)
    owed = filling.missing(form, draft.answers, moment.today)
    if owed:
        return to(scene, replace(_at(stage.draft, owed[0], returning=True), hint="required"), event)
    report = Report(
        language=scene.session.language,
        receipt=moment.chance.receipt(),
        filed_at=moment.now,
        draft=draft,
        values=filling.values(form, draft.answers, moment.today),
        by_official=official_of(scene, writes_for_resident=draft.official),
    )
    received = Received(report.receipt.words, address=draft.address)
    filed = to(scene, received, event).and_then(FileReport(report))
    return filed.and_then(*dropped(stage.draft, draft))


def _as_reviewed(form: Form, draft: Draft, today: date) -> Draft:
    """Leave out what no longer applies: it was not shown before Send, so it is not sent."""
    shown = {question.name: answer for question, answer in filling.review(form, draft.answers, today)}
    presets = {name: answer for name, answer in draft.answers.items() if name not in form.positions}
    told = {name: answer for name, answer in shown.items() if answer is not None}
    files = tuple(file for file in draft.files if file.question in shown)
    return replace(draft, answers={**presets, **told}, files=files)
