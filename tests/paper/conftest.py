"""The paper: every page that is written for people."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = tuple(sorted((ROOT / "README.md", *(ROOT / "docs").glob("*.md"))))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for a page once for each page."""
    if "page" in metafunc.fixturenames:
        metafunc.parametrize("page", PAGES, ids=lambda page: page.name)


@pytest.fixture
def root() -> Path:
    """Give the project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def tracked() -> dict[str, str]:
    """Give the text of everything that is part of the project, by path; what is no text is left out."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    found = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file():
            found[name] = path.read_bytes()
    return {name: content.decode() for name, content in found.items() if b"\0" not in content}
