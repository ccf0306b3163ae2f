"""Forms to fill in: the shipped one, and small ones written down in a test."""

from collections.abc import Callable

import pytest

from bot.forms import load_any_form, load_form
from conversations.form.model import Form

Written = Callable[[str], Form]


@pytest.fixture(scope="session")
def shipped() -> Form:
    """Give the report form that comes with the program."""
    return load_form()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Load a form written down in Markdown."""

    def load(text: str) -> Form:
        path = tmp_path_factory.mktemp("form") / "form.md"
        path.write_text(text, "utf-8")
        return load_any_form(path)

    return load
