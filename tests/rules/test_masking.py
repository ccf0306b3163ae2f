"""What is hidden in a text, and what must stay."""

import re
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.masking import HIDDEN, mask

between = st.sampled_from(["", " ", "-", ".", "\u2011", " - "[:2], ") "])
words = st.text(alphabet="abcdefghij ,;!?\n", max_size=20)


def spread(digits: str, seams: list[str]) -> str:
    """Write a number with something between its digits, as people do."""
    return "".join(digit + seam for digit, seam in zip(digits, [*seams, ""], strict=True))


def written(first: st.SearchStrategy[str], length: int) -> st.SearchStrategy[str]:
    """Write numbers of a length that begin in a certain way."""
    rest = st.text("0123456789", min_size=length, max_size=length)
    seams = st.lists(between, min_size=length - 1, max_size=length - 1)
    return st.builds(lambda start, digits, gaps: start + spread(digits, gaps), first, rest, seams)


identity_numbers = written(st.sampled_from(["217", "327"]), 13).filter(lambda text: "20" not in text)
phone_numbers = written(st.sampled_from(["08", "+62 8", "62-8", "+65 9", "+60"]), 8).filter(
    lambda text: not re.search(r"\d[ .-]\d?\d[ .-](19|20)", text)
)
days = st.dates(date(1950, 1, 1), date(2050, 12, 31)).map(lambda day: day.strftime("%d-%m-%Y"))
hours = st.times(time(0), time(23, 59)).map(lambda hour: hour.strftime("%H.%M"))


def digits_of(text: str) -> str:
    """Keep the digits alone."""
    return "".join(sign for sign in text if sign.isdigit())


@given(words, st.one_of(identity_numbers, phone_numbers), words)
def test_a_number_that_names_somebody_is_hidden_and_the_words_stay(
    before: str, number: str, after: str
) -> None:
    """However its digits are set apart, and whatever stands around it."""
    assert digits_of(mask(before + number + after)) == ""
    assert mask(before + number + after).startswith(before)
    assert mask(before + number + after).endswith(after)


@given(words, days, hours, words)
def test_when_it_happened_is_never_hidden(before: str, day: str, hour: str, after: str) -> None:
    """A day and an hour together have as many digits as a phone number."""
    for told in (f"{before}{day} {hour}{after}", f"{before}{hour} {day}{after}"):
        assert mask(told) == told


@given(st.text(alphabet=st.characters(exclude_categories=["Nd", "Cs"])))
def test_a_text_without_digits_stays_as_it_is(text: str) -> None:
    """Nothing but numbers is looked for."""
    assert mask(text) == text


@given(st.text(max_size=60))
def test_what_was_hidden_once_is_hidden_for_good(text: str) -> None:
    """Masking again changes nothing, and adds no digit."""
    assert mask(mask(text)) == mask(text)
    assert len(digits_of(mask(text))) <= len(digits_of(text))


@pytest.mark.parametrize(
    "told",
    [
        "umur 17 tahun, anak ke-2",
        "Rp5.000.000 seorang",
        "telepon 110 atau 129",
        "jam 20.30 sampai 21.00",
        "RT 03 RW 05",
    ],
)
def test_ordinary_numbers_stay(told: str) -> None:
    """Ages, sums, hours and hotlines are part of the story."""
    assert mask(told) == told


def test_hidden_numbers_are_shown_to_be_hidden() -> None:
    """Somebody reads their own words again and sees what we left out."""
    assert mask("hubungi 0812-3456-7890 ya") == f"hubungi {HIDDEN} ya"
