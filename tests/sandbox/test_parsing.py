"""Whatever a bot writes, marked text is either read or refused: never anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.entities.formatted import READERS, Formatted, cleaned, parse
from sandbox.entities.found import units
from sandbox.errors import ApiError

SIGNS = "*_~`|[](){}<>/!#+-=.\\\n \"'&;b😀é"
TAGS = (
    "<b>", "</b>", "<i>", "</i>", "<a href='x.co'>", "</a>", "<code>", "</code>", "<pre>", "</pre>", "||",
    "```", "__", "**", "\n>", "](tg://user?id=7)", "&lt;", "&#128512;", "&#xD800;", "<tg-spoiler>",
    "</tg-spoiler>",
)  # fmt: skip
pieces = st.lists(st.sampled_from((*SIGNS, *TAGS)), max_size=25).map("".join)
written = st.one_of(st.text(max_size=60), pieces)


def read(text: str, mode: str) -> Formatted:
    """Read a text; one that is refused in words counts as empty."""
    try:
        return parse(text, mode, None)
    except ApiError as refused:
        if not refused.description.startswith("Bad Request: can't parse entities: "):
            raise
        return Formatted("", [])


@given(text=written, mode=st.sampled_from(sorted(READERS)))
def test_entities_lie_inside_the_text_and_in_order(text: str, mode: str) -> None:
    """Or the text is refused in words."""
    formatted = read(text, mode)
    size = units(formatted.text)
    places = [(each["offset"], each["length"]) for each in formatted.entities]
    assert all(offset >= 0 and length > 0 and offset + length <= size for offset, length in places)
    assert [offset for offset, _ in places] == sorted(offset for offset, _ in places)


@given(text=st.text(max_size=80))
def test_plain_text_is_only_trimmed_and_cleaned(text: str) -> None:
    """Cleaning it again changes nothing."""
    formatted = parse(text, "", None)
    assert cleaned(formatted, find=False).text == formatted.text
    assert formatted.text == formatted.text.strip()


@given(
    text=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Cs")), min_size=1, max_size=40)
)
def test_escaped_html_reads_as_it_was_written(text: str) -> None:
    """Nothing a person typed can become a mark."""
    from html import escape

    assert parse(escape(text, quote=False), "HTML", None).text == parse(text, "", None).text


@pytest.mark.parametrize("mode", sorted(READERS))
def test_an_empty_text_is_empty(mode: str) -> None:
    """Whatever the mode."""
    assert parse("", mode, None).text == ""
