"""What an opened case shows, and what it never does."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.forms import SHIPPED, load_form
from conversations.case_effects import RingReason
from conversations.case_views import Note, Opened, closed, screen, story_pages
from conversations.casework import Facts, Urgency
from conversations.desk_screens import case_card
from conversations.duty import Called
from conversations.effects import CasePart
from conversations.filing import FACT_NAMES
from conversations.form.filling import Given, labels
from conversations.report import Draft, Story
from conversations.screen import Line, Part, Plain, Quoted
from tests.rules.office import BUDI, LURAH, MONDAY, RINI, SARI, case, hall
from tests.rules.reporters import shipped_form

LONGEST_MESSAGE = 4096
FRAME = 400
"""Characters: the title and the secrecy notice above a page."""
texts = st.text(min_size=1, max_size=4096)


def opened(text: str = "kata", *, story: bool = True) -> Opened:
    """Open a case in which this was told."""
    values = {"forms": "fisik psikis", "age_group": "u18_24", "kecamatan": "luar"}
    facts = Facts(MONDAY, Urgency.HIGH, case().facts.audience, values, by_official=LURAH.id)
    told = Draft(shipped_form().version, {"story": Given((text,)), "forms": Given(("fisik",))}, official=True)
    one = replace(case(owner=RINI), facts=facts)
    return Opened(one, RINI, Story("id", told) if story else None, shipped_form(), LURAH)


def shown(part: Part) -> int:
    """Count what a part of a page takes in the longer language."""
    match part:
        case Plain(texts=texts):
            return max(map(len, texts.values()), default=0)
        case Quoted(text=text):
            return len(text)
        case Line():
            return 60


@pytest.mark.parametrize("part", CasePart)
@pytest.mark.parametrize("number", [0, 1, 9999])
def test_every_part_is_shown_under_the_secrecy_notice_and_protected(part: CasePart, number: int) -> None:
    """Disclosing an identity after being told that it is secret is a crime (UU 21/2007 art. 24)."""
    view = screen(opened(), part, number)
    assert view.protected
    assert view.parts.count(Line("view-secrecy")) == 1
    assert part is CasePart.FACTS or view.parts[1] == Line("view-secrecy")


@given(texts)
def test_a_story_is_told_whole_and_literally_on_pages_that_fit(text: str) -> None:
    """No page is longer than a message, and no sign is lost between two."""
    pages = story_pages(opened(text))
    assert "".join(part.text for page in pages for part in page if isinstance(part, Quoted)) == text
    assert all(sum(shown(part) + 2 for part in page) + FRAME < LONGEST_MESSAGE for page in pages)


@given(texts)
def test_the_facts_hold_no_word_of_the_story(text: str) -> None:
    """Of all that somebody typed only what was meant for reaching them is shown at once."""
    assert not [part for part in screen(opened(text), CasePart.FACTS, 0).parts if isinstance(part, Quoted)]


def facts_of(**told: str) -> list[Part]:
    """Open a case in which a citizen told this, and see the first page."""
    answers = {name: Given(tuple(value.split("+"))) for name, value in told.items()}
    draft = Draft(shipped_form().version, answers)
    values = {name: value.replace("+", " ") for name, value in told.items() if name in FACT_NAMES}
    one = case(owner=RINI)
    one = replace(one, facts=replace(one.facts, values=values))
    return list(screen(Opened(one, RINI, Story("id", draft), shipped_form()), CasePart.FACTS, 0).parts)


def wordings(parts: list[Part]) -> list[str]:
    """Tell which of our sentences stand there, and what somebody typed."""
    return [part.text if isinstance(part, Quoted) else getattr(part, "wording", "…") for part in parts]


def test_danger_and_the_way_to_reach_somebody_stand_before_the_law() -> None:
    """An officer who is woken reads first what cannot wait; the rest of the facts comes after the notice."""
    seen = wordings(
        facts_of(
            whom="saya",
            age_group="u25_44",
            danger_now="ya",
            hurt="tidak",
            contact_way="telepon",
            contact_hours="j18_21+j08_11",
            contact_phone="0812 3456 7890",
            contact_say="tutup",
            contact_word="melati",
        )
    )
    law = seen.index("view-secrecy")
    assert seen[:law] == [
        "view-title",
        "view-urgency",
        "view-filed",
        "urgent-danger_now",
        "urgent-hurt",
        "reach-contact_way",
        "reach-contact_hours",
        "reach-contact_say",
        "reach-contact_phone",
        "0812 3456 7890",
        "reach-contact_word",
        "melati",
    ]
    assert seen[law + 1 :] == ["fact-whom", "fact-age_group"]


def test_what_nobody_told_of_danger_is_said_as_such() -> None:
    """Silence there would read as safety; only where the story is closed nothing can be said."""
    assert {"urgent-danger-unknown", "reach-unknown"} <= set(wordings(facts_of(whom="saya")))
    locked = wordings(list(screen(opened(story=False), CasePart.FACTS, 0).parts))
    assert "urgent-danger-unknown" not in locked


@pytest.mark.parametrize("danger", [True, False])
def test_whoever_asked_to_be_contacted_is_shown_with_what_they_pressed(*, danger: bool) -> None:
    """In danger, or not safe to type: there is nothing else to go by."""
    one = case(owner=RINI)
    called = replace(one, facts=replace(one.facts, callback_only=True))
    view = screen(Opened(called, RINI, Story("id", None, in_danger=danger), None), CasePart.FACTS, 0)
    seen = wordings(list(view.parts))
    assert seen[3:5] == ["urgent-in-danger" if danger else "urgent-not-safe", "view-callback"]


def test_the_first_page_speaks_of_the_person_and_never_to_them() -> None:
    """The form asks "berapa umur Anda"; an officer is not asked for theirs."""
    for whom in ("saya", "orang_lain"):
        parts = facts_of(whom=whom, age_group="u13_17", contact_way="di_sini")
        assert all(isinstance(part, Line | Quoted) for part in parts)


def test_the_facts_name_the_official_who_wrote() -> None:
    """With the place where they serve, before the law: they can be called."""
    parts = screen(opened(), CasePart.FACTS, 0).parts
    told = parts.index(Line("reach-official", {"name": LURAH.name, "place": LURAH.place}))
    assert told < parts.index(Line("view-secrecy"))


def test_a_case_whose_key_is_locked_says_so() -> None:
    """And shows nothing of it."""
    for view in (closed(opened(story=False)), screen(opened(story=False), CasePart.STORY, 0)):
        assert view.parts[-1] == Line("view-locked")
        assert view.protected


def test_every_note_can_be_read_whole_the_newest_first() -> None:
    """With its writer, literally, however many there are and however long one is; a page fits a message."""
    texts = [f"catatan {number} <b> " + "panjang " * (600 if number == 3 else 20) for number in range(40)]
    notes = tuple(Note(BUDI.name, MONDAY, text) for text in texts)
    told = ""
    for page in range(99):
        view = screen(replace(opened(), notes=notes), CasePart.NOTES, page)
        assert Line("view-note", {"name": BUDI.name, "when": MONDAY.isoformat()}) in view.parts
        pieces = [part.text for part in view.parts if isinstance(part, Quoted)]
        assert sum(map(len, pieces)) < 3000
        told += "".join(pieces)
        data = [button.data for row in view.rows for button in row]
        if not any(one.startswith(f"k:notes-{page + 1}:") for one in data):
            break
    assert told == "".join(reversed(texts))


@given(
    values=st.dictionaries(st.text(max_size=9), st.text(max_size=30)),
    files=st.integers(0, 5),
    callback=st.booleans(),
)
def test_an_alert_has_the_same_shape_whatever_was_told(
    values: dict[str, str], files: int, *, callback: bool
) -> None:
    """Neither its lines nor its buttons tell a category."""
    plain = case()
    told = replace(plain, facts=replace(plain.facts, values=values, files=files, callback_only=callback))
    cards = [case_card(one, RINI, hall(RINI, SARI), RingReason.NEW, MONDAY) for one in (plain, told)]
    assert cards[0] == cards[1]


@pytest.mark.parametrize("called", Called)
def test_an_alert_says_when_somebody_is_called_in_anothers_place(called: Called) -> None:
    """And only then; otherwise it says that nobody has accepted yet."""
    one = case()
    again = case_card(
        one.going(replace(one.course, called_as=called)), RINI, hall(RINI), RingReason.AGAIN, MONDAY
    )
    assert again.parts[-1] == Line("alert-instead" if called is Called.INSTEAD else "alert-again")


def test_what_was_written_is_in_no_question_of_an_officers_page(tmp_path: Path) -> None:
    """A form may repeat an answer in another question: a link or a command in it would act there."""
    text = SHIPPED.read_text("utf-8").replace("Kapan terakhir terjadi?", "Kapan ${story} terjadi?")
    (tmp_path / "form.md").write_text(text, "utf-8")
    form = load_form(tmp_path / "form.md", SHIPPED.parent)
    answers = {"story": Given(("/status t.me/jahat",)), "lately": Given(("hari_ini",))}
    assert "jahat" in labels(form.question("lately"), form, answers)["id"]
    story = Story("id", Draft(form.version, answers))
    pages = story_pages(Opened(case(owner=RINI), RINI, story, form))
    parts = [part for page in pages for part in page]
    assert Quoted("/status t.me/jahat") in parts
    assert not [part for part in parts if isinstance(part, Plain) and "jahat" in str(part.texts)]
