"""The frame around the form: what a reporter is asked and told before the first question and after Send.

Law: limits and consent come before the story; nothing is filed before a press that says so; nothing that
was told is shown again to whoever presses Start. The questions between are the form's (``reporter_form``).
"""

from dataclasses import replace
from datetime import date

from conversations import news, reporter_files, reporter_form
from conversations.effects import DropFiles, FileReport, Hide, RemoveMessage, ShowCard, Toast, Vanish
from conversations.events import Attached, Event, Fetched, NotFetched, Opened, Pressed
from conversations.house import House
from conversations.moment import Moment
from conversations.people import Action
from conversations.report import Report
from conversations.reporter_screens import place_of
from conversations.screen import Line, stamp
from conversations.sessions import (
    AskedPhone,
    AskedSafety,
    AtDesk,
    CheckingWord,
    ChoosingLanguage,
    ChoosingRole,
    Filling,
    News,
    OfferedCallback,
    Paused,
    ReadingLimits,
    Received,
    Resting,
    Reviewing,
    Session,
    Stage,
    Unfinished,
    Unsafe,
    Waiting,
    WritingWord,
)
from conversations.step import Scene, Step, Verb, stale, to

EXIT = "exit"
LATE_MINUTES = 30
"""What was written longer ago gets a neutral card: somebody else may hold the phone [proposal]."""


def advance(scene: Scene, event: Event, house: House, moment: Moment) -> Step:
    """Decide what a reporter's event leads to."""
    stage = reporter_form.held(scene.session.stage, house)
    scene = replace(scene, session=replace(scene.session, stage=stage))
    match event:
        case Pressed(button=button) if Verb.of(button).name == EXIT:
            return leave(scene.session, moment)
        case Pressed():
            return _pressed(scene, event, house, moment)
        case Opened():
            return _opened(scene, event, house, moment)
        case Fetched() | NotFetched():
            return reporter_files.settled(scene, event)
        case _:
            return _wrote(scene, event, house, moment)


def leave(session: Session, moment: Moment) -> Step:
    """Begin another life, in which nothing was ever said: by quick exit, or because all is said and done."""
    left = Session(moment.chance.generation(), session.language, Resting(bare=True))
    return Step(left, (*drop_files(session.stage), Vanish()))


def drop_files(stage: Stage) -> tuple[DropFiles, ...]:
    """Throw away the files of whatever draft a stage holds."""
    tokens = tuple(file.token for file in reporter_files.files_of(stage))
    return (DropFiles(tokens),) if tokens else ()


# When nobody is there ---------------------------------------------------------------------------------------


def idle(session: Session, moment: Moment) -> Step:
    """Make an untouched chat neutral: whoever holds the phone now may be somebody else."""
    stage = session.stage
    is_over = isinstance(stage, ChoosingLanguage | Received) or (isinstance(stage, Resting) and stage.asked)
    if is_over:
        return leave(session, moment)
    if isinstance(stage, News):
        return news.idle(session, stage)
    if isinstance(stage, WritingWord | CheckingWord):
        # What an officer was about to write does not stay on their phone either.
        return Step(replace(session, stage=AtDesk()), (ShowCard(unasked=True),))
    if isinstance(stage, Unfinished):
        return Step(replace(session, stage=Waiting(stage)), (ShowCard(unasked=True), Hide()))
    if isinstance(stage, Waiting) and stage.asked:
        # What was written below the neutral card is as good as a story.
        return Step(replace(session, stage=replace(stage, asked=False)), (ShowCard(unasked=True), Hide()))
    return Step(session)


def too_late(step: Step) -> Step:
    """Keep what was written long ago, and show no question for it: an outage lay between."""
    stage = step.session.stage
    if not isinstance(stage, Unfinished):
        return step
    return replace(step, session=replace(step.session, stage=Waiting(stage))).and_then(Hide())


def expire(session: Session, moment: Moment) -> Step:
    """Forget a draft whose time is over, in silence: deleting makes no sound."""
    if not isinstance(session.stage, Unfinished | Waiting | Received):
        return Step(session)
    return leave(session, moment)


def lapse(session: Session, moment: Moment) -> Step:
    """Throw away what an officer wrote and nobody has read in time."""
    return leave(session, moment) if isinstance(session.stage, News) else Step(session)


# What is written --------------------------------------------------------------------------------------------


def _opened(scene: Scene, event: Event, house: House, moment: Moment) -> Step:
    """Start anew only from rest: pressing Start again never loses a draft, and shows none."""
    stage = scene.session.stage
    if isinstance(stage, Resting | Received):
        return to(scene, _first_stage(scene, house), event).and_then(*_told_before(stage))
    if isinstance(stage, News):
        return to(scene, _first_stage(scene, house), event).and_then(*news.put_off(stage, moment))
    if isinstance(stage, Unfinished):
        return to(scene, Waiting(stage), event).and_then(Hide())
    return to(scene, stage, event)


def _told_before(stage: Stage) -> tuple[Hide, ...]:
    """Take what a report was made of off the phone, when all is said."""
    return (Hide(),) if isinstance(stage, Received) else ()


def _first_stage(scene: Scene, house: House) -> Stage:
    return ChoosingLanguage() if len(house.languages) > 1 else _after_language(scene)


def _after_language(scene: Scene) -> Stage:
    is_official = scene.person is not None and scene.person.may(Action.REPORT_FOR_RESIDENT)
    return ChoosingRole() if is_official else AskedSafety()


def _wrote(scene: Scene, event: Event, house: House, moment: Moment) -> Step:  # noqa: PLR0911 - a table
    stage = scene.session.stage
    match stage:
        case Filling():
            return reporter_form.wrote(scene, stage, event, house, moment)
        case News() if news.is_used_up(stage, event):
            return leave(scene.session, moment)
        case News():
            return news.wrote(scene, stage, event)
        case Resting() if isinstance(event, Attached):
            # Perhaps it was on its way when the quick exit came: it must not stay behind.
            return to(scene, Resting(asked=True), event).and_then(RemoveMessage(event.message))
        case Resting() | Received():
            # The code is shown once; what is written after it must not bring it back.
            return to(scene, Resting(asked=True), event).and_then(*_told_before(stage))
        case Waiting():
            before = reporter_form.wrote_meanwhile(stage.before, event, house, moment.today)
            return to(scene, Waiting(before, asked=True), event)
        case Reviewing():
            return to(scene, replace(stage, hint="press-a-button"), event)
        case _:
            return to(scene, stage, event)


# What is pressed --------------------------------------------------------------------------------------------


def _pressed(  # noqa: C901, PLR0911 - a table
    scene: Scene, event: Pressed, house: House, moment: Moment
) -> Step:
    verb = Verb.of(event.button)
    stage = scene.session.stage
    if verb.stamp != stamp(scene.session.generation, place_of(stage)):
        return _old_button(scene, event)
    match stage:
        case Paused() if verb.name == "discard":
            return leave(scene.session, moment)
        case Filling() | Reviewing() | Paused():
            return reporter_form.pressed(scene, stage, event, house, moment)
        case OfferedCallback() if verb.name == "send":
            return _ask_for_a_call(scene, stage, event, moment)
        case News() if (stage.shown, verb.name) == ("open", "read"):
            return leave(scene.session, moment)
        case News():
            return news.pressed(scene, stage, verb, event) or stale(scene, event)
        case Received() if verb.name == "noted":
            # All is said: nothing of it stays on a phone that others look into.
            return leave(scene.session, moment)
        case ChoosingLanguage() if verb.name == "language" and verb.argument in house.languages:
            speaking = replace(scene, session=replace(scene.session, language=verb.argument))
            return to(speaking, _after_language(scene), event)
        case ReadingLimits() if verb.name == "agree":
            return to(scene, _first_question(stage, house, moment.today), event)
        case _:
            following = _frame(scene, stage, verb, house)
            if isinstance(following, Resting):
                # Whoever stops may have written something in the wrong place.
                return leave(scene.session, moment)
            hidden = (Hide(),) if isinstance(following, Waiting) else ()
            return to(scene, following, event).and_then(*hidden) if following else stale(scene, event)


def _old_button(scene: Scene, event: Pressed) -> Step:
    if isinstance(scene.session.stage, Received) and event.message != scene.card:
        # The receipt is shown on one card only: an old button does not send it once more.
        return Step(scene.session, (Toast(Line("toast-old-button")),))
    return stale(scene, event)


def _first_question(stage: ReadingLimits, house: House, today: date) -> Stage:
    return reporter_form.first_question(house, today, shared=stage.shared, official=stage.official)


def _frame(scene: Scene, stage: Stage, verb: Verb, house: House) -> Stage | None:
    """Tell where a press on a card of the frame leads; None: that card has no such button."""
    match stage, verb.name:
        case Resting(asked=True), "start":
            return _first_stage(scene, house)
        case Waiting(before=before), "go-on":
            # Whoever presses may be somebody else: what is asked first is what every stranger is asked.
            draft = reporter_files.begun(before)
            return AskedSafety(draft) if draft else _after_language(scene)
        case ((AskedSafety() | Unsafe() | OfferedCallback()), _):
            return _around_safety(stage, verb)
        case ReadingLimits(), _ if verb.name != "stop":
            return _around_limits(stage, verb)
        case _:
            return _ALWAYS.get((stage.kind, verb.name))


_ALWAYS: dict[tuple[str, str], Stage] = {
    ("choosing-role", "resident"): ReadingLimits(shared=False, official=True),
    ("choosing-role", "self"): AskedSafety(),
    ("asked-phone", "mine"): ReadingLimits(shared=False),
    ("asked-phone", "shared"): ReadingLimits(shared=True),
    ("asked-phone", "back"): AskedSafety(),
    ("reading-limits", "stop"): Resting(),
}
"""Presses that lead to the same place whatever was chosen before."""


def _around_safety(stage: AskedSafety | Unsafe | OfferedCallback, verb: Verb) -> Stage | None:
    """Go on only from here, and stop without losing a draft that waits behind."""
    before = stage.before
    match stage, verb.name:
        case ((AskedSafety() | Unsafe()), "safe"):
            return before or AskedPhone()
        case AskedSafety(), "unsafe" | "danger":
            return Unsafe(verb.name == "danger", before)
        case Unsafe(danger=danger), "callback":
            return OfferedCallback(danger, before)
        case OfferedCallback(danger=danger), "back":
            return Unsafe(danger, before)
        case ((Unsafe() | OfferedCallback()), "stop"):
            return Waiting(before, asked=True) if before else Resting()
        case _:
            return None


def _around_limits(stage: ReadingLimits, verb: Verb) -> Stage | None:
    match stage, verb.name:
        case ReadingLimits(asking=False), "ask":
            return replace(stage, asking=True)
        case ReadingLimits(asking=True), "back":
            return replace(stage, asking=False)
        case ReadingLimits(official=True), "back":
            return ChoosingRole()
        case _, "back":
            return AskedPhone()
        case _:
            return None


def _ask_for_a_call(scene: Scene, stage: OfferedCallback, event: Event, moment: Moment) -> Step:
    """File a request without a story: the person's own, for an official writes for a resident in the form."""
    receipt = moment.chance.receipt()
    report = Report(
        language=scene.session.language,
        receipt=receipt,
        filed_at=moment.now,
        draft=None,
        values={},
        in_danger=stage.danger,
        kind="callback",
    )
    filed = to(scene, Received(receipt.words, callback=True), event).and_then(FileReport(report))
    return filed.and_then(*drop_files(stage))
