"""A tree made ready to be worked out: names found in the form, functions found in the table.

Law: whatever can be wrong with an expression is said here, once; a compiled expression always yields a value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from conversations.form.errors import ExpressionError
from conversations.form.expression import Evaluate, Expression, Scope
from conversations.form.functions import FUNCTIONS, Function, formatted
from conversations.form.lazy import all_of, any_of, either, first_told
from conversations.form.operators import OPERATORS
from conversations.form.pattern import Pattern
from conversations.form.syntax import Call, Chain, InstancePath, Literal, Negation, Path, Tree, parse
from conversations.form.values import EPOCH, Item, Value, to_day, to_number, to_text, to_truth

_UNSUPPORTED = {
    "position": "repeat belum didukung",
    "indexed-repeat": "repeat belum didukung",
    "random": "jawaban tidak boleh bergantung pada kebetulan",
    "randomize": "jawaban tidak boleh bergantung pada kebetulan",
    "uuid": "jawaban tidak boleh bergantung pada kebetulan",
    "pulldata": "pakai instance('daftar')/root/item[…] sebagai gantinya",
}


@dataclass(frozen=True, slots=True)
class Home:
    """Where an expression stands, and what it can see from there."""

    place: tuple[str, ...]
    """The steps to its own node."""
    paths: Mapping[tuple[str, ...], str]
    """The name of every node by the steps to it."""
    columns: Mapping[str, frozenset[str]]
    """The columns of every choice list by its name."""
    selects: frozenset[str] = frozenset()
    """The nodes whose answers are choices."""


def compile_expression(text: str, home: Home) -> Expression:
    """Compile an expression; ExpressionError says what is wrong and at which sign."""
    return _finished(text, parse(text), _Compiler(home))


def compile_choices(text: str, home: Home) -> tuple[str, Expression | None]:
    """Compile what a select offers: the name of the list, and the filter where there is one."""
    tree = parse(text)
    if not isinstance(tree, InstancePath) or tree.column:
        raise ExpressionError("pilihan hanya dapat berasal dari daftar", 1)
    columns = _columns(tree, home)
    if not tree.filters:
        return tree.instance, None
    first, *rest = tree.filters
    whole = Chain(first, tuple(("and", one) for one in rest)) if rest else first
    return tree.instance, _finished(text, whole, _Compiler(home, columns))


def _finished(text: str, tree: Tree, compiler: "_Compiler") -> Expression:
    evaluate = compiler.compile(tree)
    return Expression(text.strip(), evaluate, frozenset(compiler.reads), 3 * _depth(tree))


def _depth(tree: Tree) -> int:
    match tree:
        case Literal() | Path():
            return 1
        case InstancePath(filters=below) | Call(arguments=below):
            return 1 + max(map(_depth, below), default=0)
        case Chain(first=first, rest=rest):
            return 1 + max(_depth(first), *(_depth(operand) for _, operand in rest))
        case Negation(of=of):
            return 1 + _depth(of)
        case _:
            assert_never(tree)


def _columns(tree: InstancePath, home: Home) -> frozenset[str]:
    columns = home.columns.get(tree.instance)
    if columns is None:
        raise ExpressionError(f"tidak ada daftar bernama {tree.instance}", tree.at)
    if tree.column and tree.column not in columns:
        raise ExpressionError(f"daftar {tree.instance} tidak punya kolom {tree.column}", tree.at)
    if any(isinstance(one, Literal) for one in tree.filters):
        raise ExpressionError("baris dicari dari isinya, bukan dari nomornya", tree.at)
    return columns


@dataclass(slots=True)
class _Compiler:
    home: Home
    columns: frozenset[str] | None = None
    """The columns in sight inside a filter; None: outside."""
    reads: set[str] = field(default_factory=set)

    def compile(self, tree: Tree) -> Evaluate:
        match tree:
            case Literal(value=value):
                return lambda _scope, _item: value
            case Path():
                return self._path(tree)
            case InstancePath():
                return self._rows(tree)
            case Call():
                return self._call(tree)
            case Chain():
                return self._chain(tree)
            case Negation(of=of):
                operand = self.compile(of)
                return lambda scope, item: -to_number(operand(scope, item))
            case _:
                assert_never(tree)

    # Names --------------------------------------------------------------------------------------------------

    def _path(self, path: Path) -> Evaluate:
        if path.base == "here" and self.columns is not None:
            return self._column(path)
        name = self._name_at(path)
        self.reads.add(name)
        return lambda scope, _item: scope.value(name)

    def _name_at(self, path: Path) -> str:
        steps = list(self.home.place) if path.base != "root" else []
        for step in path.steps:
            if step == ".." and steps:
                steps.pop()
            elif step != ".":
                steps.append(step)
        name = self.home.paths.get(tuple(steps))
        if name is None:
            raise ExpressionError(f"formulir ini tidak punya pertanyaan {'/'.join(path.steps)}", path.at)
        return name

    def _column(self, path: Path) -> Evaluate:
        column = path.steps[0]
        if len(path.steps) > 1 or self.columns is None or column not in self.columns:
            raise ExpressionError(f"daftar ini tidak punya kolom {'/'.join(path.steps)}", path.at)
        return lambda _scope, item: item.get(column, "")

    def _rows(self, tree: InstancePath) -> Evaluate:
        columns = _columns(tree, self.home)
        inside = _Compiler(self.home, columns, self.reads)
        filters = tuple(inside.compile(one) for one in tree.filters)
        instance, column = tree.instance, tree.column or "name"

        def rows(scope: Scope, _item: Item) -> Value:
            found = scope.items(instance)
            for one in filters:
                found = [row for row in found if to_truth(one(scope, row))]
            return tuple(row.get(column, "") for row in found)

        return rows

    # Operators ----------------------------------------------------------------------------------------------

    def _chain(self, tree: Chain) -> Evaluate:
        operator = tree.rest[0][0]
        if operator in {"and", "or"}:
            operands = tuple(self.compile(one) for one in (tree.first, *(one for _, one in tree.rest)))
            return all_of(operands) if operator == "and" else any_of(operands)
        first = self.compile(tree.first)
        rest = tuple((OPERATORS[sign], self.compile(operand)) for sign, operand in tree.rest)
        if len(rest) == 1:
            apply, second = rest[0]
            return lambda scope, item: apply(first(scope, item), second(scope, item))

        def worked_out(scope: Scope, item: Item) -> Value:
            value = first(scope, item)
            for apply, operand in rest:
                value = apply(value, operand(scope, item))
            return value

        return worked_out

    # Functions ----------------------------------------------------------------------------------------------

    def _call(self, call: Call) -> Evaluate:
        if call.name in _SPECIAL:
            return self._special(call)
        function = FUNCTIONS.get(call.name)
        if function is None:
            reason = _UNSUPPORTED.get(call.name)
            problem = (
                f"{call.name}() tidak didukung: {reason}" if reason else f"fungsi {call.name}() tidak dikenal"
            )
            raise ExpressionError(problem, call.at)
        _check_count(call, function.least, function.most)
        _check_written(call)
        return _applied(function, tuple(self.compile(argument) for argument in call.arguments))

    def _special(self, call: Call) -> Evaluate:
        least, most = _SPECIAL[call.name]
        _check_count(call, least, most)
        match call.name:
            case "jr:choice-name":
                return self._choice_name(call)
            case "regex":
                return self._regex(call)
            case "today" | "now":
                return lambda scope, _item: scope.today
        arguments = tuple(self.compile(argument) for argument in call.arguments)
        if call.name == "if":
            return either(*arguments)
        return first_told(arguments) if call.name == "coalesce" else arguments[0]

    def _choice_name(self, call: Call) -> Evaluate:
        """Find the label of a choice; the second argument is the path of the question, as a text."""
        value = self.compile(call.arguments[0])
        name = self._name_at(_path_in_quotes(call))
        if name not in self.home.selects:
            raise ExpressionError(f"{name} tidak punya pilihan", call.at)
        return lambda scope, item: scope.choice_label(name, to_text(value(scope, item)))

    def _regex(self, call: Call) -> Evaluate:
        value = self.compile(call.arguments[0])
        written = call.arguments[1]
        if not isinstance(written, Literal) or not isinstance(written.value, str):
            raise ExpressionError("regex() memerlukan pola yang ditulis dalam tanda kutip", call.at)
        try:
            pattern = Pattern(written.value)
        except ExpressionError as refused:
            raise ExpressionError(refused.problem, call.at) from None
        return lambda scope, item: pattern.matches(to_text(value(scope, item)))


_SPECIAL = {
    "if": (3, 3),
    "coalesce": (1, 1000),
    "once": (1, 1),
    "jr:choice-name": (2, 2),
    "regex": (2, 2),
    "today": (0, 0),
    "now": (0, 0),
}
"""Functions that need more than the values of their arguments, with the least and most of these."""


def _check_count(call: Call, least: int, most: int) -> None:
    if not least <= len(call.arguments) <= most:
        wanted = f"{least} sampai {most}" if most < 1000 else f"{least} atau lebih"  # noqa: PLR2004
        wanted = str(least) if least == most else wanted
        problem = f"{call.name}() memerlukan {wanted} isian, bukan {len(call.arguments)}"
        raise ExpressionError(problem, call.at)


def _path_in_quotes(call: Call) -> Path:
    """Read the path that stands as a text; pyxform pads it with spaces."""
    named = call.arguments[1]
    try:
        path = parse(named.value) if isinstance(named, Literal) and isinstance(named.value, str) else None
    except ExpressionError:
        path = None
    if not isinstance(path, Path):
        raise ExpressionError("jr:choice-name() memerlukan pertanyaan dalam tanda kutip: '${name}'", call.at)
    return Path(path.base, path.steps, call.at)


def _check_written(call: Call) -> None:
    """Refuse what is written out and cannot be meant."""
    first = call.arguments[0] if call.arguments else None
    if call.name == "date" and isinstance(first, Literal) and first.value and not to_day(first.value):
        raise ExpressionError(f"{first.value} bukan tanggal", call.at)
    if call.name == "format-date":
        _check_shape(call)


def _check_shape(call: Call) -> None:
    shape = call.arguments[1]
    if not isinstance(shape, Literal) or not isinstance(shape.value, str):
        raise ExpressionError("format-date() memerlukan bentuk yang ditulis dalam tanda kutip", call.at)
    try:
        formatted(_SOME_DAY, shape.value)
    except ValueError as unknown:
        raise ExpressionError(f"format-date() tidak mengenal %{unknown}", call.at) from None


def _applied(function: Function, arguments: tuple[Evaluate, ...]) -> Evaluate:
    of = function.of
    return lambda scope, item: of([argument(scope, item) for argument in arguments])


_SOME_DAY = date.fromordinal(EPOCH)
