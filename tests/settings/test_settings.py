"""The settings: the example tells all of them, and whatever will not do is refused in one sentence."""

import tomllib
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.office import places_of
from bot.settings import HotlineSettings, Settings
from bot.settings_file import SettingsRefused, load
from conversations.casework import Urgency
from conversations.duty import Called
from storage.errors import Refused

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
LEAST = '[office]\nname = "UPTD PPA Kota Contoh"\n'
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write settings into a folder of their own."""

    def written(text: str) -> Path:
        path = tmp_path / "teduh.toml"
        path.write_text(text)
        return path

    return written


def refused(path: Path, words: str) -> str:
    """Expect one sentence with these words."""
    with pytest.raises(SettingsRefused, match=words) as said:
        load(path)
    assert "\n" not in str(said.value)
    return str(said.value)


def test_the_example_loads_and_equals_the_defaults(write: Write) -> None:
    """But for the name, which has no default, and the hotlines, which are no constants."""
    shown = load(write(EXAMPLE.read_text()))
    least = load(write(LEAST))
    office = least.office.model_copy(update={"name": shown.office.name})
    assert shown == least.model_copy(update={"office": office, "hotlines": shown.hotlines})


def test_the_example_shows_every_setting() -> None:
    """A setting added to the program is a setting shown."""
    shown: dict[str, object] = tomllib.loads(EXAMPLE.read_text())
    assert_shows(shown, Settings)
    assert isinstance(shown["hotlines"], list)
    for hotline in shown["hotlines"]:
        assert set(hotline) == set(HotlineSettings.model_fields)


def assert_shows(shown: dict[str, object], model: type[BaseModel]) -> None:
    """Compare one section and those below."""
    assert set(shown) == set(model.model_fields)
    for name, inner in model.model_fields.items():
        if isinstance(inner.annotation, type) and issubclass(inner.annotation, BaseModel):
            below = shown[name]
            assert isinstance(below, dict)
            assert_shows(below, inner.annotation)


def test_every_setting_of_the_example_is_explained() -> None:
    """A comment stands above it, or above its section."""
    lines = EXAMPLE.read_text().splitlines()
    sections = ("urgency", "hotlines")
    section = ""
    for before, line in pairwise(lines):
        section = line.strip("[]") if line.startswith("[") else section
        if " = " in line and line[0].isalpha() and not section.startswith(sections):
            assert before.startswith("#"), line


def test_no_hotline_of_the_example_counts_as_checked() -> None:
    """Whoever installs it has to try each number."""
    assert {line.checked_on for line in load(EXAMPLE).hotlines} == {"never"}


def test_paths_are_meant_from_the_folder_of_the_file(write: Write, tmp_path: Path) -> None:
    """Wherever the program is started; the draft keys lie beside the key file."""
    settings = load(write(LEAST + '[storage]\nkey_file = "/etc/teduh/teduh.key"\n'))
    assert settings.storage.data_dir == tmp_path / "data"
    assert settings.storage.url == f"sqlite:///{tmp_path}/data/teduh.db"
    assert settings.storage.draft_keys == Path("/etc/teduh/drafts.key")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LEAST + "[telegram]\ntoken_fil = 1\n", r"`\[telegram\] token_fil` tidak dikenal; .*`token_file`"),
        (LEAST + "[telegram]\nfrobnicate = 1\n", "hapus baris itu"),
        (LEAST + "[encryption]\non = false\n", "`encryption` tidak dikenal"),
        (LEAST + "[urgency.tinggi]\nrung = []\n", r"`\[urgency.tinggi\] rungs` belum diisi .dan \d hal lain"),
        ("", "`office` belum diisi"),
        ("[office]\n", r"`\[office\] name` belum diisi"),
        ('[office]\nname = ""\n', "masih kosong"),
        ("[office]\nname = 5\n", "harus teks"),
        (LEAST + 'zone = "WIB"\n', "Asia/Jakarta"),
        (LEAST + 'zone = "../../etc/passwd"\n', "Asia/Jakarta"),
        (LEAST + 'languages = ["jv"]\n', "pilihan"),
        (LEAST + "[reporter]\ndraft_hours = 0\n", "terlalu kecil"),
        (LEAST + "[reporter]\nmost_files = 999\n", "terlalu besar"),
        (LEAST + '[telegram]\nserver = "http://api.telegram.org"\n', "https://"),
        (LEAST + '[storage]\ndatabase = "mysql://root@db"\n', "postgresql"),
        (LEAST + "[urgency]\ntinggi = 5\n", "bagian"),
        (LEAST + "name = 1\n", "baris 3"),
        ("[office\n", "baris 1"),
        ("office = {", "bukan TOML"),
    ],
)
def test_what_will_not_do_is_refused_with_its_place(write: Write, text: str, words: str) -> None:
    """Unknown, missing, out of range, unsafe, unreadable."""
    refused(write(text), words)


def test_draft_keys_lie_where_no_backup_takes_them(write: Write, tmp_path: Path) -> None:
    """Also where the key file is a credential that systemd hands out read-only."""
    apart = (
        LEAST
        + f'[storage]\nkey_file = "/run/credentials/key"\ndraft_key_file = "{tmp_path}/apart/drafts.key"\n'
    )
    assert load(write(apart)).storage.draft_keys == tmp_path / "apart" / "drafts.key"
    refused(write(LEAST + '[storage]\ndraft_key_file = "data/drafts.key"\n'), "di luar data_dir")


@pytest.mark.parametrize("to", ["instead", "petugas"])
def test_a_plan_calls_only_whom_a_roster_knows(write: Write, to: str) -> None:
    """Who stands in is the program's to find."""
    rungs = f'rungs = [{{ to = "{to}", minutes = 5 }}]'
    rung = f"[urgency.tinggi]\n{rungs}\nfirst_step_minutes = 5\ngrace_minutes = 5\n"
    refused(write(LEAST + rung), "pilihan")


def test_a_refusal_quotes_no_value(write: Write) -> None:
    """Somebody may have pasted the token into the wrong line."""
    token = "7000000001:abcdefghijklmnopqrstuvwxyzABCDEFGHI"
    for line in (f'server = "{token}"', f'"{token[:9]}" = "{token}"', f'token_file = ["{token}"]'):
        said = refused(write(LEAST + "[telegram]\n" + line), "telegram")
        assert token not in said


def test_a_database_password_is_in_no_repr(write: Write) -> None:
    """Settings may end up in a traceback."""
    url = "postgresql+asyncpg://teduh:kata-sandi-db@127.0.0.1/teduh"
    path = write(LEAST + f'[storage]\ndatabase = "{url}"\n')
    path.chmod(0o600)
    settings = load(path)
    assert settings.storage.url == url
    assert "kata-sandi-db" not in repr(settings)
    assert "kata-sandi-db" not in repr(places_of(settings))


def test_a_password_that_others_may_read_is_refused(write: Write) -> None:
    """Without one in them, settings are no secret."""
    url = "postgresql+asyncpg://teduh{}@127.0.0.1/teduh"
    open_to_all = write(LEAST + f'[storage]\ndatabase = "{url.format(":kata-sandi-db")}"\n')
    open_to_all.chmod(0o644)
    assert "kata-sandi-db" not in refused(open_to_all, "chmod o-r")
    open_to_all.chmod(0o640)
    assert load(open_to_all)
    nameless = write(LEAST + f'[storage]\ndatabase = "{url.format("")}"\n')
    nameless.chmod(0o644)
    assert load(nameless)


def test_settings_that_others_may_change_are_refused(write: Write) -> None:
    """They could send the token elsewhere."""
    path = write(LEAST)
    path.chmod(0o666)
    refused(path, "chmod go-w")


def test_missing_settings_are_refused(tmp_path: Path) -> None:
    """The mend names both ways."""
    refused(tmp_path / "nowhere.toml", "--config.*teduh init")


def test_a_refusal_is_one_of_the_familys(write: Write) -> None:
    """The command line catches them together."""
    with pytest.raises(Refused):
        load(write(""))


def test_plans_are_given_as_the_rules_see_them(write: Write) -> None:
    """By default: twice on duty, the second, the coordinator, fifteen minutes each."""
    urgency = load(write(LEAST)).urgency
    plan = urgency.tinggi.plan()
    assert [(rung.to, rung.minutes) for rung in plan.rungs] == [
        (Called.ON_DUTY, 15),
        (Called.ON_DUTY, 15),
        (Called.SECOND, 15),
        (Called.COORDINATOR, 15),
    ]
    assert set(Urgency) == set(type(urgency).model_fields)


def test_a_day_of_checking_is_read_as_a_day(write: Write) -> None:
    """As TOML writes it."""
    text = LEAST + '[[hotlines]]\nname = "Polisi"\nnumber = "110"\nchecked_on = 2026-01-31\n'
    assert load(write(text)).hotlines[0].checked_on == date(2026, 1, 31)
