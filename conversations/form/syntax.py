"""An expression as a tree: XPath 1.0 as far as XForms and ODK use it.

Law: reading never looks at the form; what a name means is the compiler's business.
"""

from dataclasses import dataclass
from typing import Literal as Exactly

from conversations.form.errors import ExpressionError
from conversations.form.tokens import Token, tokens_of

DEEPEST = 32
"""Brackets within brackets."""
_LEVELS = (
    frozenset({"or"}),
    frozenset({"and"}),
    frozenset({"=", "!="}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "div", "mod"}),
)
"""Operators from the loosest to the tightest."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A text or number written out."""

    value: str | float


@dataclass(frozen=True, slots=True)
class Path:
    """The way to a node."""

    base: Exactly["root", "here", "current"]
    steps: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class InstancePath:
    """The way to rows of a choice list, and maybe to one of their columns."""

    instance: str
    filters: tuple["Tree", ...]
    column: str
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple["Tree", ...]
    at: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands of one level, worked out from left to right."""

    first: "Tree"
    rest: tuple[tuple[str, "Tree"], ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """A minus sign."""

    of: "Tree"


Tree = Literal | Path | InstancePath | Call | Chain | Negation


def parse(text: str) -> Tree:
    """Read an expression; ExpressionError names the sign that stops it."""
    parser = _Parser(tokens_of(text))
    tree = parser.chain(0)
    parser.expect("end")
    return tree


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _sees(self, *texts: str) -> bool:
        return self._next.kind == "operator" and self._next.text in texts

    def expect(self, text: str) -> Token:
        token = self._take()
        if token.kind != text and not (token.kind == "operator" and token.text == text):
            missing = "tanda hitung atau banding" if text == "end" else text
            raise ExpressionError(f"{missing} kurang sebelum {token.text}", token.at)
        return token

    def chain(self, level: int) -> Tree:
        if level == len(_LEVELS):
            return self._signed()
        first = self.chain(level + 1)
        rest: list[tuple[str, Tree]] = []
        while self._sees(*_LEVELS[level]):
            operator = self._take().text
            rest.append((operator, self.chain(level + 1)))
        return Chain(first, tuple(rest)) if rest else first

    def _signed(self) -> Tree:
        signs = 0
        while self._sees("-"):
            self._take()
            signs += 1
        operand = self._operand()
        if self._sees("|"):
            raise ExpressionError("gabungan dengan | tidak didukung (ODK juga tidak)", self._next.at)
        # Two minus signs still make a number of a text.
        return Negation(Negation(operand) if signs % 2 == 0 else operand) if signs else operand

    def _operand(self) -> Tree:
        token = self._next
        if token.kind == "number":
            return Literal(float(self._take().text))
        if token.kind == "text":
            return Literal(self._take().text[1:-1])
        if self._sees("("):
            return self._bracketed()
        if token.kind == "name" and self._tokens[self._at + 1].text == "(":
            return self._call()
        if token.kind == "name" or self._sees("/", ".", ".."):
            return self._path()
        raise ExpressionError(f"{token.text} ada di tempat yang memerlukan nilai", token.at)

    def _bracketed(self) -> Tree:
        self._descend(self._take())
        inside = self.chain(0)
        self.expect(")")
        self._depth -= 1
        return inside

    def _descend(self, token: Token) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(f"lebih dari {DEEPEST} kurung di dalam kurung", token.at)

    def _call(self) -> Tree:
        name = self._take()
        self._descend(self._take())
        arguments: list[Tree] = []
        while not self._sees(")"):
            if arguments:
                self.expect(",")
            arguments.append(self.chain(0))
        self.expect(")")
        self._depth -= 1
        call = Call(name.text, tuple(arguments), name.at)
        return self._after(call) if name.text in {"current", "instance"} else call

    def _after(self, call: Call) -> Tree:
        if call.name == "instance":
            return self._rows(call)
        steps = self._steps() if self._sees("/") else ()
        return Path("current", steps, call.at)

    def _rows(self, call: Call) -> InstancePath:
        """Read ``instance('list')/root/item[filter]/column``."""
        named = call.arguments[0] if len(call.arguments) == 1 else None
        if not isinstance(named, Literal) or not isinstance(named.value, str):
            raise ExpressionError("instance() memerlukan nama satu daftar, dalam tanda kutip", call.at)
        for step in ("root", "item"):
            self.expect("/")
            token = self._take()
            if token.text != step:
                raise ExpressionError(f"{step} kurang sebelum {token.text}", token.at)
        filters: list[Tree] = []
        while self._sees("["):
            self._descend(self._take())
            filters.append(self.chain(0))
            self.expect("]")
            self._depth -= 1
        steps = self._steps() if self._sees("/") else ()
        if len(steps) > 1:
            raise ExpressionError("di bawah kolom sebuah daftar tidak ada apa-apa lagi", call.at)
        return InstancePath(named.value, tuple(filters), steps[0] if steps else "", call.at)

    def _path(self) -> Path:
        start = self._next
        if self._sees("/"):
            path = Path("root", self._steps(), start.at)
        else:
            first = self._step()
            path = Path("here", (first, *self._steps()), start.at)
        if self._sees("["):
            raise ExpressionError(
                "saringan [ ] hanya didukung di belakang instance(…)/root/item", self._next.at
            )
        return path

    def _steps(self) -> tuple[str, ...]:
        steps: list[str] = []
        while self._sees("/"):
            self._take()
            steps.append(self._step())
        return tuple(steps)

    def _step(self) -> str:
        token = self._take()
        if token.kind == "name" or (token.kind == "operator" and token.text in {".", ".."}):
            return token.text
        raise ExpressionError(f"{token.text} ada di tempat yang memerlukan nama", token.at)
