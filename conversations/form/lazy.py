"""Parts of an expression that are worked out only as far as they are needed.

Law: what is not needed is never looked at.
"""

from conversations.form.expression import Evaluate, Scope
from conversations.form.values import Item, Value, to_text, to_truth


def either(condition: Evaluate, then: Evaluate, otherwise: Evaluate) -> Evaluate:
    """Look at one side only (a form guards what would make no sense)."""
    return lambda scope, item: (then if to_truth(condition(scope, item)) else otherwise)(scope, item)


def first_told(options: tuple[Evaluate, ...]) -> Evaluate:
    """Give the first value that is not empty."""

    def told(scope: Scope, item: Item) -> Value:
        for option in options:
            value = option(scope, item)
            if to_text(value):
                return value
        return ""

    return told


def all_of(operands: tuple[Evaluate, ...]) -> Evaluate:
    """Stop at the first that is false."""

    def every(scope: Scope, item: Item) -> Value:
        return all(to_truth(operand(scope, item)) for operand in operands)

    return every


def any_of(operands: tuple[Evaluate, ...]) -> Evaluate:
    """Stop at the first that is true."""

    def some(scope: Scope, item: Item) -> Value:
        return any(to_truth(operand(scope, item)) for operand in operands)

    return some
