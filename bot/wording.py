"""Screens into words: text, marks and buttons in the reader's language, ready for Telegram.

Law: every word of ours stands in ``conversations/locales``; a wording that is missing, or lacks a value,
raises here and is never shown by its name. What a person typed is shown literally under a ``code`` mark, in
which Telegram makes no link, mention, tag, command or telephone number; nothing is ever parsed as markup.
Offsets and lengths count UTF-16 units, as Telegram counts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from fluent.runtime import FluentBundle, FluentResource

from conversations.screen import Button, Line, Part, Plain, Quoted, Screen

LANGUAGES: Final = ("id", "en")
"""The first is fallen back on."""
LONGEST_MESSAGE: Final = 4096
LONGEST_CAPTION: Final = 1024
LONGEST_TOAST: Final = 200
MOST_COUNTED: Final = 512
"""Lines that are remembered as they were written out: those that hold counts, or a value named below."""
OF_NOBODY: Final = frozenset({"address", "unit"})
"""How somebody is spoken to, and what is counted. A code, a name or a case's number is never remembered."""
ELLIPSIS: Final = "…"
MARK: Final = "code"
_BLOCKS: Final = (
    ("alert-", "case-"),
    ("hotline",),
    ("files-",),
    ("view-urgency", "view-filed", "urgent-"),
    ("reach-",),
    ("fact-",),
)
"""Lines of one of these families make one block; all others are paragraphs of their own."""
_ACTING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028-\u202e\u2066-\u2069]")
"""Controls that act on the text around them (a right-to-left override turns an officer's line over)."""

Entity: TypeAlias = tuple[str, int, int]
"""Kind, offset and length in UTF-16 units."""
Values: TypeAlias = Mapping[str, str | int | Plain]


class WordingBroken(Exception):  # noqa: N818 - reads as what the wording is
    """A wording is missing or lacks a value: the program and its words do not fit each other."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message, ready to send."""

    text: str = field(repr=False)
    entities: tuple[Entity, ...] = ()
    rows: tuple[tuple[tuple[str, str], ...], ...] = field(default=(), repr=False)
    """Rows of buttons: label and what pressing it tells us."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a stranger sees of the bot before a word was said, in one language (empty: in all others)."""

    language: str
    name: str
    description: str
    short: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part in words."""

    text: str
    literal: bool
    """Somebody typed it."""
    close: bool
    """Stands on the next line, not in a paragraph of its own."""


class Words:
    """All wordings, in every language."""

    def __init__(self, bundles: Mapping[str, FluentBundle], fixed: Mapping[str, Mapping[str, str]]) -> None:
        self._bundles = bundles
        self._fixed = fixed
        self._first = next(iter(bundles))
        self._counted = lru_cache(maxsize=MOST_COUNTED)(self._written)

    @classmethod
    def load(cls, languages: Iterable[str] = LANGUAGES) -> "Words":
        """Read the wordings that are shipped."""
        return cls.of({language: source(language) for language in languages})

    @classmethod
    def of(cls, sources: Mapping[str, Sequence[str]]) -> "Words":
        """Take wordings from Fluent texts by language."""
        bundles = {language: _bundle(language, texts) for language, texts in sources.items()}
        return cls(bundles, {language: _fixed(bundle) for language, bundle in bundles.items()})

    def render(self, screen: Screen, language: str, zone: ZoneInfo) -> Rendered:
        """Write a screen out; what is too long for Telegram is shortened, what people typed first."""
        longest = LONGEST_CAPTION if screen.file is not None else LONGEST_MESSAGE
        text, entities = _composed(_fitted(self._pieces(screen.parts, language, zone), longest), longest)
        rows = tuple(tuple(self._button(button, language, zone) for button in row) for row in screen.rows)
        return Rendered(text, entities, rows)

    def line(self, line: Line, language: str, zone: ZoneInfo) -> str:
        """Write one line out, short enough to answer a press with."""
        return _cut(self._text(line, language, zone), LONGEST_TOAST)

    def profiles(self) -> tuple[Profile, ...]:
        """Give the bot's neutral face in every language; the first one also for all others."""
        shown = [self._profile(language, language) for language in self._bundles]
        return (self._profile("", self._first), *shown)

    def _profile(self, tag: str, language: str) -> Profile:
        name, description, short = (
            self._say(f"profile-{part}", {}, language) for part in ("name", "description", "short")
        )
        return Profile(tag, name, description, short)

    def _pieces(self, parts: Sequence[Part], language: str, zone: ZoneInfo) -> list[_Piece]:
        pieces: list[_Piece] = []
        before: Part | None = None
        under_heading = False
        for part in parts:
            text = literal(part.text) if isinstance(part, Quoted) else self._text(part, language, zone)
            if not text:
                continue
            close = _stands_close(part, before, under_heading=under_heading)
            pieces.append(_Piece(text, isinstance(part, Quoted), close))
            # A form's label is one line; its answer, or its hint, stands right below.
            under_heading = isinstance(part, Plain) and not close and "\n" not in text
            before = part
        return pieces

    def _text(self, part: Line | Plain, language: str, zone: ZoneInfo) -> str:
        if isinstance(part, Plain):
            texts = part.texts
            return (texts.get(language) or texts.get(self._first) or next(iter(texts.values()), "")).strip()
        return self._say(part.wording, self._spoken(part.values, language, zone), language)

    def _spoken(self, values: Values, language: str, zone: ZoneInfo) -> Mapping[str, str | int]:
        """Put the form's words and a time into the reader's language."""
        spoken = {
            name: self._text(value, language, zone) if isinstance(value, Plain) else value
            for name, value in values.items()
        }
        if "when" in spoken:
            spoken["when"] = self._moment(str(spoken["when"]), language, zone)
        return spoken

    def _moment(self, iso: str, language: str, zone: ZoneInfo) -> str:
        at = datetime.fromisoformat(iso).astimezone(zone)
        values: dict[str, str | int] = {
            "weekday": at.isoweekday(),
            "day": str(at.day),
            "month": at.month,
            "hour": f"{at.hour:02}",
            "minute": f"{at.minute:02}",
        }
        return self._say("moment", values, language)

    def _button(self, button: Button, language: str, zone: ZoneInfo) -> tuple[str, str]:
        return (self._text(button.label, language, zone) or ELLIPSIS, button.data)

    def _say(self, wording: str, values: Values, language: str) -> str:
        spoken = language if language in self._bundles else self._first
        said = self._fixed[spoken].get(wording)
        if said is not None:
            return said
        if all(name in OF_NOBODY or isinstance(value, int) for name, value in values.items()):
            return self._counted(spoken, wording, tuple(values.items()))
        return _format(self._bundles[spoken], wording, values)

    def _written(self, language: str, wording: str, counts: Sequence[tuple[str, str | int]]) -> str:
        """Write a line out that tells of nobody: it may be remembered."""
        return _format(self._bundles[language], wording, dict(counts))


def source(language: str) -> tuple[str, ...]:
    """Give the shipped Fluent texts of a language."""
    folder = files("conversations") / "locales" / language
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".ftl")), key=lambda file: file.name
    )
    return tuple(file.read_text("utf-8") for file in found)


def literal(text: str) -> str:
    """Give somebody's words as they are shown: all of them, without controls that act on other text."""
    joined = text.replace("\r\n", "\n").encode("utf-8", "replace").decode()
    return _ACTING.sub("", joined).strip()


def units(text: str) -> int:
    """Count UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _bundle(language: str, texts: Sequence[str]) -> FluentBundle:
    # Isolating marks would stand in button labels as visible boxes.
    bundle = FluentBundle([language], use_isolating=False)
    for text in texts:
        bundle.add_resource(FluentResource(text))
    return bundle


def _fixed(bundle: FluentBundle) -> dict[str, str]:
    """Write out once what takes no values."""
    fixed = {}
    for name in bundle._messages:  # noqa: SLF001 - the bundle offers no list of its messages
        pattern = bundle.get_message(name).value
        text, errors = bundle.format_pattern(pattern, {}) if pattern is not None else ("", [])
        if pattern is not None and not errors:
            fixed[name] = str(text)
    return fixed


def _format(bundle: FluentBundle, wording: str, values: Values) -> str:
    pattern = bundle.get_message(wording).value if bundle.has_message(wording) else None
    if pattern is None:
        raise WordingBroken(f"The wording {wording} is missing.")
    text, errors = bundle.format_pattern(pattern, dict(values))
    if errors:
        raise WordingBroken(f"The wording {wording} lacks a value.")
    return str(text)


def _stands_close(part: Part, before: Part | None, *, under_heading: bool) -> bool:
    match part:
        case Quoted():
            return True
        case Plain():
            return under_heading
        case Line(wording=wording):
            beside = before.wording if isinstance(before, Line) else ""
            belongs = any(wording.startswith(block) and beside.startswith(block) for block in _BLOCKS)
            return belongs or wording.startswith("answer-")


def _fitted(pieces: list[_Piece], longest: int) -> list[_Piece]:
    """Shorten what people typed, from the end, until everything fits."""
    over = sum(units(piece.text) + 2 for piece in pieces) - longest
    fitted: list[_Piece] = []
    for piece in reversed(pieces):
        if over > 0 and piece.literal:
            size = units(piece.text)
            shorter = _cut(piece.text, max(size - over, 1))
            over -= size - units(shorter)
            fitted.append(_Piece(shorter, piece.literal, piece.close))
        else:
            fitted.append(piece)
    return fitted[::-1]


def _composed(pieces: list[_Piece], longest: int) -> tuple[str, tuple[Entity, ...]]:
    texts: list[str] = []
    entities: list[Entity] = []
    at = 0
    for piece in pieces:
        gap = ("\n" if piece.close else "\n\n") if texts else ""
        at += len(gap)
        size = units(piece.text)
        if piece.literal:
            entities.append((MARK, at, size))
        texts.append(gap + piece.text)
        at += size
    text = _cut("".join(texts), longest)
    return text, tuple(_clipped(entities, units(text)))


def _clipped(entities: Iterable[Entity], end: int) -> Iterable[Entity]:
    return ((kind, at, min(size, end - at)) for kind, at, size in entities if at < end)


def _cut(text: str, most: int) -> str:
    if units(text) <= most:
        return text
    return text.encode("utf-16-le")[: (most - 1) * 2].decode("utf-16-le", "ignore") + ELLIPSIS
