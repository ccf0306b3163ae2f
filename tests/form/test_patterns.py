"""Patterns of ``regex()``: what they match, and that none runs away."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.form.errors import ExpressionError
from conversations.form.pattern import LONGEST_TEXT, Pattern

_PIECES = st.sampled_from(
    ["a", "b", "0", ".", "[ab]", "[^a]", "[0-9]", r"\d", r"\w", r"\s", r"\.", "(a|b)", "(?:ab)"]
)
_COUNTS = st.sampled_from(["", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"])
_BRANCHES = st.lists(st.tuples(_PIECES, _COUNTS).map("".join), min_size=1, max_size=5).map("".join)
_PATTERNS = st.lists(_BRANCHES, min_size=1, max_size=3).map("|".join)


@settings(deadline=None)
@given(pattern=_PATTERNS, text=st.text("ab01. \n", max_size=12))
def test_a_pattern_matches_what_python_matches(pattern: str, text: str) -> None:
    """On the common part of both languages, two engines agree."""
    assert Pattern(pattern).matches(text) is (re.fullmatch(pattern, text, re.ASCII) is not None)


@pytest.mark.parametrize(
    "pattern", ["(a*)*b", "(a+)+b", "(a|a)*b", "(a|ab|b?)*c", "(.*)(.*)(.*)(.*)(.*)x", "(a?){60}a{60}"]
)
def test_no_pattern_runs_away(pattern: str) -> None:
    """These take Python's own engine longer than the age of the universe."""
    assert not Pattern(pattern).matches("a" * (LONGEST_TEXT - 1) + "!")


@pytest.mark.parametrize(
    "pattern",
    ["(", ")", "a)", "[a", "a**", "*", "a{2,1}", "a{x}", "a{1", "a{9999}", "\\", r"\1", r"\b", "(?=a)",
     "(?<a>b)", "[[a]]", "[z-a]", "a^b", "a$b", "a{,3}", "(" * 20 + ")" * 20, "(a{400}){400}", r"\p{L}"],
)  # fmt: skip
def test_what_cannot_be_kept_bounded_is_refused(pattern: str) -> None:
    """A pattern is refused when the form is loaded, not when somebody answers."""
    with pytest.raises(ExpressionError, match="pola"):
        Pattern(pattern)


@settings(deadline=None)
@given(pattern=st.text("ab(|)[]{}*+?\\^$-,1d.", max_size=20), text=st.text(max_size=20))
def test_whatever_pattern_is_written_it_matches_or_is_refused(pattern: str, text: str) -> None:
    """Nothing but our own error."""
    try:
        Pattern(pattern).matches(text)
    except ExpressionError as refused:
        assert "pola" in refused.problem  # noqa: PT017 - it says what is meant


def test_a_text_beyond_the_limit_matches_nothing() -> None:
    """So long a text is no phone number."""
    assert Pattern("a*").matches("a" * LONGEST_TEXT)
    assert not Pattern("a*").matches("a" * (LONGEST_TEXT + 1))
