"""What stands between two values: comparing and reckoning, as XPath 1.0 does.

Law: no operator ever fails; what cannot be reckoned is NaN, and NaN equals nothing.
"""

import math
from collections.abc import Callable, Mapping

from conversations.form.values import Value, to_number, to_text, to_truth


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return to_truth(left) == to_truth(right)
    if isinstance(left, float) or isinstance(right, float):
        return to_number(left) == to_number(right)
    return to_text(left) == to_text(right)


def _divided(left: Value, right: Value) -> float:
    above, below = to_number(left), to_number(right)
    if below:
        return above / below
    return (
        math.nan
        if not above or math.isnan(above)
        else math.copysign(math.inf, above * math.copysign(1, below))
    )


def _remainder(left: Value, right: Value) -> float:
    above, below = to_number(left), to_number(right)
    return math.fmod(above, below) if below and math.isfinite(above) else math.nan


OPERATORS: Mapping[str, Callable[[Value, Value], Value]] = {
    "=": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": lambda left, right: to_number(left) < to_number(right),
    "<=": lambda left, right: to_number(left) <= to_number(right),
    ">": lambda left, right: to_number(left) > to_number(right),
    ">=": lambda left, right: to_number(left) >= to_number(right),
    "+": lambda left, right: to_number(left) + to_number(right),
    "-": lambda left, right: to_number(left) - to_number(right),
    "*": lambda left, right: to_number(left) * to_number(right),
    "div": _divided,
    "mod": _remainder,
}
