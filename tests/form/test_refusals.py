"""A form that cannot be followed to its end is refused when it is loaded, with its row and column."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms import SHIPPED, load_any_form, load_form
from conversations.filing import FACT_NAMES
from conversations.form import filling, xform
from conversations.form.errors import UnusableForm
from conversations.form.model import Form
from conversations.form.office import ASKED, WRITTEN

Written = Callable[[str], Form]

GOOD = """
| survey |
| | type | name | label | relevant | constraint | calculation | required | choice_filter | default |
| | select_one yn | safe | Aman? | | | | | | |
| | integer | age | Umur | | | | | | |
| | text | word | Kata | | | | | | |
| choices |
| | list_name | name | label |
| | yn | y | Ya |
| | yn | n | Tidak |
"""
ROW_OF_WORD = 4
ENGLISH = re.compile(r"\b(the|is|not|no|must|sheet|row|column|question|with)\b", re.IGNORECASE)
TODAY = date(2026, 11, 25)


def with_word(**cells: str) -> str:
    """Give the good form with other cells in the row of ``word``."""
    columns = ("type", "name", "label", "relevant", "constraint", "calculation", "required", "choice_filter")
    row = {"type": "text", "name": "word", "label": "Kata", **cells}
    told = " | ".join(row.get(column, "") for column in (*columns, "default"))
    return GOOD.replace("| | text | word | Kata | | | | | | |", f"| | {told} |")


def test_the_good_form_is_good(written: Written) -> None:
    """What the others break was whole before."""
    assert [question.name for question in written(GOOD).questions] == ["safe", "age", "word"]


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"relevant": "${age} = = 3"}, "relevant", "(huruf ke-10 dari: ${age} = = 3)"),
        (
            {"relevant": "'a' ${age}"},
            "relevant",
            "tanda hitung atau banding kurang sebelum / (huruf ke-5 dari: 'a' ${age})",
        ),
        (
            {"relevant": "selectd(${safe}, 'y')"},
            "relevant",
            "fungsi selectd() tidak dikenal (huruf ke-1 dari",
        ),
        ({"constraint": ". > 3 and (1"}, "constraint", "(huruf ke-13 dari: . > 3 and (1)"),
        ({"constraint": "regex(., '(a')"}, "constraint", "dalam pola regex()"),
        ({"required": "${age} >"}, "required", "di tempat yang memerlukan nilai"),
        ({"relevant": "/data/nowhere = 1"}, "relevant", "tidak punya pertanyaan data/nowhere"),
        ({"relevant": "${word} = ''"}, "relevant", "berputar: word → word"),
        ({"type": "calculate", "calculation": "${word} + 1"}, "calculation", "aturannya berputar"),
        (
            {"type": "calculate", "calculation": "random()"},
            "calculation",
            "tidak boleh bergantung pada kebetulan",
        ),
        (
            {"type": "calculate", "calculation": "jr:choice-name(${age}, '${age}')"},
            "calculation",
            "tidak punya pilihan",
        ),
        (
            {"type": "select_one yn", "choice_filter": "colour = 'a'"},
            "choice_filter",
            "tidak punya kolom colour",
        ),
        ({"type": "select_one yn", "choice_filter": "name ="}, "choice_filter", "memerlukan nilai"),
        ({"label": "Halo ${age + 1}"}, "label", "${nama_pertanyaan}"),
        ({"type": "geopoint"}, "type", "geopoint belum dapat ditanyakan dalam chat"),
        ({"type": "time"}, "type", "time belum dapat ditanyakan dalam chat"),
        ({"type": "range"}, "type", "range belum didukung"),
        ({"type": "rank yn"}, "type", "rank belum didukung"),
        ({"type": "acknowledge"}, "type", "belum didukung"),
        ({"type": "integer", "calculation": "1 + 1"}, "type", "ditanyakan sekaligus dihitung"),
        ({"default": "today()", "type": "date"}, "default", "belum didukung"),
        ({"type": "select_one_from_file places.csv"}, "type", "places.csv tidak ada"),
        ({"type": "txet"}, "", "jenis pertanyaan txet tidak dikenal"),
        ({"type": "select_one colours"}, "", "daftar colours tidak ada"),
        ({"name": "age"}, "name", "nama age dipakai dua kali"),
        ({"name": "2 words"}, "name", "nama harus berawal huruf"),
        ({"relevant": "${nobody} = 1"}, "relevant", "tidak ada pertanyaan bernama nobody"),
    ],
)
def test_what_is_wrong_is_told_with_its_row_and_column(
    written: Written, cells: dict[str, str], column: str, problem: str
) -> None:
    """Whoever writes the form finds the cell, also where pyxform checks nothing."""
    with pytest.raises(UnusableForm) as refused:
        written(with_word(**cells))
    assert problem in str(refused.value)
    assert not ENGLISH.search(str(refused.value)), "The console speaks one language."
    assert refused.value.row == ROW_OF_WORD
    assert refused.value.column == column


def test_a_circle_over_several_rows_is_told_whole(written: Written) -> None:
    """Also through the group around a question."""
    form = """
| survey |
| | type | name | label | relevant |
| | begin_group | outer | G | ${last} = 'a' |
| | text | first | A | |
| | end_group | | | |
| | text | last | B | ${first} = 'a' |
"""
    with pytest.raises(UnusableForm, match=r"berputar: .*outer.* → ") as refused:
        written(form)
    assert (refused.value.row, refused.value.column) in {(2, "relevant"), (5, "relevant")}


def test_a_chain_too_long_to_follow_is_refused(written: Written) -> None:
    """Python would give up in front of the reporter; here the row is told."""
    rows = "\n".join(f"| | calculate | c{n} | | ${{c{n - 1}}} + 1 |" for n in range(1, 200))
    with pytest.raises(UnusableForm, match="terlalu banyak aturan yang saling bergantung") as refused:
        written(f"| survey |\n| | type | name | label | calculation |\n| | integer | c0 | A | |\n{rows}\n")
    assert refused.value.row is not None


def test_a_repeat_is_refused_in_words(written: Written) -> None:
    """Not yet: and it says so, with the row."""
    form = """
| survey |
| | type | name | label |
| | text | first | A |
| | begin_repeat | people | Orang |
| | text | who | B |
| | end_repeat | | |
"""
    with pytest.raises(UnusableForm, match="repeat belum didukung") as refused:
        written(form)
    assert (refused.value.row, refused.value.column) == (3, "type")


def test_a_choice_with_an_answer_in_its_label_is_refused(written: Written) -> None:
    """The label of a button is fixed; the row is one of the choices sheet."""
    with pytest.raises(UnusableForm, match="tidak dapat memuat jawaban") as refused:
        written(GOOD.replace("| yn | n | Tidak |", "| yn | n | Bukan ${word} |"))
    assert (refused.value.sheet, refused.value.row) == ("choices", 3)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("form.csv", "a,b,c\n1,2,3\n"),
        ("form.csv", ""),
        ("form.md", "# A heading\n\nand no table\n"),
        ("form.xlsx", "no spreadsheet"),
        ("form.txt", GOOD),
        ("gone.md", None),
    ],
)
def test_what_is_no_form_is_refused_in_one_sentence(tmp_path: Path, name: str, text: str | None) -> None:
    """Pyxform raises bare errors of Python here."""
    path = tmp_path / name
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(UnusableForm, match=r"formulir|XLSForm|dibaca"):
        load_any_form(path)


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<html/>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<a>&b;</a>",
        "\x00",
        "<a>" * 100,
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_xml_that_is_no_xform_is_refused(xml: str) -> None:
    """Entities are refused before they are read."""
    with pytest.raises(UnusableForm):
        xform.read(xml)


def test_an_xform_that_declares_entities_is_refused_unread(written: Written) -> None:
    """A handful of nested entities would fill the memory."""
    source = written(GOOD).source
    declared = source.replace("<h:html", '<!DOCTYPE h [<!ENTITY laugh "ha">]><h:html', 1)
    assert declared != source
    with pytest.raises(UnusableForm, match="menyatakan entitas"):
        xform.read(declared)


@settings(deadline=None)
@given(data=st.data())
def test_a_broken_xform_is_refused_or_can_be_filled_in(small_source: str, data: st.DataObject) -> None:
    """Whatever is missing or mangled: our own error, or a form that works to its end."""
    root = ET.fromstring(small_source)  # noqa: S314 - our own form
    for _ in range(data.draw(st.integers(1, 3))):
        _mangle(data, root)
    try:
        form = xform.read(ET.tostring(root, "unicode"))
    except UnusableForm:
        return
    answers = filling.begin(form, {})
    filling.values(form, answers, TODAY)
    for question, _ in filling.review(form, answers, TODAY):
        filling.labels(question, form, answers)
        filling.choices(form, answers, TODAY, question.name)


def _mangle(data: st.DataObject, root: ET.Element) -> None:
    element = data.draw(st.sampled_from(list(root.iter())))
    match data.draw(st.sampled_from(["child", "attribute", "value", "text"])):
        case "child" if len(element):
            element.remove(data.draw(st.sampled_from(list(element))))
        case "attribute" if element.attrib:
            element.attrib.pop(data.draw(st.sampled_from(sorted(element.attrib))))
        case "value" if element.attrib:
            name = data.draw(st.sampled_from(sorted(element.attrib)))
            element.attrib[name] = data.draw(st.sampled_from(["", "x", "/data/age", "true()", "int", ". ="]))
        case _:
            element.text = data.draw(st.sampled_from(["", "x", " "]))


@pytest.fixture(scope="module")
def small_source() -> str:
    """Give the XML of a form with one of everything."""
    return load_any_form(Path(__file__).with_name("small.md")).source


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("| | hidden | phone_shared ", "| | hidden | phone_share ", "phone_share"),
        ("| urgency |", "| urgence |", "pertanyaan bernama urgency"),
        (
            "| | hidden | phone_shared | | | | ",
            "| | text | phone_shared | Ponsel? | Phone? | | ",
            "jenisnya harus hidden",
        ),
        ("| contact_way | telepon |", "| contact_way | phone |", "di_sini, telepon, tidak"),
        ("| select_one age_group |", "| text |", "age_group: kantor memerlukan pilihan"),
        ("| contact_word |", "| contact_words |", "pertanyaan bernama contact_word"),
    ],
)
def test_a_form_without_what_the_office_needs_is_refused_by_name(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    """The office acts on these names: a form that renames one would file reports nobody can route."""
    text = SHIPPED.read_text("utf-8")
    assert old in text
    for file in ("kecamatan.csv", "kelurahan.csv"):
        (tmp_path / file).write_text(SHIPPED.with_name(file).read_text("utf-8"), "utf-8")
    path = tmp_path / "form.md"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(UnusableForm, match=problem):
        load_form(path)


def test_what_lists_show_is_chosen_and_never_written() -> None:
    """Facts hold no word that a reporter typed, whatever form the office uses."""
    assert set(FACT_NAMES) <= set(ASKED) - WRITTEN


def test_the_same_form_reads_alike_from_a_spreadsheet_and_from_csv(written: Written, tmp_path: Path) -> None:
    """Staff write spreadsheets; we ship Markdown: both are the same form."""
    lines = [line.strip().strip("|").split("|") for line in GOOD.strip().splitlines()]
    rows = [[cell.strip() for cell in line] for line in lines]
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for row in rows:
        if row[0]:
            sheet = book.create_sheet(row[0])
        else:
            sheet.append(row[1:])
    held = io.BytesIO()
    book.save(held)
    (tmp_path / "form.xlsx").write_bytes(held.getvalue())
    (tmp_path / "form.csv").write_text("\n".join(",".join(row) for row in rows), "utf-8")
    names = [question.name for question in written(GOOD).questions]
    for file in ("form.xlsx", "form.csv"):
        assert [question.name for question in load_any_form(tmp_path / file).questions] == names
