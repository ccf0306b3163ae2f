"""What a person is shown, as values: paragraphs and buttons, still without a language.

Law: a screen names wordings; the words themselves stand in ``locales``. What a reporter typed travels as
``Quoted`` and is shown so that no link, command or markup in it acts.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

LONGEST_PAIRED_LABEL = 15
"""Characters; two buttons stand side by side only when both labels are this short (a phone of 360 px)."""


@dataclass(frozen=True, slots=True)
class Plain:
    """One paragraph as the form's author wrote it, by language."""

    texts: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph by the name of its wording."""

    wording: str
    values: Mapping[str, str | int | Plain] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a reporter or an officer, shown literally."""

    text: str = field(repr=False)


Part = Line | Plain | Quoted


@dataclass(frozen=True, slots=True)
class Button:
    """A button and what pressing it tells us (at most 64 bytes)."""

    label: Line | Plain
    data: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: what it says and what may be pressed."""

    parts: tuple[Part, ...]
    rows: Rows = ()
    protected: bool = False
    """Telegram is asked to refuse copying and forwarding it."""
    file: "FileShown | None" = None


@dataclass(frozen=True, slots=True)
class FileShown:
    """An attachment that the message carries."""

    token: str


def one_a_row(buttons: Iterable[Button]) -> Rows:
    """Give every button a row of its own."""
    return tuple((button,) for button in buttons)


def paired(buttons: Iterable[Button]) -> Rows:
    """Put the buttons side by side, two and two."""
    waiting: list[Button] = []
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        waiting.append(button)
        if len(waiting) == 2:  # noqa: PLR2004 - a pair
            rows.append(tuple(waiting))
            waiting = []
    return (*rows, tuple(waiting)) if waiting else tuple(rows)


def by_width(buttons: Iterable[Button]) -> Rows:
    """Pair neighbours whose form labels are short in every language; the rest stand alone."""
    return tuple(_by_width(list(buttons)))


def _by_width(buttons: list[Button]) -> Iterator[tuple[Button, ...]]:
    at = 0
    while at < len(buttons):
        pair = buttons[at : at + 2]
        step = 2 if len(pair) == 2 and all(map(_short, pair)) else 1  # noqa: PLR2004 - a pair
        yield tuple(pair[:step])
        at += step


def _short(button: Button) -> bool:
    label = button.label
    return isinstance(label, Plain) and all(
        len(text) <= LONGEST_PAIRED_LABEL for text in label.texts.values()
    )


def stamp(generation: int, place: str) -> str:
    """Name a screen in six characters, so that a button of another screen or another life is known as old."""
    return f"{zlib.crc32(f'{generation}/{place}'.encode()) & 0xFFFFFF:06x}"
