"""The files that a reporter adds: taken in, settled, thrown away.

Law: the answers to a media question are the files that are there, no more and no fewer; a file that cannot be
taken in never holds up the report.
"""

from collections.abc import Iterable
from dataclasses import replace

from conversations.effects import DropFiles, FetchFile, ShowCard
from conversations.events import Attached, Fetched, FetchProblem, NotFetched
from conversations.form.filling import Given
from conversations.house import House
from conversations.masking import mask
from conversations.moment import Moment
from conversations.report import Draft, DraftFile, FileState
from conversations.sessions import (
    AskedSafety,
    Begun,
    Filling,
    Hint,
    OfferedCallback,
    Paused,
    Reviewing,
    Stage,
    Unfinished,
    Unsafe,
    Waiting,
)
from conversations.step import Scene, Step, to


def begun(stage: Stage | None) -> Begun | None:
    """Find where a draft stands, also behind a card that hides it."""
    match stage:
        case Filling() | Reviewing() | Paused():
            return stage
        case Waiting(before=before) | AskedSafety(before=before):
            return begun(before)
        case Unsafe(before=before) | OfferedCallback(before=before):
            return begun(before)
        case _:
            return None


def draft_of(stage: Stage | None) -> Draft | None:
    """Find the draft that a stage holds, if it holds one."""
    found = begun(stage)
    return found.draft if found else None


def files_of(stage: Stage) -> tuple[DraftFile, ...]:
    """List the files of whatever draft a stage holds."""
    draft = draft_of(stage)
    return draft.files if draft else ()


def dropped(before: Draft, after: Draft | None) -> tuple[DropFiles, ...]:
    """Throw away the files that a draft has no more."""
    left = {file.token for file in after.files} if after else set()
    tokens = tuple(file.token for file in before.files if file.token not in left)
    return (DropFiles(tokens),) if tokens else ()


def attached(scene: Scene, stage: Filling, event: Attached, house: House, moment: Moment) -> Step:
    """Begin to take a file in, unless it is one too many or too large."""
    if len(stage.draft.files) >= house.most_files:
        return to(scene, replace(stage, hint="too-many-files", complaint={}), event)
    if event.size > house.largest_file:
        return to(scene, replace(stage, hint="file-too-large", complaint={}), event)
    token = moment.chance.new_id().hex()
    key = (moment.chance.new_id() + moment.chance.new_id()).hex()
    file = DraftFile(token, key, event.kind, stage.question, event.mime, caption=mask(event.caption))
    draft = with_files(stage.draft, (*stage.draft.files, file))
    fetch = FetchFile(token, event.file, key, event.kind, event.size)
    return to(scene, replace(stage, draft=draft, hint="", complaint={}), event).and_then(fetch)


def with_files(draft: Draft, files: Iterable[DraftFile]) -> Draft:
    """Hold the media questions' answers equal to the files that are there."""
    kept = tuple(files)
    answers = dict(draft.answers)
    for question in {file.question for file in (*draft.files, *kept)}:
        tokens = tuple(file.token for file in kept if file.question == question)
        answers.pop(question, None)
        if tokens:
            answers[question] = Given(tokens)
    return replace(draft, files=kept, answers=answers)


def without_files_of(draft: Draft, question: str) -> Draft:
    """Take back the files of a question that was passed over after all."""
    return with_files(draft, (file for file in draft.files if file.question != question))


def settled(scene: Scene, event: Fetched | NotFetched) -> Step:
    """Note that a file lies in the store, or cannot be taken in: the report goes on without it."""
    stage = scene.session.stage
    if event.token not in {file.token for file in files_of(stage)}:
        return Step(scene.session, (DropFiles((event.token,)),))
    if isinstance(event, Fetched):
        return _quietly(scene, _settled(stage, event))
    return _quietly(scene, _settled(stage, event)).and_then(DropFiles((event.token,)))


def _settled(stage: Stage, event: Fetched | NotFetched) -> Stage:
    match stage:
        case Waiting():
            return replace(stage, before=_behind(stage.before, event))
        case _ if isinstance(stage, Unfinished):
            return _behind(stage, event)
        case _:
            return stage


def _behind(stage: Unfinished, event: Fetched | NotFetched) -> Unfinished:
    match stage:
        case Filling() | Reviewing() | Paused():
            return _with_settled(stage, event)
        case AskedSafety(before=before) | Unsafe(before=before) | OfferedCallback(before=before) if before:
            return replace(stage, before=_with_settled(before, event))
        case _:
            return stage


def _with_settled(stage: Begun, event: Fetched | NotFetched) -> Begun:
    draft = _noted(stage.draft, event)
    if isinstance(stage, Paused) or isinstance(event, Fetched):
        return replace(stage, draft=draft)
    return replace(stage, draft=draft, hint=_hint(event))


def _noted(draft: Draft, event: Fetched | NotFetched) -> Draft:
    if isinstance(event, NotFetched):
        return with_files(draft, (file for file in draft.files if file.token != event.token))
    return with_files(
        draft,
        (
            replace(file, state=FileState.KEPT, size=event.size) if file.token == event.token else file
            for file in draft.files
        ),
    )


def _hint(event: NotFetched) -> Hint:
    return "file-too-large" if event.problem is FetchProblem.TOO_LARGE else "file-refused"


def _quietly(scene: Scene, stage: Stage) -> Step:
    """Redraw in place, and only what is open: a paused or a neutral card stays as it is."""
    effects = (ShowCard(unasked=True),) if isinstance(stage, Filling | Reviewing) else ()
    return Step(replace(scene.session, stage=stage), effects)
