"""Screens become text, marks and buttons; what people typed is shown literally and can do nothing."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.wording import LONGEST_CAPTION, LONGEST_MESSAGE, Rendered, WordingBroken, Words, literal, units
from conversations.screen import Button, FileShown, Line, Part, Plain, Quoted, Screen

ZONE = ZoneInfo("Asia/Jakarta")
WORDS = Words.load()


def shown(*parts: Part, language: str = "id", file: FileShown | None = None) -> Rendered:
    """Render a screen of these parts."""
    return WORDS.render(Screen(parts, file=file), language, ZONE)


def marked(rendered: Rendered) -> list[str]:
    """Give what the marks cover, counted as Telegram counts."""
    wide = rendered.text.encode("utf-16-le")
    return [wide[at * 2 : (at + size) * 2].decode("utf-16-le") for _, at, size in rendered.entities]


@pytest.mark.parametrize(
    ("language", "iso", "text"),
    [
        ("id", "2026-08-17T02:00:00+00:00", "Tindak lanjut: Sen 17 Agu, 09.00"),
        ("en", "2026-08-17T02:00:00+00:00", "Follow-up: Mon 17 Aug, 09:00"),
        ("id", "2026-12-31T17:30:00+00:00", "Tindak lanjut: Jum 1 Jan, 00.30"),
    ],
)
def test_a_time_is_written_in_the_readers_language_and_the_offices_zone(
    language: str, iso: str, text: str
) -> None:
    """UTC inside, the office's wall clock outside."""
    assert shown(Line("case-next", {"when": iso}), language=language).text == text


@settings(deadline=None)
@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1, 2, 1), max_value=datetime(9999, 11, 1)))  # noqa: DTZ001
def test_every_time_can_be_written(at: datetime) -> None:
    """No day lacks its name."""
    here = at.astimezone(ZONE)
    text = shown(Line("case-next", {"when": at.isoformat()}), language="en").text
    assert text == f"Follow-up: {here:%a} {here.day} {here:%b}, {here:%H:%M}"


TYPED = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("😀\u200d👩\n@#/*_`[]<>&\u202e"), max_size=60
)


@settings(deadline=None)
@given(st.lists(TYPED, min_size=1, max_size=4), TYPED)
def test_a_mark_covers_exactly_what_somebody_typed(typed: list[str], label: str) -> None:
    """Inside it Telegram makes no link, mention, tag, command or number (promise 22)."""
    parts = [part for text in typed for part in (Plain({"id": f"Apa {label}"}), Quoted(text))]
    rendered = shown(Line("review-choose"), *parts)
    assert marked(rendered) == [literal(text) for text in typed if literal(text)]
    assert {kind for kind, _, _ in rendered.entities} <= {"code"}
    assert rendered.text == rendered.text.strip()


@pytest.mark.parametrize(
    "typed",
    [
        "https://contoh.id",
        "@dia",
        "#tanda",
        "/start",
        "+62 812",
        "*a* _b_ `c` [d](e)",
        "<b>x</b> &amp;",
        "a\n\nb",
    ],
)
def test_what_somebody_typed_is_neither_changed_nor_parsed(typed: str) -> None:
    """Character for character."""
    assert marked(shown(Line("review-choose"), Quoted(typed))) == [typed]


def test_controls_that_act_on_other_text_are_left_out() -> None:
    """A right-to-left override would turn an officer's line over."""
    assert literal("  a\u202eb\x00c\u2067d\r\ne\t ") == "abcd\ne"
    assert literal("a\ud83d") == "a?"


@settings(deadline=None)
@given(st.lists(st.integers(0, 4096).map("a😀".__mul__), min_size=1, max_size=4), st.booleans())
def test_a_message_never_outgrows_telegram(typed: list[str], as_caption: bool) -> None:  # noqa: FBT001
    """What people typed is shortened first; our own words stay, and marks stay inside the text."""
    file = FileShown("a") if as_caption else None
    rendered = shown(Line("view-secrecy"), *map(Quoted, typed), Line("view-no-notes"), file=file)
    assert units(rendered.text) <= (LONGEST_CAPTION if as_caption else LONGEST_MESSAGE)
    assert rendered.text.startswith("RAHASIA")
    assert rendered.text.endswith("Belum ada catatan.")
    assert all(at + size <= units(rendered.text) for _, at, size in rendered.entities)


def test_a_form_that_talks_too_long_is_cut_as_well() -> None:
    """With nothing typed to shorten, the end goes."""
    rendered = shown(Line("question-lead", {"number": 3, "address": "adult"}), Plain({"id": "😀" * 3000}))
    assert units(rendered.text) <= LONGEST_MESSAGE
    assert rendered.text.endswith("…")


def test_the_forms_own_words_fall_back_on_another_language() -> None:
    """A form without English still asks its question."""
    assert shown(Plain({"id": "Apa?"}), language="en").text == "Apa?"
    assert shown(Plain({"ms": "Apakah?"}), language="en").text == "Apakah?"
    assert shown(Line("neutral-line"), language="jv").text == "Baik, terima kasih."


def test_an_answer_stands_right_below_its_question() -> None:
    """Labels and answers make pairs; pairs and paragraphs stand apart."""
    rendered = shown(
        Line("review-choose"),
        Plain({"id": "1. A"}),
        Plain({"id": "Ya"}),
        Plain({"id": "2. B"}),
        Line("answer-skipped"),
    )
    assert rendered.text.endswith("\n\n1. A\nYa\n\n2. B\n(dilewati)")


def test_the_lines_of_a_case_make_one_block() -> None:
    """A card is read at a glance."""
    rendered = shown(Line("alert-title", {"number": "7K3-QFD"}), Line("alert-urgency", {"urgency": "tinggi"}))
    assert rendered.text == "Kasus 7K3-QFD menunggu\nPrioritas: tinggi"


def test_buttons_carry_their_words_and_their_meaning() -> None:
    """Our labels and the form's, side by side."""
    row = (Button(Line("button-exit"), ":exit"), Button(Plain({"en": "Yes"}), "ab:choose:1"))
    rendered = WORDS.render(Screen((Line("neutral-line"),), (row,)), "en", ZONE)
    assert rendered.rows == ((("Quick exit", ":exit"), ("Yes", "ab:choose:1")),)


@pytest.mark.parametrize(
    "line", [Line("no-such-wording"), Line("case-closed"), Line("case-next", {"number": "7"})]
)
def test_a_broken_wording_is_never_shown(line: Line) -> None:
    """Nobody reads the name of a wording or of a missing value."""
    with pytest.raises(WordingBroken):
        shown(line)


def test_words_stay_out_of_reprs() -> None:
    """What could be logged tells nothing."""
    assert "rahasia" not in repr(shown(Line("review-choose"), Quoted("rahasia")))


def test_no_line_that_holds_a_code_is_remembered() -> None:
    """What is written out again and again is remembered, but a receipt's words are not."""
    words = Words.load()
    words.line(Line("received-code", {"code": "melati hujan"}), "id", ZONE)
    assert words._counted.cache_info().currsize == 0
    words.line(Line("files-kept", {"count": 2}), "id", ZONE)
    assert words._counted.cache_info().currsize == 1
