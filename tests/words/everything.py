"""Every screen the rules can draw, and every wording that the code names."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from bot.forms import load_any_form, load_form
from conversations import case_views, desk_screens, reporter_screens
from conversations.case_effects import RingReason
from conversations.casework import CaseFile, FollowUp, StepDone, StepKind, Urgency, WordState
from conversations.duty import Called
from conversations.effects import CasePart, Notice
from conversations.events import MediaKind
from conversations.filing import FACT_NAMES
from conversations.form.filling import Given, Skipped, Unknown
from conversations.form.model import Form
from conversations.house import Hotline, House
from conversations.people import Standing
from conversations.report import Draft, DraftFile, FileState, Story
from conversations.screen import Line, Screen
from conversations.sessions import (
    AskedPhone,
    AskedSafety,
    AtDesk,
    CheckingWord,
    ChoosingDate,
    ChoosingLanguage,
    ChoosingRole,
    ChoosingStep,
    Filling,
    Hint,
    News,
    OfferedCallback,
    Paused,
    ReadingLimits,
    Received,
    ReporterStage,
    Resting,
    Reviewing,
    Session,
    StepKept,
    Unsafe,
    WritingWord,
)
from tests.rules.office import BUDI, LURAH, MONDAY, PLAN, RINI, SARI, at, case, hall

ROOT = Path(__file__).parents[2]
FORM = """\
| survey | | | | | |
| | type | name | label::Indonesia (id) | label::English (en) | hint::Indonesia (id) |
| | text | cerita | Apa yang terjadi? | What happened? | Seperlunya saja. |
| | integer | jumlah | Berapa orang? | How many people? | |
| | date | kapan | Kapan? | When? | |
| | note | catatan | Hampir selesai. | Almost done. | |
| | select_multiple pilihan | apa | Apa saja? | What kinds? | |
| | image | berkas | Ada foto? | A picture? | |
| choices | | | | | |
| | list_name | name | label::Indonesia (id) | label::English (en) | |
| | pilihan | a | Satu | One | |
| | pilihan | b | Dua | Two | |
"""
TODAY = date(2026, 8, 17)
WORDS = ("meja", "langit", "pisang", "sungai", "bintang")


@cache
def form() -> Form:
    """Compile a small form with every kind of question."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.md"
        path.write_text(FORM, "utf-8")
        return load_any_form(path)


def house() -> House:
    """Invent an office."""
    lines = (Hotline("Polisi", "110"), Hotline("SAPA", "129", "gratis"), Hotline("Kantor", "0"))
    return House("Kantor Contoh", ("id", "en"), form(), {}, dict.fromkeys(Urgency, PLAN), lines)


def draft() -> Draft:
    """Invent a draft with an answer of every sort."""
    answers = {
        "cerita": Given(("Namanya @dia, lihat https://contoh.id",)),
        "jumlah": Unknown(),
        "kapan": Skipped(),
        "apa": Given(("a", "b")),
        "berkas": Given(("aa",)),
    }
    files = tuple(
        DraftFile("aa", "bb", MediaKind.PHOTO, "berkas", "image/png", state, 9, "keterangan")
        for state in (FileState.KEPT, FileState.COMING)
    )
    return Draft(form().version, answers, files, visited=3)


def reporter_stages() -> Iterator[ReporterStage]:
    """Stand in every place a reporter can stand in."""
    yield from (
        Resting(),
        Resting(asked=True),
        ChoosingLanguage(),
        ChoosingRole(),
        AskedSafety(),
        AskedPhone(),
    )
    yield from (Unsafe(danger=True), Unsafe(danger=False), OfferedCallback(danger=True))
    for official in (False, True):
        yield from (ReadingLimits(shared=False, official=official, asking=asking) for asking in (False, True))
    yield from (Filling(draft(), question.name, ticked=("a",)) for question in form().questions)
    yield from (Filling(draft(), "cerita", hint=hint) for hint in get_args(Hint))
    young = {"whom": Given(("saya",)), "age_group": Given(("u6_12",))}
    for other in (replace(draft(), official=True), replace(draft(), answers=young)):
        yield from (Filling(other, "cerita"), Reviewing(other), Received(WORDS, address=other.address))
        yield from (AskedSafety(Paused(other, "")), Unsafe(danger=True, before=Paused(other, "")))
    yield from (Reviewing(draft(), changing=changing) for changing in (False, True))
    yield from (Paused(draft(), "cerita"), Received(WORDS), Received(WORDS, callback=True))
    news = News(case().id, 1, "Besok kami di rumah, telepon 0771 000.", "melati")
    yield from (replace(news, shown=shown) for shown in ("closed", "asked", "word", "open"))
    yield replace(news, shown="open", answered=True)


def reporter_screens_drawn() -> Iterator[tuple[str, Screen]]:
    """Draw everything a reporter can see."""
    for stage in reporter_stages():
        yield stage.kind, reporter_screens.screen_of(Session(1, "id", stage), stage, house(), TODAY)


def cases() -> Iterator[CaseFile]:
    """Invent cases in every state."""
    yield from (
        new.going(replace(new.course, called_as=how)) for new in (case(called=[RINI]),) for how in Called
    )
    owned = case(owner=RINI, called=[RINI])
    yield owned
    for kind in StepKind:
        for ago in (timedelta(), timedelta(minutes=3), timedelta(hours=5), timedelta(days=3)):
            steps = (StepDone(kind, RINI.id, MONDAY - ago),)
            later, passed = FollowUp(MONDAY + ago, 1), FollowUp(MONDAY - ago, 1)
            yield owned.going(replace(owned.course, steps=steps, follow_up=later))
            yield owned.going(replace(owned.course, steps=steps, follow_up=passed))
    yield owned.going(replace(owned.course, closed=True))
    yield replace(owned, facts=replace(owned.facts, callback_only=True))


def desk_drawn() -> Iterator[tuple[str, Screen]]:
    """Draw everything the office can see, except opened cases."""
    office = hall(RINI, BUDI, SARI)
    for reader in (RINI, BUDI, SARI):
        for one in cases():
            for reason in (None, *RingReason):
                yield "card", desk_screens.case_card(one, reader, office, reason, MONDAY)
        for stage in (AtDesk(), AtDesk(status=True), AtDesk(status=True, page=1), ChoosingStep(case().id)):
            yield stage.kind, desk_screens.desk(Session(1, "id", stage), stage, reader, list(cases()), MONDAY)
        yield "desk", desk_screens.desk(Session(1, "id", AtDesk()), AtDesk(), reader, [], MONDAY)
    for kind in StepKind:
        for stage in (
            ChoosingDate(case().id, kind),
            ChoosingDate(case().id, kind, typing=True, refused=True),
            StepKept(case().id, 1, kind, MONDAY),
            StepKept(case().id, 1, kind, None, noted=True),
            WritingWord(case().id),
            WritingWord(case().id, too_long=1001),
            CheckingWord(case().id, "Besok kami di rumah.", None),
            CheckingWord(case().id, "Besok kami di rumah.", MONDAY),
        ):
            yield stage.kind, desk_screens.desk(Session(1, "id", stage), stage, RINI, [], MONDAY)
    for some in (office, hall(replace(RINI, standing=Standing.UNREACHABLE), SARI)):
        yield "duty", desk_screens.with_duty(Screen((Line("status-definition"),)), some, at().here)
    yield from told()


def told() -> Iterator[tuple[str, Screen]]:
    """Draw what the office is told."""
    yield "joining", desk_screens.joining()
    for person in (RINI, SARI, LURAH):
        for standing, place in product(Standing, ("", "Contoh")):
            asked = replace(person, standing=standing, place=place)
            yield "join", desk_screens.asks_to_join(asked)
            yield "join", desk_screens.asks_to_join(asked, Notice.PUT_BACK)
        for notice in (Notice.WELCOME, Notice.DECLINED, Notice.ROSTER_BACK, Notice.WENT_BACK):
            yield "notice", desk_screens.notice(notice, person)
        yield "notice", desk_screens.chain_code(1234, "7K3Q-FD2M")
        yield "notice", desk_screens.story_damaged("ab" * 16)
        yield "notice", desk_screens.word_lost("ab" * 16)


def opened_drawn() -> Iterator[tuple[str, Screen]]:
    """Draw every view of an opened case."""
    one = case(owner=RINI)
    facts = replace(one.facts, files=2)
    words = (case_views.Note("Rini", MONDAY, "Besok kami di rumah.", state) for state in WordState)
    notes = (case_views.Note("Rini", MONDAY, "Sudah ditelepon."), *words)
    full = case_views.Opened(
        replace(one, facts=facts), RINI, Story("id", draft()), form(), official=LURAH, notes=notes
    )
    told = {name: Given(("ya",)) for name in (*case_views.URGENT, *case_views.REACH, *case_views.TYPED)}
    whole = replace(one, facts=replace(one.facts, values=dict.fromkeys(FACT_NAMES, "ya")))
    yield (
        "view",
        case_views.screen(
            case_views.Opened(whole, RINI, Story("id", Draft(load_form().version, told)), load_form()),
            CasePart.FACTS,
            0,
        ),
    )
    called = replace(one, facts=replace(one.facts, callback_only=True))
    for opened in (
        full,
        case_views.Opened(called, RINI, Story("id", None), form()),
        case_views.Opened(one, RINI, None, form()),
    ):
        for part in CasePart:
            yield "view", case_views.screen(opened, part, 0)
        yield "view", case_views.closed(opened)


def everything_drawn() -> Iterator[tuple[str, Screen]]:
    """Draw all of it."""
    yield from reporter_screens_drawn()
    yield from desk_drawn()
    yield from opened_drawn()


def sources() -> Iterator[ast.AST]:
    """Parse every module that may name a wording."""
    for room in ("conversations", "storage", "bot"):
        for path in (ROOT / room).rglob("*.py"):
            yield from ast.walk(ast.parse(path.read_text("utf-8")))
