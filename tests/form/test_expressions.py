"""What an expression means: held against JavaRosa, the reference that ODK Collect runs."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import pyxform
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms import load_any_form
from conversations.form import filling
from conversations.form.compiler import Home, compile_expression
from conversations.form.errors import ExpressionError
from conversations.form.model import Form
from conversations.form.skeleton import read_skeleton
from conversations.form.values import Value, to_text
from conversations.form.worksheet import Worksheet

HERE = Path(__file__).parent
TODAY = date(2026, 11, 25)
CASES = [line.split("\t") for line in (HERE / "expressions.tsv").read_text("utf-8").splitlines()]
VALIDATOR = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
KINDS = {str: "string", float: "double", bool: "boolean", date: "date", tuple: "rows"}


@pytest.fixture(scope="module")
def form() -> Form:
    """Give the form that the expressions of the table look at."""
    return load_any_form(HERE / "expressions.md")


@pytest.fixture(scope="module")
def work_out(form: Form) -> Callable[[str], Value]:
    """Work an expression out over the defaults of the form."""
    home = read_skeleton(form.source).home_of(("data",))
    answers = filling.begin(form, {})

    def worked_out(text: str) -> Value:
        given = {
            name: " ".join(answer.values)
            for name, answer in answers.items()
            if isinstance(answer, filling.Given)
        }
        return compile_expression(text, home).evaluate(Worksheet(form, given, TODAY), {})

    return worked_out


@pytest.mark.parametrize(("text", "kind", "told"), CASES, ids=[case[0] for case in CASES])
def test_an_expression_means_what_javarosa_says(
    work_out: Callable[[str], Value], text: str, kind: str, told: str
) -> None:
    """The table was written by JavaRosa, not by us."""
    value = work_out(text)
    assert (KINDS[type(value)], to_text(value)) == (kind, told)


@pytest.mark.skipif(
    not (shutil.which("java") and shutil.which("javac") and VALIDATOR.exists()),
    reason="JavaRosa needs a Java development kit (apt install default-jdk-headless)",
)
def test_javarosa_itself_still_says_what_the_table_says(form: Form, tmp_path: Path) -> None:
    """A new pyxform brings a new JavaRosa: whatever it changed shows here."""
    (tmp_path / "form.xml").write_text(form.source, "utf-8")
    told = subprocess.run(
        ["java", "-cp", str(VALIDATOR), str(HERE / "javarosa/Oracle.java"), str(tmp_path / "form.xml")],
        input="\n".join(text for text, *_ in CASES),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    said = [line.split("\t") for line in told.stdout.splitlines()]
    assert said == [rest for _, *rest in CASES]


@pytest.mark.parametrize(
    ("text", "value", "why"),
    [
        (
            "date(/data/word)",
            "",
            "JavaRosa stops in front of the reporter; a text that is no day is none",
        ),
        ("once('x')", "x", "JavaRosa looks at the node's own value first; ours is worked out anew"),
        ("string(12345678901234)", "12345678901234", "JavaRosa writes 1.2345678901234E13"),
        ("count-non-empty(instance('sg')/root/item/kind)", "3", "JavaRosa fails with a NullPointerException"),
        ("selected(/data/signs, 1)", "false", "JavaRosa stops the form for want of quotes"),
    ],
)
def test_where_we_differ_from_javarosa_on_purpose(
    work_out: Callable[[str], Value], text: str, value: str, why: str
) -> None:
    """Where JavaRosa fails at run time we go on: the reporter must never meet an error of the form."""
    assert to_text(work_out(text)) == value, why


@pytest.mark.parametrize(
    ("text", "sign", "problem"),
    [
        ("1 = = 2", 5, "di tempat yang memerlukan nilai"),
        ("(1 + 2", 7, ") kurang"),
        ("1 + 2)", 6, "kurang sebelum )"),
        ("selectd(/data/signs, 'a')", 1, "fungsi selectd() tidak dikenal"),
        ("1 + selected(/data/signs)", 5, "memerlukan 2 isian, bukan 1"),
        ("'abc", 1, "tidak ditutup"),
        ("1 + #", 5, "'#' tidak berarti"),
        ("1 +", 4, "akhir ungkapan ada di tempat yang memerlukan nilai"),
        ("", 1, "akhir ungkapan ada di tempat yang memerlukan nilai"),
        ("/data/nowhere = 1", 1, "tidak punya pertanyaan data/nowhere"),
        ("../age", 1, "tidak punya pertanyaan ../age"),
        ("1 | 2", 3, "tidak didukung"),
        ("1e3", 2, "kurang sebelum e3"),
        ("instance('none')/root/item", 1, "tidak ada daftar bernama none"),
        ("instance('sg')/root/item/colour", 1, "tidak punya kolom colour"),
        ("instance('sg')/root/item/kind/x", 1, "tidak ada apa-apa lagi"),
        ("instance('sg')/root/item[colour = 'a']", 26, "tidak punya kolom colour"),
        ("instance('sg')/root/item[2]", 1, "bukan dari nomornya"),
        ("/data/age[1]", 10, "didukung di belakang instance"),
        ("instance(/data/word)/root/item", 1, "dalam tanda kutip"),
        ("random()", 1, "kebetulan"),
        ("position(..)", 1, "repeat"),
        ("regex(/data/word, /data/word)", 1, "ditulis dalam tanda kutip"),
        ("regex(/data/word, '(a')", 1, "tidak ditutup"),
        ("date('2026-02-30')", 1, "bukan tanggal"),
        ("format-date(/data/born, '%q')", 1, "tidak mengenal %q"),
        ("jr:choice-name('a', '/data/word')", 1, "tidak punya pilihan"),
        ("jr:choice-name('a', 'b c')", 1, "pertanyaan dalam tanda kutip"),
        ("jr:choice-name('a', 'nowhere')", 1, "tidak punya pertanyaan nowhere"),
        ("(" * 40 + "1" + ")" * 40, 33, "lebih dari 32 kurung"),
        ("1" + " + 1" * 5000, 10_000, "lebih panjang dari"),
    ],
)
def test_an_expression_that_does_not_read_is_refused_at_its_sign(
    work_out: Callable[[str], Value], text: str, sign: int, problem: str
) -> None:
    """Whoever writes a form is shown where to look."""
    with pytest.raises(ExpressionError) as refused:
        work_out(text)
    assert problem in refused.value.problem
    assert refused.value.at == sign


def test_if_looks_only_at_the_side_it_needs(form: Form) -> None:
    """A form may guard what would make no sense: the other side is never worked out."""
    looked_at: list[str] = []

    class Watched(Worksheet):
        def value(self, name: str) -> Value:
            looked_at.append(name)
            return super().value(name)

    home = read_skeleton(form.source).home_of(("data",))
    expression = compile_expression("if(/data/age = '', /data/pay, /data/word)", home)
    expression.evaluate(Watched(form, {}, TODAY), {})
    assert looked_at == ["age", "pay"]


def test_an_expression_tells_which_names_it_reads(form: Form) -> None:
    """From these the order and the circles are found, also behind filters and choice names."""
    home = read_skeleton(form.source).home_of(("data", "g", "inner"))
    text = "instance('sg')/root/item[name = ../../yes and kind = current()/../../word]/name"
    with pytest.raises(ExpressionError):
        compile_expression(text, home)  # Inside a filter, a bare path is a column.
    reads = compile_expression(text.replace("../../yes", "/data/yes"), home).reads
    assert reads == {"yes", "word"}


# Whatever is written ----------------------------------------------------------------------------------------

_ATOMS = st.sampled_from(
    [
        "/data/age", "/data/pay", "/data/none", "/data/word", "/data/born", "/data/signs", "/data/truth",
        "/data/g/inner", "'debt'", "''", "'2020-01-01'", "'é'", "0", "1", "2.5", "1000000",
        "today()", "true()", "instance('sg')/root/item/name",
        "instance('sg')/root/item[kind = 'b']/name",
    ]
)  # fmt: skip
_OPERATORS = st.sampled_from(["+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or"])
_CALLS = st.sampled_from(
    [
        "not", "string", "number", "boolean", "int", "round", "abs", "count", "sum", "min", "max", "date",
        "string-length", "normalize-space", "count-selected", "decimal-date-time", "once", "coalesce",
        "boolean-from-string", "count-non-empty", "concat",
    ]
)  # fmt: skip
_PAIRS = st.sampled_from(
    [
        "selected",
        "selected-at",
        "contains",
        "starts-with",
        "ends-with",
        "substr",
        "round",
        "pow",
        "min",
        "max",
    ]
)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, _OPERATORS, inner).map(" ".join),
        st.tuples(_CALLS, inner).map(lambda parts: f"{parts[0]}({parts[1]})"),
        st.tuples(_PAIRS, inner, inner).map(lambda parts: f"{parts[0]}({parts[1]}, {parts[2]})"),
        st.tuples(inner, inner, inner).map(lambda parts: f"if({parts[0]}, {parts[1]}, {parts[2]})"),
        inner.map(lambda text: f"-({text})"),
    )


_MEANINGFUL = st.recursive(_ATOMS, _larger, max_leaves=12)
_SOUP = st.lists(
    st.one_of(_ATOMS, _OPERATORS, _CALLS, st.sampled_from(list("()[],/.|'\"-")), st.text(max_size=4)),
    max_size=15,
).map(" ".join)


@settings(deadline=None)
@given(text=_MEANINGFUL)
def test_whatever_reads_yields_a_value(work_out: Callable[[str], Value], text: str) -> None:
    """A form must never fail in front of a reporter: what compiles can be worked out, and told as text."""
    try:
        value = work_out(text)
    except ExpressionError as refused:
        assert "kurung" in refused.problem or "bukan tanggal" in refused.problem  # noqa: PT017 - nothing else
        return
    assert type(value) in KINDS
    assert isinstance(to_text(value), str)


@settings(deadline=None)
@given(text=_SOUP)
def test_whatever_is_written_is_worked_out_or_refused(work_out: Callable[[str], Value], text: str) -> None:
    """Nothing but our own error, and always an end."""
    try:
        assert type(work_out(text)) in KINDS
    except ExpressionError as refused:
        assert 1 <= refused.at <= len(text) + 1  # noqa: PT017 - the sign is part of the promise


def test_a_home_without_a_form_knows_no_names() -> None:
    """An expression finds only what its home shows it."""
    with pytest.raises(ExpressionError):
        compile_expression("/data/age", Home(("data",), {}, {}))
