"""The roster as an office writes it."""

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

import pytest

from bot.rosters import ReadRoster, RosterRefused, read_roster, told, told_minute
from conversations.duty import WEEK_MINUTES, Day
from conversations.people import Person, PersonId, Role, Standing

HEAD = "hari,mulai,selesai,petugas\n"
Read = Callable[..., ReadRoster]


def person(name: str, role: Role = Role.OFFICER, standing: Standing = Standing.LINKED) -> Person:
    """Invent somebody."""
    return Person(PersonId(name.encode().hex().ljust(32, "0")[:32]), role, standing, 1, name)


ANI, BUDI, CITRA = person("Ani Lestari"), person("Budi"), person("Citra", Role.COORDINATOR)
STAFF = (ANI, BUDI, CITRA, person("Pak Dedi", Role.OFFICIAL), person("Eka", standing=Standing.REVOKED))


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write a roster and read it."""

    def written(text: str, name: str = "jadwal.csv", staff: tuple[Person, ...] = STAFF) -> ReadRoster:
        path = tmp_path / name
        path.write_text(text)
        return read_roster(path, staff)

    return written


def problems(read: Read, text: str, name: str = "jadwal.csv") -> tuple[str, ...]:
    """Expect a refusal, and give what is wrong."""
    with pytest.raises(RosterRefused) as refused:
        read(text, name)
    return refused.value.problems


def test_a_csv_becomes_shifts_with_the_first_called_first(read: Read) -> None:
    """Names are found whatever their capitals and blanks."""
    found = read(HEAD + "Senin,08:00,16.00,ani  lestari; BUDI\n").roster.shifts
    assert [(shift.day, shift.start, shift.end) for shift in found] == [(Day.MONDAY, time(8), time(16))]
    assert found[0].officers == (ANI.id, BUDI.id)


def test_toml_and_csv_say_the_same(read: Read) -> None:
    """Lists and words alike."""
    toml = """
[[piket]]
hari = ["senin", "rabu"]
mulai = 08:00:00
selesai = "20:00"
petugas = ["Budi", "Ani Lestari"]
"""
    csv = HEAD + '"senin, rabu",8:00,20:00,Budi/Ani Lestari\n'
    assert read(toml, "jadwal.toml").roster == read(csv).roster


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("senin-jumat", list(Day)[:5]),
        ("Senin sampai Jumat", list(Day)[:5]),
        ("sabtu-minggu", list(Day)[5:]),
        ("minggu - selasa", [Day.SUNDAY, Day.MONDAY, Day.TUESDAY]),
        ("setiap hari", list(Day)),
        ("Jum'at", [Day.FRIDAY]),
        ("kamis-kamis", [Day.THURSDAY]),
    ],
)
def test_stretches_of_days_are_understood(read: Read, written: str, days: list[Day]) -> None:
    """Also over the weekend, and as people write them."""
    assert [shift.day for shift in read(HEAD + f"{written},08:00,16:00,Budi\n").roster.shifts] == days


def test_a_night_shift_belongs_to_the_day_it_begins_on(read: Read) -> None:
    """It ends on the next."""
    roster = read(HEAD + "minggu,20:00,08:00,Budi\n").roster
    assert roster.on_duty(datetime(2026, 3, 1, 23)) == (BUDI.id,)  # noqa: DTZ001 - a wall clock
    assert roster.on_duty(datetime(2026, 3, 2, 7, 59)) == (BUDI.id,)  # noqa: DTZ001
    assert roster.on_duty(datetime(2026, 3, 2, 8)) == ()  # noqa: DTZ001


def test_a_whole_week_has_no_warning(read: Read) -> None:
    """From midnight to midnight, and with 24:00 as people write it."""
    assert read(HEAD + "setiap hari,00:00,24:00,Budi\n").warnings == ()


def test_uncovered_stretches_are_listed_in_words(read: Read) -> None:
    """They are no error: the coordinator is called."""
    warnings = read(HEAD + "senin-sabtu,00:00,24:00,Budi\nminggu,06:00,18:00,Budi\n").warnings
    assert [warning.partition(";")[0] for warning in warnings] == [
        "tidak ada petugas: minggu 00.00 sampai minggu 06.00",
        "tidak ada petugas: minggu 18.00 sampai minggu 24.00",
    ]


def test_minutes_of_the_week_are_told_as_people_say_them() -> None:
    """What begins at midnight begins the day, what ends there ends it."""
    assert [told_minute(minute) for minute in (0, 1440, 1501)] == [
        "senin 00.00",
        "selasa 00.00",
        "selasa 01.01",
    ]
    assert told_minute(1440, ending=True) == "senin 24.00"
    assert told_minute(WEEK_MINUTES, ending=True) == "minggu 24.00"


def test_everything_wrong_is_told_at_once_with_its_line(read: Read) -> None:
    """Nobody mends a file five times."""
    text = (
        HEAD
        + "senen,08:00,16:00,Budi\n\nselasa,25:00,16:00,Budi\nrabu,08:00,16:00,Fajar;Budi\nkamis,8:00,9:00,\n"
    )
    found = problems(read, text)
    assert [problem.partition(":")[0] for problem in found] == ["baris 2", "baris 4", "baris 5", "baris 6"]
    assert "hari" in found[0]
    assert "jam" in found[1]
    assert "Fajar belum dikenal" in found[2]
    assert "petugas belum diisi" in found[3]


@pytest.mark.parametrize("name", ["Pak Dedi", "Eka"])
def test_an_official_or_a_revoked_officer_is_nobody_here(read: Read, name: str) -> None:
    """They are told like a stranger."""
    assert "belum dikenal" in problems(read, HEAD + f"senin,08:00,16:00,{name}\n")[0]


def test_two_of_one_name_are_refused(read: Read) -> None:
    """The program does not guess."""
    twins = (BUDI, Person(PersonId("f" * 32), Role.OFFICER, Standing.LINKED, 2, "budi"))
    with pytest.raises(RosterRefused, match="2 orang"):
        read(HEAD + "senin,08:00,16:00,Budi\n", staff=twins)


@pytest.mark.parametrize("standing", [Standing.PENDING, Standing.UNREACHABLE])
def test_an_officer_who_cannot_be_reached_is_known_before_the_shift(read: Read, standing: Standing) -> None:
    """They may stand in the roster all the same."""
    staff = (person("Gita", standing=standing),)
    warnings = read(HEAD + "setiap hari,00:00,24:00,Gita\n", staff=staff).warnings
    assert len(warnings) == 1
    assert warnings[0].startswith("Gita belum dapat dihubungi")


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("", "jadwal.csv", "tidak memuat jadwal"),
        (HEAD, "jadwal.csv", "tidak memuat jadwal"),
        ("hari,petugas\nsenin,Budi\n", "jadwal.csv", "baris 1: kolom mulai, selesai tidak ada"),
        (HEAD.strip() + ",catatan\nsenin,08:00,16:00,Budi,x\n", "jadwal.csv", "kolom catatan tidak dikenal"),
        ("[[piket]\n", "jadwal.toml", "baris 1: bukan TOML"),
        ("[piket]\nhari = 1\n", "jadwal.toml", r"\[\[piket\]\]"),
        ("[[piket]]\nhari = 1\n\n[[piket]]\n", "jadwal.toml", "baris 4: hari"),
    ],
)
def test_what_is_no_roster_is_refused_in_words(read: Read, text: str, name: str, words: str) -> None:
    """Empty, without columns, with strange ones, broken."""
    with pytest.raises(RosterRefused, match=words):
        read(text, name)


def test_a_missing_or_foreign_file_is_refused(tmp_path: Path) -> None:
    """A spreadsheet must be saved as CSV first."""
    with pytest.raises(RosterRefused, match="tidak dapat dibaca"):
        read_roster(tmp_path / "nowhere.csv", STAFF)
    (tmp_path / "jadwal.xlsx").write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(RosterRefused, match="CSV"):
        read_roster(tmp_path / "jadwal.xlsx", STAFF)


def test_semicolons_and_a_byte_order_mark_are_what_a_spreadsheet_writes(tmp_path: Path) -> None:
    """Indonesian Excel separates by semicolons; names then stand behind commas."""
    path = tmp_path / "jadwal.csv"
    path.write_text("\ufeffHari;Mulai;Selesai;Petugas\nsenin;08:00;16:00;Budi, Ani Lestari\n")
    assert read_roster(path, STAFF).roster.shifts[0].officers == (BUDI.id, ANI.id)


def test_a_roster_is_told_in_the_order_of_the_week(read: Read) -> None:
    """With names, not ids."""
    roster = read(HEAD + "rabu,20:00,08:00,Budi\nsenin,08:00,16:00,Ani Lestari;Budi\n").roster
    assert told(roster, STAFF) == ["senin   08.00-16.00  Ani Lestari, Budi", "rabu    20.00-08.00  Budi"]
