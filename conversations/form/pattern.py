"""What ``regex()`` matches against: patterns that cannot run away.

Law: a text is read once, sign by sign, with the set of places the pattern may have reached (Thompson 1968).
Nothing is ever tried again, so the time is bounded by length times places. Patterns are the common part of
Java's: signs, classes, groups, alternatives and counts. Look-around and back-references are refused.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from conversations.form.errors import ExpressionError

LONGEST_TEXT = 1000
"""Characters; a longer text matches no pattern."""
MOST_PLACES = 500
DEEPEST = 16
MANY = -1
Test = Callable[[str], bool]
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_SPECIAL = frozenset("\\.[]{}()*+?|^$")


@dataclass(slots=True)
class _Places:
    """The places a match may have reached: each takes a sign, or leads on without one."""

    tests: list[Test | None] = field(default_factory=list)
    onward: list[tuple[int, ...]] = field(default_factory=list)

    def add(self, test: Test | None, onward: tuple[int, ...]) -> int:
        if len(self.tests) >= MOST_PLACES:
            raise ExpressionError(f"pola regex() lebih panjang dari {MOST_PLACES} tempat", 1)
        self.tests.append(test)
        self.onward.append(onward)
        return len(self.tests) - 1


Build = Callable[[_Places, int], int]
"""Lay a part of the pattern out before the place it leads to; gives where it begins."""


class Pattern:
    """A compiled pattern."""

    def __init__(self, text: str) -> None:
        self._places = _Places()
        self._end = self._places.add(None, ())
        self._start = _Reader(text).read()(self._places, self._end)

    def matches(self, text: str) -> bool:
        """Tell whether the whole text matches."""
        if len(text) > LONGEST_TEXT:
            return False
        reached = self._spread((self._start,))
        for sign in text:
            tests, onward = self._places.tests, self._places.onward
            reached = self._spread(
                onward[place][0] for place in reached if (test := tests[place]) is not None and test(sign)
            )
            if not reached:
                return False
        return self._end in reached

    def _spread(self, places: Iterable[int]) -> set[int]:
        """Add every place that is reached without a sign."""
        waiting = list(places)
        reached: set[int] = set()
        while waiting:
            place = waiting.pop()
            if place not in reached:
                reached.add(place)
                if self._places.tests[place] is None:
                    waiting.extend(self._places.onward[place])
        return reached


def _one(test: Test) -> Build:
    return lambda places, target: places.add(test, (target,))


def _sequence(parts: list[Build]) -> Build:
    def build(places: _Places, target: int) -> int:
        for part in reversed(parts):
            target = part(places, target)
        return target

    return build


def _either(options: list[Build]) -> Build:
    if len(options) == 1:
        return options[0]
    return lambda places, target: places.add(None, tuple(option(places, target) for option in options))


def _repeated(part: Build, least: int, most: int) -> Build:
    def build(places: _Places, target: int) -> int:
        if most == MANY:
            loop = places.add(None, ())
            places.onward[loop] = (part(places, loop), target)
            first = loop
        else:
            first = target
            for _ in range(most - least):
                first = places.add(None, (part(places, first), target))
        for _ in range(least):
            first = part(places, first)
        return first

    return build


class _Reader:
    """Reads a pattern."""

    def __init__(self, text: str) -> None:
        self._text = text.removeprefix("^")
        if self._text.endswith("$") and not self._text.endswith("\\$"):
            self._text = self._text[:-1]
        self._at = 0
        self._depth = 0

    def read(self) -> Build:
        build = self._options()
        if self._at < len(self._text):
            raise self._refuse("kurung ) tidak menutup apa pun")
        return build

    def _refuse(self, problem: str) -> ExpressionError:
        return ExpressionError(f"dalam pola regex(): {problem}", self._at + 1)

    def _peek(self) -> str:
        return self._text[self._at] if self._at < len(self._text) else ""

    def _take(self) -> str:
        sign = self._peek()
        if not sign:
            raise self._refuse("pola berakhir terlalu cepat")
        self._at += 1
        return sign

    def _options(self) -> Build:
        options = [self._parts()]
        while self._peek() == "|":
            self._take()
            options.append(self._parts())
        return _either(options)

    def _parts(self) -> Build:
        parts: list[Build] = []
        while self._peek() not in {"", "|", ")"}:
            parts.append(self._counted(self._part()))
        return _sequence(parts)

    def _part(self) -> Build:
        sign = self._take()
        if sign == "(":
            return self._group()
        if sign == "[":
            return _one(self._class())
        if sign == "\\":
            return _one(self._escaped())
        if sign == ".":
            return _one(lambda one: one != "\n")
        if sign in "*+?{^$":
            raise self._refuse(f"di depan {sign} tidak ada apa-apa")
        return _one(sign.__eq__)

    def _group(self) -> Build:
        if self._peek() == "?":
            self._take()
            if self._take() != ":":
                raise self._refuse("dari semua (? ) hanya (?: ) yang didukung")
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._refuse(f"lebih dari {DEEPEST} kurung di dalam kurung")
        inside = self._options()
        if self._peek() != ")":
            raise self._refuse("kurung ( tidak ditutup")
        self._take()
        self._depth -= 1
        return inside

    def _counted(self, part: Build) -> Build:
        counts = {"*": (0, MANY), "+": (1, MANY), "?": (0, 1)}
        sign = self._peek()
        if sign not in {*counts, "{"}:
            return part
        self._take()
        least, most = self._braces() if sign == "{" else counts[sign]
        if self._peek() == "?":
            self._take()  # Whether a count is greedy makes no difference where the whole text must match.
        if self._peek() in {*counts, "{"}:
            raise self._refuse("ada dua hitungan berurutan")
        return _repeated(part, least, most)

    def _braces(self) -> tuple[int, int]:
        inside = ""
        while self._peek() != "}":
            inside += self._take()
        self._take()
        least, comma, most = inside.partition(",")
        numbers = [number for number in (least, most) if number]
        if not least or not all(number.isascii() and number.isdigit() for number in numbers):
            raise self._refuse(f"{{{inside}}} bukan hitungan")
        if any(len(number) > 3 or int(number) > MOST_PLACES for number in numbers):  # noqa: PLR2004 - digits
            raise self._refuse(f"hitungannya lebih dari {MOST_PLACES}")
        highest = int(most) if most else MANY if comma else int(least)
        if highest != MANY and highest < int(least):
            raise self._refuse(f"{{{inside}}} menghitung mundur")
        return int(least), highest

    def _escaped(self) -> Test:
        sign = self._take()
        known = _SHORT.get(sign.lower())
        if known is not None:
            return known if sign.islower() else lambda one: not known(one)
        if sign in _ESCAPED:
            return _ESCAPED[sign].__eq__
        if sign.isalnum():
            raise self._refuse(f"\\{sign} tidak didukung")
        return sign.__eq__

    def _class(self) -> Test:
        negated = self._peek() == "^"
        if negated:
            self._take()
        tests: list[Test] = []
        while self._peek() != "]" or not tests:
            tests.append(self._range())
        self._take()
        members = tuple(tests)
        return lambda one: any(test(one) for test in members) is not negated

    def _range(self) -> Test:
        first = self._take()
        if first == "[" or (first == "&" and self._peek() == "&"):
            raise self._refuse("kelas di dalam kelas tidak didukung")
        if first == "\\":
            return self._escaped()
        if self._peek() != "-" or self._text[self._at + 1 : self._at + 2] in {"]", ""}:
            return first.__eq__
        self._take()
        last = self._take()
        if last == "\\":
            last = self._take()
        if last < first:
            raise self._refuse(f"{first}-{last} berjalan mundur")
        return lambda one: first <= one <= last


_SHORT: dict[str, Test] = {
    "d": lambda one: "0" <= one <= "9",
    "w": lambda one: one == "_" or (one.isascii() and one.isalnum()),
    "s": lambda one: one in " \t\n\v\f\r",
}
"""As Java: ASCII only."""
