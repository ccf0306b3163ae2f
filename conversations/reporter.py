"""The frame around the form: what a reporter is asked and told before the first question and after Send.

Law: limits and consent come before the story; nothing is filed before a press that says so; every screen has the
way out. The questions between are the form's (``reporter_form``).
"""

from dataclasses import replace

from conversations import reporter_form
from conversations.effects import DropFiles, FileReport, Vanish
from conversations.events import Event, Fetched, NotFetched, Opened, Pressed
from conversations.house import House
from conversations.moment import Moment
from conversations.people import Action
from conversations.report import Report
from conversations.reporter_screens import place_of
from conversations.screen import stamp
from conversations.sessions import (
    AskedPhone,
    AskedSafety,
    ChoosingLanguage,
    ChoosingRole,
    Filling,
    OfferedCallback,
    Paused,
    ReadingLimits,
    Received,
    Resting,
    Reviewing,
    Session,
    Stage,
    Unsafe,
)
from conversations.step import Scene, Step, Verb, stale, to

EXIT = "exit"


def advance(scene: Scene, event: Event, house: House, moment: Moment) -> Step:
    """Decide what a reporter's event leads to."""
    match event:
        case Pressed(button=button) if Verb.of(button).name == EXIT:
            return leave(scene, moment)
        case Pressed():
            return _pressed(scene, event, house, moment)
        case Opened():
            return _opened(scene, event, house)
        case Fetched() | NotFetched():
            return reporter_form.file_settled(scene, event)
        case _:
            return _wrote(scene, event, house, moment)


def leave(scene: Scene, moment: Moment) -> Step:
    """Quick exit: another life begins, in which nothing was ever said."""
    session = Session(moment.chance.generation(), scene.session.language, Resting())
    return Step(session, (*_drop_files(scene.session.stage), Vanish()))


def _drop_files(stage: Stage) -> tuple[DropFiles, ...]:
    tokens = tuple(file.token for file in reporter_form.files_of(stage))
    return (DropFiles(tokens),) if tokens else ()


def _opened(scene: Scene, event: Event, house: House) -> Step:
    """Start anew only from rest: pressing Start again never loses a draft."""
    if isinstance(scene.session.stage, Resting | Received):
        return to(scene, _first_stage(scene, house), event)
    return to(scene, scene.session.stage, event)


def _first_stage(scene: Scene, house: House) -> Stage:
    if len(house.languages) > 1:
        return ChoosingLanguage()
    return _after_language(scene)


def _after_language(scene: Scene) -> Stage:
    is_official = scene.person is not None and scene.person.may(Action.REPORT_FOR_RESIDENT)
    return ChoosingRole() if is_official else AskedSafety()


def _wrote(scene: Scene, event: Event, house: House, moment: Moment) -> Step:
    stage = scene.session.stage
    match stage:
        case Filling():
            return reporter_form.wrote(scene, stage, event, house, moment)
        case Resting():
            return to(scene, Resting(asked=True), event)
        case Received():
            # The code is shown once; what is written after it must not bring it back.
            return to(scene, Resting(asked=True), event)
        case Reviewing():
            return to(scene, replace(stage, hint="press-a-button"), event)
        case _:
            return to(scene, stage, event)


def _pressed(scene: Scene, event: Pressed, house: House, moment: Moment) -> Step:
    verb = Verb.of(event.button)
    stage = scene.session.stage
    if verb.stamp != stamp(scene.session.generation, place_of(stage)):
        return stale(scene, event)
    match stage:
        case Filling() | Reviewing() | Paused():
            return reporter_form.pressed(scene, stage, event, house, moment)
        case OfferedCallback() if verb.name == "send":
            return _ask_for_a_call(scene, stage, event, moment)
        case ChoosingLanguage() if verb.argument in house.languages:
            speaking = replace(scene, session=replace(scene.session, language=verb.argument))
            return to(speaking, _after_language(scene), event)
        case _:
            following = _frame(scene, stage, verb, house)
            return to(scene, following, event) if following else stale(scene, event)


def _frame(scene: Scene, stage: Stage, verb: Verb, house: House) -> Stage | None:  # noqa: PLR0911 - a table
    """Tell where a press on a card of the frame leads; None: that card has no such button."""
    match stage, verb.name:
        case Resting(), "start":
            return _first_stage(scene, house)
        case ChoosingRole(), "resident":
            return ReadingLimits(shared=False, official=True)
        case ChoosingRole(), "self":
            return AskedSafety()
        case AskedSafety(), "safe":
            return AskedPhone()
        case AskedSafety(), "unsafe" | "danger":
            return Unsafe(danger=verb.name == "danger")
        case Unsafe(danger=danger), "callback":
            return OfferedCallback(danger)
        case Unsafe(), "safe":
            return AskedPhone()
        case Unsafe() | OfferedCallback() | ReadingLimits(), "stop":
            return Resting()
        case OfferedCallback(danger=danger), "back":
            return Unsafe(danger)
        case AskedPhone(), "mine" | "shared":
            return ReadingLimits(shared=verb.name == "shared")
        case AskedPhone(), "back":
            return AskedSafety()
        case _:
            return _around_consent(stage, verb, house)


def _around_consent(stage: Stage, verb: Verb, house: House) -> Stage | None:
    match stage, verb.name:
        case ReadingLimits(), "ask":
            return replace(stage, asking=True)
        case ReadingLimits(asking=True), "back":
            return replace(stage, asking=False)
        case ReadingLimits(official=True), "back":
            return ChoosingRole()
        case ReadingLimits(), "back":
            return AskedPhone()
        case ReadingLimits(shared=shared, official=official), "agree":
            return reporter_form.first_question(house, shared=shared, official=official)
        case Received(), "noted":
            return Resting()
        case _:
            return None


def _ask_for_a_call(scene: Scene, stage: OfferedCallback, event: Event, moment: Moment) -> Step:
    receipt = moment.chance.receipt()
    report = Report(
        language=scene.session.language,
        receipt=receipt,
        filed_at=moment.now,
        draft=None,
        values={},
        in_danger=stage.danger,
        by_official=reporter_form.official_of(scene, writes_for_resident=False),
        kind="callback",
    )
    return to(scene, Received(receipt.words, callback=True), event).and_then(FileReport(report))
