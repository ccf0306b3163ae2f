"""What a reporter sees around the form.

Law: the first 40 characters of every message are neutral (a lock screen shows them), and every screen has
the way out. The first line of a card is therefore always one of ours.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from conversations import form_screens
from conversations.form.filling import Given
from conversations.hours import DAY_BEGINS, DAY_ENDS
from conversations.house import House
from conversations.screen import Button, Line, Part, Quoted, Rows, Screen, one_a_row, paired, stamp
from conversations.sessions import (
    ChoosingLanguage,
    Filling,
    News,
    OfferedCallback,
    Paused,
    ReadingLimits,
    Received,
    ReporterStage,
    Resting,
    Reviewing,
    Session,
    Stage,
    Unsafe,
    Waiting,
)

DANGER = "danger_now"
"""The form's question whose yes has a number shown beside every further question."""
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
        case News(case=case, number=number, shown=shown):
            return f"news/{case}/{number}/{shown}"
        case _:
            return stage.kind


def screen_of(session: Session, stage: ReporterStage, house: House, today: date) -> Screen:
    """Draw a reporter's card. A draft whose form is missing is shown as one that was stopped."""
    if not isinstance(stage, Filling | Reviewing):
        return _frame(session, stage, house)
    form = house.form_of(stage.draft.form_version)
    if form is None:
        return _frame(session, Paused(stage.draft, ""), house)
    if isinstance(stage, Filling):
        asked = form_screens.question(session, stage, form, place_of(stage), today)
        return _with_a_number(asked, house) if _is_in_danger(stage) else asked
    return form_screens.review(session, stage, form, place_of(stage), today)


def _is_in_danger(stage: Filling) -> bool:
    """Whether the form was told that somebody is in danger now; a form need not ask it."""
    answer = stage.draft.answers.get(DANGER)
    return isinstance(answer, Given) and answer.values == ("ya",)


def _with_a_number(screen: Screen, house: House) -> Screen:
    """Name who can be called, on every card from then on: the form goes on, the danger does too."""
    if not house.hotlines:
        return screen
    called = Line("danger-number", {"number": house.hotlines[0].number})
    return replace(screen, parts=(*screen.parts[:1], called, *screen.parts[1:]))


def _frame(session: Session, stage: ReporterStage, house: House) -> Screen:
    mark = stamp(session.generation, place_of(stage))
    parts = _parts(stage, house)
    verbs = _VERBS.get(_layout_of(stage), ())
    buttons = [Button(Line(f"button-{word}"), f"{mark}:{verb}") for verb, word in verbs]
    if isinstance(stage, ChoosingLanguage):
        buttons = [
            Button(Line(f"button-language-{name}"), f"{mark}:language:{name}") for name in house.languages
        ]
    way_out: Rows = () if isinstance(stage, Resting) and stage.bare else ((EXIT,),)
    # Telegram protects a message only from its first version on: the neutral card is protected already.
    protected = isinstance(stage, News)
    return Screen(parts, (*_arranged(stage, buttons), *way_out), protected=protected)


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
    "waiting": (("go-on", "go-on"),),
    "waiting/asked": (("go-on", "start"),),
    "news/closed": (("open", "open"),),
    "news/asked": (("safe", "safe"), ("unsafe", "not-safe")),
    "news/word": (("back", "back"),),
    "news/open": (("read", "read"),),
}


def _layout_of(stage: ReporterStage) -> str:
    match stage:
        case Resting(asked=True):
            return "resting/asked"
        case ReadingLimits(asking=asking):
            return "limits/asking" if asking else "limits"
        case Waiting(asked=True):
            return "waiting/asked"
        case News(shown=shown):
            return f"news/{shown}"
        case _:
            return stage.kind


def _parts(stage: ReporterStage, house: House) -> tuple[Part, ...]:  # noqa: PLR0911 - a table
    match stage:
        case Resting(asked=True) | Waiting(asked=True):
            return (Line("resting-asked"),)
        case Unsafe(danger=danger):
            return _unsafe(house, danger=danger)
        case ReadingLimits():
            return _limits(stage, house)
        case Received():
            return _received(stage)
        case News():
            return _news(stage)
        case OfferedCallback():
            return (Line("callback-lead"), Line("callback-meaning", _DAY))
        case Paused():
            return (Line("paused-lead"), Line("paused-kept", {"hours": house.draft_hours}))
        case _:
            return tuple(Line(word) for word in _LINES[stage.kind])


_LINES: dict[str, tuple[str, ...]] = {
    "resting": ("neutral-line",),
    "waiting": ("outage-lead",),
    "choosing-language": ("choose-language",),
    "choosing-role": ("role-lead", "role-question"),
    "asked-safety": ("safety-lead", "safety-question"),
    "asked-phone": ("phone-lead", "phone-question", "phone-exit"),
}
"""What stands on the cards that always say the same."""


_DAY: dict[str, str | int] = {"from": DAY_BEGINS, "to": DAY_ENDS}
"""At which hours whoever asked to be contacted, and chose none, is written to."""


def _news(stage: News) -> tuple[Part, ...]:
    match stage.shown:
        case "closed":
            return (Line("news-lead"),)
        case "asked":
            return (Line("news-safety-lead"), Line("news-safety-question"))
        case "word":
            return (Line("news-word-lead"), Line("news-word"))
        case "open":
            not_sent = (Line("news-not-sent"),) if stage.answered else ()
            return (Line("news-open-lead"), *not_sent, Quoted(stage.text), Line("news-answer"))


def _received(stage: Received) -> tuple[Part, ...]:
    told = Line("received-callback", _DAY)
    if not stage.callback:
        told = Line("received-report", {"address": stage.address.value})
    return (
        Line("received-lead"),
        told,
        Line("received-code", {"code": " ".join(stage.words)}),
        Line("received-keep"),
    )


def _unsafe(house: House, *, danger: bool) -> tuple[Part, ...]:
    lines = tuple(
        Line("hotline", {"name": hotline.name, "number": hotline.number, "note": hotline.note or "none"})
        for hotline in house.hotlines
    )
    if danger:
        return (Line("danger-lead"), Line("danger-call"), *lines[:3], Line("danger-place"))
    return (Line("unsafe-lead"), Line("unsafe-advice"), *lines[:2])


def _limits(stage: ReadingLimits, house: House) -> tuple[Part, ...]:
    values: dict[str, str | int] = {
        "office": house.name,
        "number": house.hotlines[0].number if house.hotlines else "",
        "hours": house.draft_hours,
        "years": house.kept_years,
    }
    if stage.asking:
        explained = ("who", "read", "police", "telegram", "erase", "exit")
        return (Line("limits-ask-lead"), *(Line(f"limits-ask-{name}", values) for name in explained))
    danger = ("danger",) if house.hotlines else ()
    names = ("who", *danger, "telegram", "nameless", "police", "free")
    lines: tuple[Part, ...] = tuple(Line(f"limits-{name}", values) for name in names)
    if stage.official:
        lines = (*lines, Line("limits-official"), Line("limits-official-mediation"))
    return (Line("limits-lead"), *lines, Line("limits-consent"))
