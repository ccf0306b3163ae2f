"""Every dependency has its why, and every why its dependency."""

import re
import tomllib
from pathlib import Path

_ROW = re.compile(r"^\| `([\w.-]+)` \| (.+) \|$", re.MULTILINE)
_NAME = re.compile(r"[\w.-]+")


def depended_on(root: Path) -> set[str]:
    """Read what pyproject asks for."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    names = {found[0] for one in wanted if (found := _NAME.match(one))}
    return names - {"teduh"}


def test_every_dependency_has_a_why(root: Path) -> None:
    """Somebody who asks what a package is for finds one sentence."""
    told = dict(_ROW.findall((root / "docs/decisions.md").read_text("utf-8")))
    assert set(told) == depended_on(root)
    assert [name for name, why in told.items() if len(why) < len("Types.")] == []


def test_decisions_are_questions(root: Path) -> None:
    """Each heading of a decision can be asked."""
    headings = re.findall(r"^### (.+)$", (root / "docs/decisions.md").read_text("utf-8"), re.MULTILINE)
    assert headings
    assert [heading for heading in headings if not heading.endswith(("?", "…"))] == []
