"""The doctor, on a good installation and on broken ones: one sentence each, with the mend."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.clock import Clock, MovableClock
from bot.doctor import Finding, Mark, examine
from conversations.people import Role, Standing
from storage.putback import look
from tests.cli.conftest import TOKEN, Installation

WEEK = "hari,mulai,selesai,petugas\nsetiap hari,00:00,24:00,Ani\n"


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory, first: Installation) -> Installation:
    """Make an installation at which nothing is wrong, to be copied."""
    made = first.copied(tmp_path_factory.mktemp("sound") / "teduh")
    made.knows("Ani", Role.OFFICER)
    made.knows("Citra", Role.COORDINATOR)
    roster(made, WEEK)
    made.write("checked_on", Clock().now().date().isoformat())
    return made


@pytest.fixture
def good(tmp_path: Path, sound: Installation) -> Installation:
    """Give one of one's own, whose program has just written that it runs."""
    made = sound.copied(tmp_path / "teduh")
    made.beats()
    return made


def findings(installation: Installation, clock: Clock | None = None) -> list[Finding]:
    """Have the doctor look."""

    async def looked() -> list[Finding]:
        return [finding async for finding in examine(installation.config, clock)]

    return asyncio.run(looked())


def wrong(found: list[Finding]) -> list[tuple[Mark, str]]:
    """Keep what is not good."""
    return [(finding.mark, finding.sentence) for finding in found if finding.mark is not Mark.GOOD]


def test_nothing_is_wrong_with_a_good_installation(good: Installation) -> None:
    """Every check is made, and the exit code says so."""
    found = findings(good)
    assert wrong(found) == []
    assert len(found) == 15
    result = good.teduh("doctor")
    assert result.exit_code == 0
    assert result.output.count("✓") == 15


def test_a_key_beside_its_data_is_told(good: Installation) -> None:
    """A backup of that one folder would take both."""
    moved = good.config.parent / "data"
    good.data.rename(moved)
    good.write("data_dir", '"data"')
    (told,) = wrong(findings(good))
    assert told[0] is Mark.WARNING
    assert "satu folder" in told[1]


def test_an_older_database_is_told_before_the_bot_runs(good: Installation) -> None:
    """With what will happen to whom: a backup that is restored in good faith needs no other command."""
    older = (good.data / "teduh.db").read_bytes()
    good.says("revoke", "Ani")
    (good.data / "teduh.db").write_bytes(older)
    ((_, sentence),) = [one for one in wrong(findings(good)) if "lebih tua" in one[1]]
    assert "peran 1 orang ditahan" in sentence
    good.within(lambda office: look(office.store, office.moment()))
    assert good.person("Ani").standing is Standing.PENDING
    assert not [one for one in wrong(findings(good)) if "lebih tua" in one[1]]


def with_database(statement: str) -> Callable[[Installation], None]:
    """Change the database behind the program's back."""

    def change(installation: Installation) -> None:
        engine = create_engine(f"sqlite:///{installation.data / 'teduh.db'}")
        with engine.begin() as connection:
            connection.execute(text(statement))
        engine.dispose()

    return change


def made_up_key(installation: Installation) -> None:
    """Somebody typed a key."""
    lines = installation.keys.read_text().splitlines()
    made_up = 'running = "' + "A" * 43 + '="'
    installation.keys.write_text("\n".join(made_up if line.startswith("running") else line for line in lines))


def other_token(installation: Installation) -> None:
    """Somebody copied another bot's token."""
    installation.keys.with_name("token").write_text(TOKEN.replace("7", "8", 1))


def broken_form(installation: Installation) -> None:
    """Somebody changed the form."""
    (installation.folder / "f.md").write_text("| survey | | |\n| | type | name |\n| | text | a |\n")
    installation.config.write_text(
        installation.config.read_text().replace('path = "bawaan"', 'path = "f.md"')
    )


BROKEN: dict[str, tuple[Callable[[Installation], object], str]] = {
    "settings missing": (lambda made: made.config.unlink(), "teduh init"),
    "setting unknown": (
        lambda made: made.write("draft_hours", "24\ndraft_days = 1"),
        "draft_days` tidak dikenal",
    ),
    "key file readable": (lambda made: made.keys.chmod(0o644), "chmod 600"),
    "key file missing": (lambda made: made.keys.unlink(), "tidak ada"),
    "key made up": (made_up_key, "kunci contoh"),
    "data open": (lambda made: made.data.chmod(0o755), "chmod 700"),
    "database gone": (lambda made: (made.data / "teduh.db").unlink(), "pulihkan dari cadangan"),
    "database of a newer program": (with_database("UPDATE alembic_version SET version_num = '9999'"), "9999"),
    "slot damaged": (with_database("UPDATE key_slots SET sealed = zeroblob(300)"), "slot kunci"),
    "slot gone": (with_database("DELETE FROM key_slots"), "Kunci kantor tertutup"),
    "no coordinator": (lambda made: made.says("revoke", "Citra"), "Belum ada koordinator"),
    "token missing": (lambda made: made.keys.with_name("token").unlink(), "token"),
    "token of nobody": (other_token, "tidak mengenal token"),
    "telegram out of reach": (lambda made: made.write("server", '"http://127.0.0.1:9"'), "tidak terjangkau"),
    "form broken": (broken_form, "Formulir tidak dapat dipakai"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_installation_is_told_in_one_sentence(good: Installation, broken: str) -> None:
    """Once, without repeating it from later checks; the exit code is 1."""
    breaks, words = BROKEN[broken]
    breaks(good)
    bad = [sentence for mark, sentence in wrong(findings(good)) if mark is Mark.BAD]
    assert len(bad) == 1
    assert words in bad[0]
    assert "\n" not in bad[0]
    result = good.teduh("doctor")
    assert result.exit_code == 1
    assert TOKEN not in result.output


def test_a_missing_database_is_not_made_by_looking(good: Installation) -> None:
    """An empty one in its place would hide the loss."""
    (good.data / "teduh.db").unlink()
    findings(good)
    assert not (good.data / "teduh.db").exists()


WORTH_A_LOOK: dict[str, tuple[Callable[[Installation], object], str]] = {
    "hotlines untried": (lambda made: made.write("checked_on", '"never"'), "belum dicoba"),
    "hotlines tried long ago": (lambda made: made.write("checked_on", "2025-01-31"), "belum dicoba"),
    "hours without anybody": (
        lambda made: roster(made, WEEK.replace("setiap hari", "senin")),
        "Jadwal piket kosong",
    ),
    "officer out of reach": (
        lambda made: made.knows("Ani", Role.OFFICER, Standing.UNREACHABLE),
        "langsung ke koordinator",
    ),
    "an update put aside": (
        with_database("INSERT INTO parked VALUES (zeroblob(16), 1, 1, zeroblob(9))"),
        "1 kiriman",
    ),
}


def roster(installation: Installation, text: str) -> None:
    """Replace the roster."""
    file = installation.folder / "jadwal.csv"
    file.write_text(text)
    installation.says("roster", str(file))


@pytest.mark.parametrize("case", WORTH_A_LOOK)
def test_what_deserves_a_look_is_a_warning_and_no_failure(good: Installation, case: str) -> None:
    """The exit code stays 0."""
    happens, words = WORTH_A_LOOK[case]
    happens(good)
    warned = wrong(findings(good))
    assert [mark for mark, _ in warned if mark is Mark.BAD] == []
    assert any(words in sentence for _, sentence in warned)
    assert good.teduh("doctor").exit_code == 0


def test_a_program_that_does_not_run_is_told(good: Installation) -> None:
    """Ten minutes after it last wrote that it does."""
    later = MovableClock()
    later.advance(11 * 60)
    assert [sentence for _, sentence in wrong(findings(good, later))] == [
        "Teduh tidak sedang berjalan: jalankan `teduh run`."
    ]


def test_a_clock_that_went_back_is_told(good: Installation) -> None:
    """What was written lies in its future."""

    class Earlier(MovableClock):
        def now(self) -> datetime:
            return Clock().now() - timedelta(hours=2)

    bad = wrong(findings(good, Earlier()))
    assert any("Jam mesin mundur" in sentence for mark, sentence in bad if mark is Mark.BAD)


def test_the_doctor_changes_nothing(good: Installation) -> None:
    """No file has another content afterwards."""
    findings(good)
    before = state(good.folder)
    findings(good)
    assert state(good.folder) == before


def state(folder: Path) -> dict[str, bytes]:
    """Read every file but the database's own bookkeeping beside it."""
    return {
        str(path): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }
