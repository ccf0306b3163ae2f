"""What a page points at is there, and what is there is pointed at."""

import re
from pathlib import Path

_LINK = re.compile(
    r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"|`((?:conversations|storage|bot|sandbox|tests)/[\w/.-]+\.\w+)`"
)
MOST_BYTES = 300 * 1024


def targets(page: Path, root: Path) -> set[Path]:
    """Give the files that a page links, shows or names."""
    found = _LINK.findall(page.read_text("utf-8"))
    linked = {
        (page.parent / (link or shown)).resolve() for link, shown, _ in found if _is_file(link or shown)
    }
    return linked | {root / named for _, _, named in found if named}


def _is_file(link: str) -> bool:
    return bool(link) and "://" not in link and not link.startswith("#")


def test_everything_a_page_points_at_is_there(page: Path, root: Path) -> None:
    """Links, pictures and paths in code marks."""
    assert [target for target in targets(page, root) if not target.exists()] == []


def test_every_page_can_be_found_from_the_first(root: Path) -> None:
    """By following links."""
    seen: set[Path] = set()
    waiting = [root / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen:
            seen.add(page)
            waiting += [
                target for target in targets(page, root) if target.suffix == ".md" and target.exists()
            ]
    assert set((root / "docs").glob("*.md")) <= seen


def test_every_picture_is_shown_somewhere_and_is_small(root: Path) -> None:
    """A page has to open on a slow line."""
    shown = {
        target
        for page in (root / "README.md", *(root / "docs").glob("*.md"))
        for target in targets(page, root)
    }
    pictures = set((root / "docs/pictures").glob("*.png"))
    assert pictures
    assert pictures <= shown
    assert [picture.name for picture in pictures if picture.stat().st_size > MOST_BYTES] == []


def test_every_picture_tells_what_it_shows_to_whoever_cannot_see_it(page: Path) -> None:
    """Screen readers read it; so does whoever has no pictures."""
    text = page.read_text("utf-8")
    assert text.count("<img ") == len(re.findall(r'<img [^>]*alt="[^"]{15,}"', text))
    assert "![](" not in text
