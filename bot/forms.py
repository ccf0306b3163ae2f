"""The one door to pyxform: an XLSForm (Markdown, CSV or XLSX) compiled and read.

Law: whatever is wrong with a form comes out of here as one ``UnusableForm`` that names sheet, row and column.
"""

import csv
import hashlib
import io
import logging
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from conversations.form import xform
from conversations.form.errors import UnusableForm
from conversations.form.model import Form
from conversations.form.office import check_office
from conversations.form.skeleton import missing_files

SHIPPED = Path(xform.__file__).with_name("shipped") / "laporan.md"
"""The report form that comes with the program."""
_ENDINGS = frozenset({".md", ".csv", ".xlsx", ".xls"})
_HEADER_ROW = 1
_ROW = re.compile(r"\[row ?: ?(\d+)\]\s*")
_QUOTED = re.compile(r"'([^']+)'")
_COLUMN = re.compile(r"On the '\w+' sheet, the '([^']+)' value")
_SAID: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(theirs), ours)
    for theirs, ours in (
        (r"Unknown question type '(.*?)'", "jenis pertanyaan {} tidak dikenal"),
        (r"List name not in choices sheet: (\S+)", "daftar {} tidak ada di lembar choices"),
        (r"'name' value '(.*?)' is invalid.*must be unique", "nama {} dipakai dua kali"),
        (r"Names must begin with a letter", "nama harus berawal huruf, tanpa spasi"),
        (r"Could not find the name '(.*?)'", "tidak ada pertanyaan bernama {}"),
        (r"Reference variables must start with", "tulis jawaban sebagai ${{nama_pertanyaan}}"),
        (r"has no label or hint", "pertanyaan ini memerlukan label"),
        (r"with no name", "baris ini memerlukan nama"),
        (r"Question with no type", "baris ini memerlukan jenis"),
        (r"Unmatched '(.*?)'. No matching '(.*?)'", "{} tanpa {}"),
    )
)
"""What pyxform says most often, and how we say it; whatever else it says is quoted as its own."""
_COLUMN_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
Table = Sequence[Mapping[str, str | None]]


@dataclass(frozen=True, slots=True)
class Sheets:
    """The rows of a form's sheets, to find an error's row again."""

    survey: Table
    choices: Table

    def row_of(self, name: str, sheet: str) -> int | None:
        """Find the row of a question, choice or list, counted as the spreadsheet counts."""
        table = self.choices if sheet == "choices" else self.survey
        rows = list(enumerate(table, _HEADER_ROW + 1))
        named = (row for row, cells in rows if cells.get("name") == name)
        typed = (row for row, cells in rows if name in (cells.get("type") or "").split())
        return next(named, None) or next(typed, None)


def load_form(path: Path = SHIPPED, lists: Path | None = None) -> Form:
    """Load a form that the office can use.

    ``lists`` is a folder whose CSV files (``kecamatan.csv``, ``kelurahan.csv``) go before those beside the
    form: another city changes nothing else.
    """
    return check_office(load_any_form(path, lists))


def made_of(path: Path = SHIPPED, lists: Path | None = None) -> str:
    """Give a hash of all that a compiled form comes from: sheet, lists, pyxform, and what is done here."""
    pyxform = find_spec("pyxform")
    tools = [Path(__file__), *([Path(pyxform.origin)] if pyxform and pyxform.origin else [])]
    beside = [file for folder in _folders(path, lists) for file in sorted(folder.glob("*.csv"))]
    hashed = hashlib.sha256()
    try:
        for file in (*tools, path, *beside):
            content = file.read_bytes()
            hashed.update(f"{file.name} {len(content)}\n".encode() + content)
    except OSError:
        raise _unreadable(path) from None
    return hashed.hexdigest()


def read_form(source: str) -> Form | None:
    """Read a form that was compiled before; None: it must be compiled, which says where it is wrong."""
    try:
        return check_office(xform.read(source))
    except UnusableForm:
        return None


def load_any_form(path: Path, lists: Path | None = None) -> Form:
    """Load a form, whether or not it asks what the office needs."""
    xml, sheets = _compiled(path)
    try:
        return xform.read(_with_lists(xml, _folders(path, lists)))
    except UnusableForm as refused:
        raise refused.at_row(sheets.row_of(refused.name, refused.sheet)) from None


def _folders(path: Path, lists: Path | None) -> list[Path]:
    return [folder for folder in (lists, path.parent) if folder is not None]


def _compiled(path: Path) -> tuple[str, Sheets]:
    if path.suffix.lower() not in _ENDINGS:
        raise UnusableForm(f"{path.name} bukan formulir: namanya harus berakhir .md, .csv, atau .xlsx")
    try:
        return _with_pyxform(path)
    except OSError:
        raise _unreadable(path) from None


def _unreadable(path: Path) -> UnusableForm:
    return UnusableForm(f"{path.name} tidak dapat dibaca: periksa letak dan izinnya")


def _with_pyxform(path: Path) -> tuple[str, Sheets]:
    """Compile with pyxform, imported only now: it takes half a second."""
    from pyxform.errors import PyXFormError  # type: ignore[import-untyped]
    from pyxform.xls2json_backends import get_xlsform  # type: ignore[import-untyped]
    from pyxform.xls2xform import convert  # type: ignore[import-untyped]

    _silence()
    kind = path.suffix.lower()
    source = path.read_text("utf-8-sig") if kind in {".md", ".csv"} else path.read_bytes()
    sheets = Sheets((), ())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            definition = get_xlsform(source, file_type=kind)
            sheets = Sheets(definition.survey or (), definition.choices or ())
            compiled = convert(source, file_type=kind, form_name="data")
    except PyXFormError as refused:
        raise _translated(path, str(refused), sheets) from None
    except (TypeError, ValueError, KeyError, AttributeError, IndexError):
        # pyxform's own words for "this is not an XLSForm".
        raise UnusableForm(
            f"{path.name} bukan XLSForm: perlu lembar survey dengan kolom type dan name"
        ) from None
    return compiled.xform, sheets


def _silence() -> None:
    """Take away the handler with which pyxform writes to the terminal."""
    logger = logging.getLogger("pyxform.xls2xform")
    logger.handlers.clear()
    logger.addHandler(logging.NullHandler())
    logger.propagate = False


def _translated(path: Path, problem: str, sheets: Sheets) -> UnusableForm:
    """Put pyxform's words into our error, and find the row where it names none."""
    if "definition" in problem and "supported type" in problem:
        return UnusableForm(f"{path.name} bukan XLSForm: perlu lembar survey dengan kolom type dan name")
    sheet = "choices" if "choices" in problem[:40].lower() else "survey"
    row, word = _ROW.search(problem), _QUOTED.search(problem)
    named = sheets.row_of(word[1], sheet) if word else None
    column = _COLUMN.search(problem)
    return UnusableForm(
        _in_our_words(" ".join(_ROW.sub("", problem).split())),
        column=column[1] if column else "",
        row=int(row[1]) if row else named,
        sheet=sheet,
    )


def _in_our_words(problem: str) -> str:
    for theirs, ours in _SAID:
        if found := theirs.search(problem):
            return ours.format(*found.groups())
    return f'pyxform berkata: "{problem}"'


# Lists from files -------------------------------------------------------------------------------------------


def _with_lists(xml: str, folders: Sequence[Path]) -> str:
    """Write lists that stand in files of their own into the form: it stays whole when it is kept."""
    for name, file in missing_files(xml).items():
        rows = "".join(_items(name, _found(file, folders)))
        empty = re.compile(f"<instance id={re.escape(quoteattr(name))} src=[^>]*/>")
        before, after = empty.split(xml, maxsplit=1)
        xml = f"{before}<instance id={quoteattr(name)}><root>{rows}</root></instance>{after}"
    return xml


def _found(file: str, folders: Sequence[Path]) -> str:
    for folder in folders:
        path = folder / Path(file).name
        if path.is_file():
            return path.read_text("utf-8-sig")
    raise UnusableForm(f"berkas {Path(file).name} tidak ada", name=Path(file).name, column="type")


def _items(name: str, text: str) -> Iterator[str]:
    for cells in csv.DictReader(io.StringIO(text)):
        if not all(isinstance(column, str) and _COLUMN_NAME.fullmatch(column) for column in cells):
            raise UnusableForm(
                f"satu kolom dalam {name}.csv tidak punya nama yang dapat dipakai",
                sheet=name,
                row=_HEADER_ROW,
            )
        told = (f"<{column}>{escape(value or '')}</{column}>" for column, value in cells.items())
        yield f"<item>{''.join(told)}</item>"
