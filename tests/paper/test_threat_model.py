"""The threat model names what can be taken, and tests that exist."""

import re
from pathlib import Path

import pytest

_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
TAKEN = (
    "The reporter's phone",
    "An officer's phone",
    "The database alone",
    "The database and the key file",
    "A backup",
    "drafts.key",
    "The bot token",
    "Telegram itself",
    "The server while it runs",
    "A rogue officer",
    "A rogue operator",
    "An older database put back",
    "The coordinator's account",
    "The invitation link in transit",
)


@pytest.fixture
def sections(root: Path) -> dict[str, str]:
    """Give the threat model by heading."""
    text = (root / "docs/threat-model.md").read_text("utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("taken", TAKEN)
def test_it_tells_what_whoever_takes_this_gets(sections: dict[str, str], taken: str) -> None:
    """In as many words."""
    assert "They get" in sections[taken]


def test_every_test_it_names_exists(sections: dict[str, str], root: Path) -> None:
    """A promise whose test was renamed or lost is told here."""
    named = [pair for section in sections.values() for pair in _TEST.findall(section)]
    assert named
    assert [
        f"{file}::{test}"
        for file, test in named
        if not (root / file).exists() or f"def {test}(" not in (root / file).read_text("utf-8")
    ] == []
