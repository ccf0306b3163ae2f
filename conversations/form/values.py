"""What an expression yields, and how one kind of value becomes another.

Law: conversions follow XPath 1.0 as JavaRosa bends it: a date is ISO text, and as a number it
is days since 1970.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date

Value = str | float | bool | date | tuple[str, ...]
"""A text, a number, a truth, a day, or the texts of a node-set."""
Item = Mapping[str, str]
"""A row of a choice list, by column."""

NOT_A_NUMBER = math.nan
EPOCH = date(1970, 1, 1).toordinal()
_LONGEST_NUMBER = 40
_NUMBER_SIGNS = frozenset("0123456789.-")
_MOST_EXACT = 1e15


def to_text(value: Value) -> str:
    """Give the value as XForms writes it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value[0] if value else ""


def _number_text(number: float) -> str:
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < _MOST_EXACT:
        return str(int(number))
    return repr(number)


def to_number(value: Value) -> float:
    """Give the value as a number; what is none becomes NaN."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, float):
        return value
    if isinstance(value, date):
        return float(value.toordinal() - EPOCH)
    return _read_number(to_text(value))


def _read_number(text: str) -> float:
    cleaned = text.strip()
    if not cleaned or len(cleaned) > _LONGEST_NUMBER or not _NUMBER_SIGNS.issuperset(cleaned):
        return NOT_A_NUMBER
    try:
        return float(cleaned)
    except ValueError:
        return NOT_A_NUMBER


def to_truth(value: Value) -> bool:
    """Give the value as true or false."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    if isinstance(value, date):
        return True
    return bool(value)


def to_texts(value: Value) -> Sequence[str]:
    """Give every text of a node-set; anything else is a set of one."""
    return value if isinstance(value, tuple) else (to_text(value),)


def to_day(value: Value) -> date | None:
    """Give the value as a calendar day; None where it is none."""
    if isinstance(value, date):
        return value
    if isinstance(value, float):
        return _day_of(value)
    try:
        return date.fromisoformat(to_text(value)[:10])
    except ValueError:
        return None


def _day_of(number: float) -> date | None:
    try:
        return date.fromordinal(math.floor(number) + EPOCH)
    except (ValueError, OverflowError):
        return None
