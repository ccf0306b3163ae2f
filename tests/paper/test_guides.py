"""The guides speak of the screens as they are."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings
from conversations.form.office import ASKED, CALCULATED, PRESETS

_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_QUOTED = re.compile(r"\"([A-Z][^\"]{8,})\"")
MOST_WORDS = 4
"""A button has no more; longer bold text is our own."""


@pytest.fixture(scope="module")
def worded() -> str:
    """Give everything the bot says to the office, Indonesian."""
    folder = Path(__file__).parents[2] / "conversations/locales/id"
    return " ".join(" ".join(file.read_text("utf-8").split()) for file in folder.glob("*.ftl"))


@pytest.mark.parametrize("guide", ["petugas.md", "koordinator.md"])
def test_every_button_a_guide_names_is_on_a_screen(guide: str, root: Path, worded: str) -> None:
    """Under that very name."""
    text = (root / "docs" / guide).read_text("utf-8")
    named = {bold for bold in _BOLD.findall(text) if len(bold.split()) <= MOST_WORDS}
    assert named
    assert sorted(bold for bold in named if bold.rstrip(".") not in worded) == []


@pytest.mark.parametrize("guide", ["petugas.md", "koordinator.md"])
def test_every_sentence_a_guide_quotes_is_said(guide: str, root: Path, worded: str) -> None:
    """Word for word; a case's number stands for any."""
    rows = [
        line for line in (root / "docs" / guide).read_text("utf-8").splitlines() if line.startswith('| "')
    ]
    quoted = {said for row in rows for said in _QUOTED.findall(row.partition(" |")[0])}
    assert quoted
    assert (
        sorted(
            said for said in quoted if said.replace("Kasus tidak", "Kasus { $number } tidak") not in worded
        )
        == []
    )


def test_the_names_a_form_needs_are_all_told(root: Path) -> None:
    """And no others."""
    text = (root / "docs/formulir.md").read_text("utf-8")
    section = text.partition("## Nama yang harus ada")[2].partition("\n## ")[0]
    told = {
        name
        for row in re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert told == {*PRESETS, *CALCULATED, *ASKED}


def test_every_setting_a_page_names_exists(page: Path) -> None:
    """As it is written in the settings."""
    known = {
        name
        for model in Settings.model_fields.values()
        for name in getattr(model.annotation, "model_fields", ())
    }
    text = page.read_text("utf-8")
    named = set(re.findall(r"`([a-z]+_[a-z_]+)` (?:di pengaturan|setting)|\(setting `(\w+)`\)", text))
    assert {name for pair in named for name in pair if name} <= known
