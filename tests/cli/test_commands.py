"""The commands, on a real installation."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from bot.cli import main
from bot.forms import SHIPPED
from bot.installing import place_of_data
from bot.office import Office
from bot.settings_file import load
from conversations.casework import Audience, CaseFile, CaseStage, Course, Facts, Urgency
from conversations.filing import Filed
from conversations.moment import Moment
from conversations.people import CaseId, Person, Role, Standing
from conversations.report import Story
from storage import cases, due, outbox, people
from storage.letters import Letter, RingLetter
from storage.transaction import Transaction
from tests.cli.conftest import TOKEN, Installation

WEEK = "hari,mulai,selesai,petugas\nsetiap hari,00:00,24:00,Ani\n"


def test_help_is_quick_and_lists_what_there_is() -> None:
    """It loads none of the libraries that take their time."""
    program = """
import sys, bot.cli
bot.cli.main(["--help"], standalone_mode=False)
print(*sys.modules, file=sys.stderr)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"pydantic", "telegram", "sqlalchemy", "pyxform", "aiohttp"} & set(said.stderr.split())
    for command in (
        "init",
        "doctor",
        "run",
        "invite",
        "confirm",
        "revoke",
        "people",
        "roster",
        "form",
        "migrate",
    ):
        assert command in said.stdout


def test_python_m_bot_is_the_same_program() -> None:
    """For whoever has no `teduh` in the path."""
    said = subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, check=True)
    assert "doctor" in said.stdout


# init -------------------------------------------------------------------------------------------------------


def test_init_makes_what_it_needs_and_closes_it_to_others(installation: Installation) -> None:
    """Settings, token, keys and database; the token is not in the settings."""
    for path in (installation.config, installation.keys, installation.keys.with_name("token")):
        assert path.stat().st_mode & 0o077 == 0
    assert installation.data.stat().st_mode & 0o077 == 0
    assert (installation.data / "teduh.db").is_file()
    assert TOKEN not in installation.config.read_text()
    assert load(installation.config).office.name == "Kantor Contoh"


def test_init_asks_for_what_it_was_not_told(tmp_path: Path) -> None:
    """Name, token (unseen), and a short name that it suggests."""
    made = Installation(tmp_path)
    made.config.parent.mkdir()
    result = made.teduh("init", typed=f'UPTD "Teduh" Kota Ñandu\n{TOKEN}\n\n\n')
    assert result.exit_code == 0, result.output
    assert TOKEN not in result.output
    assert load(made.config).office.name == 'UPTD "Teduh" Kota Ñandu'
    assert 'office = "uptd-teduh-kota-andu"' in made.keys.read_text()
    assert made.keys.with_name("token").read_text().strip() == TOKEN
    assert (tmp_path / "etc-data" / "teduh.db").is_file()
    assert not list(made.config.parent.rglob("*.db"))
    assert "tidak pernah masuk satu cadangan" in result.output


def test_data_are_proposed_where_a_backup_of_the_settings_does_not_reach() -> None:
    """One folder with the locked door and its key is copied as one, by accident."""
    assert place_of_data(Path("/etc/teduh/teduh.toml")) == Path("/var/lib/teduh/data")
    assert place_of_data(Path("/srv/teduh/teduh.toml")) == Path("/srv/teduh-data")


def test_a_second_init_is_refused_and_changes_nothing(installation: Installation) -> None:
    """Neither settings nor keys nor token."""
    paths = (installation.config, installation.keys, installation.keys.with_name("token"))
    before = [path.read_bytes() for path in paths]
    for token in (TOKEN, ""):
        told = ("--name", "Lain", "--office", "lain", "--token", token, "--data", "../data")
        refusal = installation.refuses("init", *told)
        assert "sudah ada" in refusal
    assert [path.read_bytes() for path in paths] == before


def test_an_init_that_cannot_be_finished_leaves_nothing_behind(tmp_path: Path) -> None:
    """A short name that does not serve is found before anything counts."""
    made = Installation(tmp_path)
    made.config.parent.mkdir()
    told = ("--name", "X", "--office", "Kantor Kota", "--token", TOKEN, "--data", "../data")
    assert "Nama pendek" in made.refuses("init", *told)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


# people -----------------------------------------------------------------------------------------------------


def test_an_invitation_is_a_link_good_once_for_a_day(installation: Installation) -> None:
    """128 bits; what is kept does not tell the code."""
    said = installation.says("invite", "petugas", "--name", " Ani   Lestari ").strip()
    start, _, code = said.partition("?start=")
    assert start == "https://t.me/halo_contoh_bot"
    assert len(code) == 22
    assert invited(installation, code) == ("Ani Lestari", Role.OFFICER, Standing.PENDING)
    assert invited(installation, code, timedelta(hours=24)) is None
    assert invited(installation, code[:-1] + ("A" if code[-1] != "A" else "B")) is None
    assert not [
        path
        for path in installation.folder.rglob("*")
        if path.is_file() and code.encode() in path.read_bytes()
    ]


def invited(
    installation: Installation, code: str, later: timedelta = timedelta()
) -> tuple[str, Role, Standing] | None:
    """Look up a code as the bot does."""

    async def looked(office: Office) -> Person | None:
        now = office.moment()
        moment = Moment(now.now + later, now.zone, now.chance)
        return await office.store.read(lambda within: people.invited(within, code, moment))

    person = installation.within(looked)
    return (person.name, person.role, person.standing) if person else None


def test_two_people_of_one_name_are_not_invited(installation: Installation) -> None:
    """A roster could not tell them apart."""
    installation.knows("Ani", Role.OFFICER)
    assert "nama yang berbeda" in installation.refuses("invite", "petugas", "--name", "ANI")


def test_the_console_confirms_the_first_coordinator_and_nobody_else(installation: Installation) -> None:
    """From then on two people are needed."""
    installation.knows("Citra", Role.COORDINATOR, Standing.PENDING)
    installation.knows("Dewi", Role.COORDINATOR, Standing.PENDING)
    installation.knows("Ani", Role.OFFICER, Standing.PENDING)
    assert "dikonfirmasi koordinator" in installation.refuses("confirm", "Ani")
    assert "Citra sekarang koordinator" in installation.says("confirm", "citra")
    assert installation.person("Citra").standing is Standing.LINKED
    assert "dikonfirmasi koordinator" in installation.refuses("confirm", "Dewi")
    assert "tidak sedang menunggu" in installation.refuses("confirm", "Citra")
    assert "Tidak ada orang" in installation.refuses("confirm", "Siapa")


def test_revoking_takes_the_role_and_is_written_down(installation: Installation) -> None:
    """The person is found by name or by the beginning of the id; a second time there is nobody."""
    ani = installation.knows("Ani", Role.OFFICER)
    installation.says("revoke", ani.id[:31])
    assert installation.person("Ani").standing is Standing.REVOKED
    assert "Tidak ada orang" in installation.refuses("revoke", "Ani")
    assert installation.says("audit", "verify").startswith("1 catatan")


def test_the_cases_of_somebody_revoked_are_called_anew(installation: Installation) -> None:
    """In the same transaction: nobody owns it, the coordinator rings, and an alarm is set."""
    ani = installation.knows("Ani", Role.OFFICER)
    citra = installation.knows("Citra", Role.COORDINATOR)
    name = owned_by(installation, ani)
    installation.says("revoke", "Ani")

    def looked(within: Transaction) -> tuple[CaseFile, list[Letter], int | None]:
        letters, _ = outbox.waiting(within)
        return cases.named(within, [name]).cases[name], [one.letter for one in letters], due.earliest(within)

    case, letters, minute = installation.within(lambda office: office.store.read(looked))
    assert case.stage is CaseStage.NEW
    assert citra.id in case.course.called
    assert [letter.person for letter in letters if isinstance(letter, RingLetter)] == [citra.id]
    assert minute is not None


def owned_by(installation: Installation, owner: Person) -> CaseId:
    """File a case that somebody has accepted."""
    name = CaseId("c" * 32)

    async def filed(office: Office) -> None:
        now = office.moment().now
        facts = Facts(now, Urgency.HIGH, Audience.OFFICE, {}, callback_only=True)
        course = Course(office.house.plans[Urgency.HIGH], owner=owner.id, accepted_at=now, called=(owner.id,))
        report = Filed(CaseFile(name, facts, course), Story("id", None), None)
        await office.store.write(lambda within: cases.file(within, report, bytes(32), 5))

    installation.within(filed)
    return name


def test_people_are_listed_with_role_and_standing(installation: Installation) -> None:
    """One a line."""
    installation.knows("Ani", Role.OFFICER)
    installation.knows("Citra", Role.COORDINATOR, Standing.PENDING)
    lines = installation.says("people").splitlines()
    assert len(lines) == 2
    told = {line.split()[-1]: line for line in lines}
    assert "petugas" in told["Ani"]
    assert "aktif" in told["Ani"]
    assert "menunggu konfirmasi" in told["Citra"]


# roster, form, database -------------------------------------------------------------------------------------


def test_a_roster_is_kept_shown_and_replaced_whole(installation: Installation, tmp_path: Path) -> None:
    """A wrong one leaves the old in place."""
    file = tmp_path / "jadwal.csv"
    assert "Belum ada jadwal" in installation.says("roster", "show")
    installation.knows("Ani", Role.OFFICER)
    file.write_text(WEEK)
    assert "7 giliran" in installation.says("roster", str(file))
    file.write_text(WEEK.replace("Ani", "Budi"))
    assert "baris 2: Budi belum dikenal" in installation.refuses("roster", str(file))
    assert installation.says("roster", "show").count("Ani") == 7
    file.write_text(WEEK.replace("setiap hari", "senin"))
    assert "! tidak ada petugas: selasa 00.00 sampai minggu 24.00" in installation.says("roster", str(file))
    assert installation.says("audit", "verify").startswith("2 catatan")


def test_the_shipped_form_checks_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    """With the place of what is wrong."""
    good = CliRunner().invoke(main, ["form", "check", str(SHIPPED)])
    assert good.exit_code == 0
    assert "pertanyaan" in good.output
    broken = tmp_path / "f.md"
    broken.write_text("| survey | | |\n| | type | name |\n| | text | a |\n")
    bad = CliRunner().invoke(main, ["form", "check", str(broken)])
    assert bad.exit_code == 1
    assert bad.stderr.startswith("Formulir tidak dapat dipakai")


def test_migrate_brings_an_older_database_up_and_runs_twice(installation: Installation) -> None:
    """A database of an unknown version is refused."""
    installation.says("migrate")
    installation.says("migrate")
    change(installation, "UPDATE alembic_version SET version_num = '9999'")
    assert "9999" in installation.refuses("migrate")
    assert "migrate" in installation.refuses("people")


def test_a_changed_audit_row_is_told(installation: Installation) -> None:
    """By its number."""
    installation.knows("Ani", Role.OFFICER)
    installation.says("revoke", "Ani")
    change(installation, "UPDATE audit SET mac = zeroblob(32)")
    assert "1" in installation.refuses("audit", "verify")


def change(installation: Installation, statement: str) -> None:
    """Change the database behind the program's back."""
    engine = create_engine(f"sqlite:///{installation.data / 'teduh.db'}")
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


# failures ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [("people",), ("run",), ("roster", "show"), ("migrate",), ("audit", "verify")]
)
@pytest.mark.parametrize(
    ("breaks", "words"),
    [
        (lambda made: made.config.unlink(), "--config"),
        (lambda made: made.keys.chmod(0o644), "chmod 600"),
        (lambda made: made.data.chmod(0o755), "chmod 700"),
        (lambda made: made.keys.unlink(), "tidak ada"),
    ],
)
def test_every_command_refuses_an_unsafe_installation(
    installation: Installation, command: tuple[str, ...], breaks: Callable[[Installation], None], words: str
) -> None:
    """In one sentence with the mend, and with exit code 1."""
    breaks(installation)
    assert words in installation.refuses(*command)


def test_run_without_a_token_is_refused(installation: Installation) -> None:
    """Before anything is opened."""
    installation.write("token_file", '""')
    assert "Token bot belum ada" in installation.refuses("run")


def test_a_token_telegram_does_not_know_is_told(installation: Installation) -> None:
    """When a link needs the bot's name."""
    token = installation.keys.with_name("token")
    token.write_text(TOKEN.replace("7", "8", 1))
    assert "tidak mengenal token" in installation.refuses("invite", "petugas", "--name", "Ani")


def test_a_failure_nobody_foresaw_shows_none_of_its_text() -> None:
    """Its text may hold words; kind and place are told."""
    program = """
import bot.cli, click
@bot.cli.main.command()
def odd():
    raise ValueError("kanari-yang-tidak-boleh-terbaca")
bot.cli.main(["odd"])
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert "kanari" not in said.stdout + said.stderr
    assert "ValueError" in said.stderr
