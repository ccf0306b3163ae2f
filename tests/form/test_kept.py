"""A form is compiled once: later starts read what was kept, unless the files or what was kept are others."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.forms import SHIPPED, load_form
from bot.office import open_office
from bot.settings import Settings
from bot.settings_file import load
from tests.support.offices import Founded
from tests.support.world import Wishes, write_config

LOADS = """
import asyncio, sys
from pathlib import Path
from bot.clock import Clock
from bot.office import open_office
from bot.settings_file import load

async def opens():
    async with open_office(load(Path(sys.argv[1])), Clock()) as office:
        print(office.house.form.version, "pyxform" in sys.modules)

asyncio.run(opens())
"""


@pytest.fixture
def home(founded: Founded, tmp_path: Path) -> Path:
    """Copy an office that was founded, with the form in a file of its own."""
    copied = tmp_path / "rumah"
    shutil.copytree(founded.copy_of(Wishes()), copied)
    shutil.copytree(SHIPPED.parent, copied / "formulir")
    write_config(copied, "http://127.0.0.1:1", '[form]\npath = "formulir/laporan.md"')
    return copied


def starts(home: Path) -> tuple[str, bool]:
    """Open the office in a fresh process: which form, and whether it was compiled."""
    done = subprocess.run(
        [sys.executable, "-c", LOADS, str(home / "config.toml")], capture_output=True, text=True, check=True
    )
    version, compiled = done.stdout.split()
    return version, compiled == "True"


def asked(home: Path) -> str:
    """Open the office here, and give the form that it asks."""

    async def opened(settings: Settings) -> str:
        async with open_office(settings, Clock()) as office:
            return office.house.form.source

    return asyncio.run(opened(load(home / "config.toml")))


def change(home: Path, *statements: str) -> None:
    """Write into the database, as whoever may write to the file can."""
    with sqlite3.connect(next(home.rglob("teduh.db"))) as database:
        for statement in statements:
            assert database.execute(statement).rowcount == 1
    database.close()


def test_a_form_is_compiled_once(home: Path) -> None:
    """What a start needs is read; what compiles a form is not even imported."""
    first, _ = starts(home)

    assert starts(home) == (first, False)


def test_another_sheet_is_another_form(home: Path) -> None:
    """Also where only a list beside it has changed."""
    before, _ = starts(home)
    sheet, places = home / "formulir" / "laporan.md", home / "formulir" / "kecamatan.csv"
    sheet.write_text(sheet.read_text("utf-8").replace("dengan kata-kata", "memakai kata-kata"), "utf-8")
    changed, compiled = starts(home)
    places.write_text(
        places.read_text("utf-8").replace("Tanjungpinang Barat", "Tanjungpinang Utara"), "utf-8"
    )

    assert compiled
    assert len({before, changed, starts(home)[0]}) == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE forms SET source = replace(source, 'cerita', 'alamat')",
        "UPDATE forms SET source = 'nothing'",
        "UPDATE documents SET sealed = randomblob(length(sealed)) WHERE name = 'form'",
        "UPDATE documents SET rev = rev + 1 WHERE name = 'form'",
        "DELETE FROM documents WHERE name = 'form'",
        "DELETE FROM forms",
    ],
)
def test_whoever_changes_what_was_kept_changes_no_question(home: Path, statement: str) -> None:
    """It is compiled anew."""
    form = load_form(home / "formulir" / "laporan.md")
    assert asked(home) == form.source

    change(home, statement)

    assert asked(home) == form.source
