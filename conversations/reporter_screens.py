"""What a reporter sees around the form.

Law: the first 40 characters of every message are neutral (a lock screen shows them), and every screen has the way
out. The first line of a card is therefore always one of ours.
"""

from collections.abc import Sequence

from conversations import form_screens
from conversations.house import House
from conversations.screen import Button, Line, Part, Rows, Screen, one_a_row, paired, stamp
from conversations.sessions import (
    AskedPhone,
    AskedSafety,
    ChoosingLanguage,
    ChoosingRole,
    Filling,
    OfferedCallback,
    ReadingLimits,
    Received,
    ReporterStage,
    Resting,
    Reviewing,
    Session,
    Stage,
    Unsafe,
)

EXIT = Button(Line("button-exit"), ":exit")


def place_of(stage: Stage) -> str:
    """Name the screen of a stage: buttons of two places never pass for each other."""
    match stage:
        case Filling(question=question, page=page):
            return f"filling/{question}/{page}"
        case Reviewing(page=page, changing=changing):
            return f"reviewing/{page}/{changing}"
        case ReadingLimits(asking=asking):
            return f"limits/{asking}"
        case Unsafe(danger=danger) | OfferedCallback(danger=danger):
            return f"{stage.kind}/{danger}"
        case _:
            return stage.kind


def screen_of(session: Session, stage: ReporterStage, house: House) -> Screen:
    """Draw a reporter's card."""
    match stage:
        case Filling():
            return form_screens.question(session, stage, house, place_of(stage))
        case Reviewing():
            return form_screens.review(session, stage, house, place_of(stage))
        case _:
            return _frame(session, stage, house)


def _frame(session: Session, stage: ReporterStage, house: House) -> Screen:
    mark = stamp(session.generation, place_of(stage))
    parts = _parts(stage, house)
    verbs = _VERBS.get(_layout_of(stage), ())
    buttons = [Button(Line(f"button-{word}"), f"{mark}:{verb}") for verb, word in verbs]
    if isinstance(stage, ChoosingLanguage):
        buttons = [
            Button(Line(f"button-language-{name}"), f"{mark}:language:{name}") for name in house.languages
        ]
    if isinstance(stage, Resting):
        return Screen(parts, one_a_row(buttons))
    rows: Rows = (*_arranged(stage, buttons), (EXIT,))
    return Screen(parts, rows)


def _arranged(stage: ReporterStage, buttons: Sequence[Button]) -> Rows:
    return paired(buttons) if isinstance(stage, ChoosingLanguage) else one_a_row(buttons)


_VERBS: dict[str, tuple[tuple[str, str], ...]] = {
    "resting/asked": (("start", "start"),),
    "choosing-role": (("resident", "for-resident"), ("self", "for-self")),
    "asked-safety": (("safe", "safe"), ("unsafe", "not-safe"), ("danger", "danger-now")),
    "unsafe": (("callback", "callback"), ("safe", "go-on-safe"), ("stop", "stop-here")),
    "offered-callback": (("send", "send-callback"), ("back", "back"), ("stop", "stop-here")),
    "asked-phone": (("mine", "phone-mine"), ("shared", "phone-shared"), ("back", "back")),
    "limits": (("agree", "agree"), ("ask", "ask-first"), ("back", "back"), ("stop", "stop-here")),
    "limits/asking": (("agree", "agree"), ("back", "back"), ("stop", "stop-here")),
    "paused": (("resume", "resume"), ("discard", "discard")),
    "received": (("noted", "noted"),),
}


def _layout_of(stage: ReporterStage) -> str:
    match stage:
        case Resting(asked=True):
            return "resting/asked"
        case ReadingLimits(asking=asking):
            return "limits/asking" if asking else "limits"
        case _:
            return stage.kind


def _parts(stage: ReporterStage, house: House) -> tuple[Part, ...]:  # noqa: PLR0911 - a table
    match stage:
        case Resting(asked=asked):
            return (Line("resting-asked") if asked else Line("neutral-line"),)
        case ChoosingLanguage():
            return (Line("choose-language"),)
        case ChoosingRole():
            return (Line("role-lead"), Line("role-question"))
        case AskedSafety():
            return (Line("safety-lead"), Line("safety-question"))
        case Unsafe(danger=danger):
            return _unsafe(house, danger=danger)
        case OfferedCallback():
            return (Line("callback-lead"), Line("callback-meaning"))
        case AskedPhone():
            return (Line("phone-lead"), Line("phone-question"), Line("phone-exit"))
        case ReadingLimits():
            return _limits(stage, house)
        case Received(words=words, callback=callback):
            told = Line("received-callback") if callback else Line("received-report")
            return (
                Line("received-lead"),
                told,
                Line("received-code", {"code": " ".join(words)}),
                Line("received-keep"),
            )
        case _:
            return (Line("paused-lead"), Line("paused-kept", {"hours": house.draft_hours}))


def _unsafe(house: House, *, danger: bool) -> tuple[Part, ...]:
    lines = tuple(
        Line("hotline", {"name": hotline.name, "number": hotline.number, "note": hotline.note or "none"})
        for hotline in house.hotlines
    )
    if danger:
        return (Line("danger-lead"), Line("danger-call"), *lines[:3], Line("danger-place"))
    return (Line("unsafe-lead"), Line("unsafe-advice"), *lines[:2])


def _limits(stage: ReadingLimits, house: House) -> tuple[Part, ...]:
    office = {"office": house.name}
    if stage.asking:
        names = ("who", "read", "police", "telegram", "erase", "exit")
        return (Line("limits-ask-lead"), *(Line(f"limits-ask-{name}", office) for name in names))
    names = ("who", "danger", "telegram", "nameless", "police", "free")
    number = house.hotlines[0].number if house.hotlines else ""
    if not number:
        names = tuple(name for name in names if name != "danger")
    lines: tuple[Part, ...] = tuple(
        Line(f"limits-{name}", {**office, "hours": house.draft_hours, "number": number}) for name in names
    )
    if stage.official:
        lines = (*lines, Line("limits-official"), Line("limits-official-mediation"))
    return (Line("limits-lead"), *lines, Line("limits-consent"))
