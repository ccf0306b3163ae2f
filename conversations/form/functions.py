"""The functions an expression may call, as XForms and ODK define them.

Law: a function is a plain function of its arguments' values. Those that need more (laziness, the form, today)
are the compiler's. Held against JavaRosa by ``tests/form``.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from conversations.form.values import (
    NOT_A_NUMBER,
    Value,
    to_day,
    to_number,
    to_text,
    to_texts,
    to_truth,
)

Arguments = Sequence[Value]
MANY = 1000
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Function:
    """A function and how many arguments it takes."""

    of: Callable[[Arguments], Value]
    least: int
    most: int


def _selected(given: Arguments) -> Value:
    chosen = to_text(given[1]).strip()
    told = to_text(given[0])
    return chosen in told.split() or (not chosen and not told.strip())


def _selected_at(given: Arguments) -> Value:
    chosen = to_text(given[0]).split()
    place = to_number(given[1])
    return chosen[int(place)] if 0 <= place < len(chosen) else ""


def _substr(given: Arguments) -> Value:
    text = to_text(given[0])
    bounds = [to_number(bound) for bound in given[1:]]
    if any(not math.isfinite(bound) for bound in bounds):
        return ""
    first, last = int(bounds[0]), int(bounds[1]) if len(bounds) > 1 else len(text)
    return text[_within(first, text) : _within(last, text)]


def _within(place: int, text: str) -> int:
    return max(min(place if place >= 0 else len(text) + place, len(text)), 0)


def _int(given: Arguments) -> Value:
    number = to_number(given[0])
    return float(int(number)) if math.isfinite(number) else number


def _round(given: Arguments) -> Value:
    number = to_number(given[0])
    digits = to_number(given[1]) if len(given) > 1 else 0.0
    if not math.isfinite(number) or not abs(digits) <= _MOST_DIGITS:
        return number if math.isinf(number) else NOT_A_NUMBER
    if not digits:
        return float(math.floor(number + 0.5)) if abs(number) < 10**_MOST_DIGITS else number
    try:
        return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP))
    except InvalidOperation:
        return number  # More digits than a number holds: there is nothing to round.


def _numbers(given: Arguments) -> list[float]:
    """Give every number among the arguments; what is none is passed over."""
    numbers = (to_number(one) for value in given for one in (value if isinstance(value, tuple) else (value,)))
    return [number for number in numbers if not math.isnan(number)]


def _least(given: Arguments) -> Value:
    return min(_numbers(given), default=NOT_A_NUMBER)


def _most(given: Arguments) -> Value:
    return max(_numbers(given), default=NOT_A_NUMBER)


def _sum(given: Arguments) -> Value:
    return sum((number for number in _numbers(given) if math.isfinite(number)), 0.0)


def _count(given: Arguments) -> Value:
    return float(len(to_texts(given[0])))


def _count_non_empty(given: Arguments) -> Value:
    return float(sum(bool(text) for text in to_texts(given[0])))


def _power(given: Arguments) -> Value:
    try:
        return math.pow(to_number(given[0]), to_number(given[1]))
    except (OverflowError, ValueError):
        return NOT_A_NUMBER


def _date(given: Arguments) -> Value:
    if given[0] == "":
        return ""
    return to_day(given[0]) or ""


def _days(given: Arguments) -> Value:
    day = to_day(given[0])
    return to_number(day) if day else NOT_A_NUMBER


def _format_date(given: Arguments) -> Value:
    day = to_day(given[0]) if given[0] != "" else None
    return formatted(day, to_text(given[1])) if day else ""


def formatted(day: date, shape: str) -> str:
    """Write a day in a shape such as ``%d/%m/%Y``; ValueError where the shape has an unknown part."""
    parts = shape.split("%")
    told = [parts[0]]
    for part in parts[1:]:
        write = _SHAPES.get(part[:1])
        if write is None:
            raise ValueError(part[:1])
        told += [write(day), part[1:]]
    return "".join(told)


_SHAPES: Mapping[str, Callable[[date], str]] = {
    "Y": lambda day: f"{day.year:04}",
    "y": lambda day: f"{day.year % 100:02}",
    "m": lambda day: f"{day.month:02}",
    "n": lambda day: str(day.month),
    "b": lambda day: _MONTHS[day.month - 1],
    "d": lambda day: f"{day.day:02}",
    "e": lambda day: str(day.day),
    "a": lambda day: _DAYS[day.weekday()],
    "H": lambda _: "00",
    "h": lambda _: "0",
    "M": lambda _: "00",
    "S": lambda _: "00",
    "3": lambda _: "000",
}


def _before(given: Arguments) -> Value:
    head, found, _ = to_text(given[0]).partition(to_text(given[1])) if given[1] != "" else ("", "", "")
    return head if found else ""


def _after(given: Arguments) -> Value:
    return to_text(given[0]).partition(to_text(given[1]))[2] if given[1] != "" else to_text(given[0])


def _translate(given: Arguments) -> Value:
    old, new = to_text(given[1]), to_text(given[2])
    table: dict[int, str] = {}
    for place, sign in enumerate(old):
        table.setdefault(ord(sign), new[place : place + 1])
    return to_text(given[0]).translate(table)


def _joined(separator: str, given: Arguments) -> str:
    return separator.join(text for value in given for text in to_texts(value))


FUNCTIONS: Mapping[str, Function] = {
    "selected": Function(_selected, 2, 2),
    "selected-at": Function(_selected_at, 2, 2),
    "count-selected": Function(lambda given: float(len(to_text(given[0]).split())), 1, 1),
    "not": Function(lambda given: not to_truth(given[0]), 1, 1),
    "true": Function(lambda _: True, 0, 0),
    "false": Function(lambda _: False, 0, 0),
    "string": Function(lambda given: to_text(given[0]), 1, 1),
    "number": Function(lambda given: to_number(given[0]), 1, 1),
    "boolean": Function(lambda given: to_truth(given[0]), 1, 1),
    "boolean-from-string": Function(lambda given: to_text(given[0]).lower() in {"true", "1"}, 1, 1),
    "concat": Function(lambda given: _joined("", given), 0, MANY),
    "join": Function(lambda given: _joined(to_text(given[0]), given[1:]), 1, MANY),
    "contains": Function(lambda given: to_text(given[1]) in to_text(given[0]), 2, 2),
    "starts-with": Function(lambda given: to_text(given[0]).startswith(to_text(given[1])), 2, 2),
    "ends-with": Function(lambda given: to_text(given[0]).endswith(to_text(given[1])), 2, 2),
    "string-length": Function(lambda given: float(len(to_text(given[0]))), 1, 1),
    "normalize-space": Function(lambda given: " ".join(to_text(given[0]).split()), 1, 1),
    "substr": Function(_substr, 2, 3),
    "substring-before": Function(_before, 2, 2),
    "substring-after": Function(_after, 2, 2),
    "translate": Function(_translate, 3, 3),
    "int": Function(_int, 1, 1),
    "round": Function(_round, 1, 2),
    "abs": Function(lambda given: abs(to_number(given[0])), 1, 1),
    "pow": Function(_power, 2, 2),
    "min": Function(_least, 1, MANY),
    "max": Function(_most, 1, MANY),
    "sum": Function(_sum, 1, 1),
    "count": Function(_count, 1, 1),
    "count-non-empty": Function(_count_non_empty, 1, 1),
    "date": Function(_date, 1, 1),
    "decimal-date-time": Function(_days, 1, 1),
    "format-date": Function(_format_date, 2, 2),
}
