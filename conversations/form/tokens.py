"""An expression cut into its signs and words.

Law: every token knows where it stands, so that whoever refuses it can point at it.
"""

import re
from dataclasses import dataclass
from typing import Literal

from conversations.form.errors import ExpressionError

LONGEST_EXPRESSION = 10_000
"""Characters."""
Kind = Literal["number", "text", "name", "operator", "end"]
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
      | (?P<text>"[^"]*"|'[^']*')
      | (?P<name>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)
      | (?P<operator>!=|<=|>=|\.\.|[-+*/|=<>()\[\],.])
    )""",
    re.VERBOSE | re.ASCII,
)
_WORDS = frozenset({"or", "and", "div", "mod"})
_EXPECTING = _WORDS | {"!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "|", "(", "[", ","}
"""After one of these a word is a name; elsewhere ``or`` and its like are operators (XPath 1.0, 3.7)."""


@dataclass(frozen=True, slots=True)
class Token:
    """One sign or word."""

    kind: Kind
    text: str
    at: int
    """The sign, counted from 1, where it begins."""


def tokens_of(text: str) -> list[Token]:
    """Cut an expression into tokens, the last of which is the end."""
    if len(text) > LONGEST_EXPRESSION:
        raise ExpressionError(f"lebih panjang dari {LONGEST_EXPRESSION} huruf", LONGEST_EXPRESSION)
    found: list[Token] = []
    whole = text.rstrip()
    at = 0
    while at < len(whole):
        match = _TOKEN.match(whole, at)
        if match is None:
            raise _unreadable(whole, at)
        found.append(_token(match, found[-1] if found else None))
        at = match.end()
    return [*found, Token("end", "akhir ungkapan", len(whole) + 1)]


def _token(match: re.Match[str], before: Token | None) -> Token:
    kinds: tuple[Kind, ...] = ("number", "text", "name", "operator")
    kind = next(kind for kind in kinds if match.group(kind) is not None)
    text = match.group(kind)
    is_operand_before = before is not None and not (before.kind == "operator" and before.text in _EXPECTING)
    if kind == "name" and text in _WORDS and is_operand_before:
        kind = "operator"
    return Token(kind, text, match.start(kind) + 1)


def _unreadable(text: str, at: int) -> ExpressionError:
    rest = text[at:].lstrip()
    where = len(text) - len(rest) + 1
    if rest[0] in "'\"":
        return ExpressionError("tanda kutip dibuka dan tidak ditutup", where)
    return ExpressionError(f"tanda {rest[0]!r} tidak berarti apa-apa di sini", where)
