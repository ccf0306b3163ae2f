"""The weekly roster as an office writes it: a TOML or CSV file, days and names in words.

Law: a file with anything wrong changes nothing; everything wrong is told at once, each with its line. Hours
that nobody covers are no error, but they are listed.
"""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from conversations.duty import Day, Roster, Shift
from conversations.people import Person, PersonId, Role, Standing
from storage.errors import Refused

COLUMNS = ("hari", "mulai", "selesai", "petugas")
_TIME = re.compile(r"([01]?[0-9]|2[0-4])[:.]([0-5][0-9])")
_NAMES = re.compile(r"\s*[;,/+]\s*")
_EVERY_DAY = {"setiap hari", "tiap hari"}
_DAY_MINUTES = 24 * 60


class RosterRefused(Refused):
    """A roster that cannot be used; ``problems`` tells everything that is wrong with it."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("Jadwal piket tidak dipakai: " + " · ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class ReadRoster:
    """A roster that can be used, and what its maker should know."""

    roster: Roster
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """One shift as it was written."""

    line: int
    cells: Mapping[str, str]

    def says(self, problem: str) -> str:
        return f"baris {self.line}: {problem}"


def read_roster(path: Path, staff: Sequence[Person]) -> ReadRoster:
    """Read a roster for these people.

    Raises:
        RosterRefused: with everything that is wrong.

    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise RosterRefused(
            [f"berkas {path} tidak dapat dibaca; simpan sebagai CSV UTF-8 atau TOML"]
        ) from None
    rows = _toml_rows(text) if path.suffix.lower() == ".toml" else _csv_rows(text)
    if not rows:
        raise RosterRefused([f"berkas {path} tidak memuat jadwal"])
    return _understood(rows, _by_name(staff))


def _csv_rows(text: str) -> list[_Row]:
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") >= len(COLUMNS) - 1 else ",")
    lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    if not lines:
        return []
    heads = [cell.strip().casefold() for cell in lines[0][1]]
    if missing := [column for column in COLUMNS if column not in heads]:
        raise RosterRefused([f"baris 1: kolom {', '.join(missing)} tidak ada; tulis {','.join(COLUMNS)}"])
    # A row with too many cells most likely has two names behind commas.
    return [
        _Row(
            line,
            dict(zip(heads, [*cells[: len(heads) - 1], "; ".join(cells[len(heads) - 1 :])], strict=False)),
        )
        for line, cells in lines[1:]
    ]


def _toml_rows(text: str) -> list[_Row]:
    try:
        written = tomllib.loads(text)
    except ValueError as wrong:
        found = re.search(r"line (\d+)", str(wrong))
        raise RosterRefused([f"baris {found[1] if found else '?'}: bukan TOML yang benar"]) from None
    shifts = written.get("piket")
    if not isinstance(shifts, list) or set(written) != {"piket"}:
        raise RosterRefused(["tulis setiap giliran di bawah [[piket]]"])
    starts = [
        number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[piket]]")
    ]
    numbers = starts if len(starts) == len(shifts) else range(1, len(shifts) + 1)
    return [_Row(line, _cells(shift)) for line, shift in zip(numbers, shifts, strict=True)]


def _cells(shift: object) -> dict[str, str]:
    if not isinstance(shift, dict):
        return {}
    return {
        str(name): "; ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in shift.items()
    }


def _by_name(staff: Iterable[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person in staff:
        if person.role is not Role.OFFICIAL and person.standing is not Standing.REVOKED:
            found.setdefault(_plain(person.name), []).append(person)
    return found


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _understood(rows: Iterable[_Row], known: Mapping[str, list[Person]]) -> ReadRoster:
    shifts: list[Shift] = []
    problems: list[str] = []
    for row in rows:
        try:
            shifts += _shifts(row, known)
        except RosterRefused as refused:
            problems += refused.problems
    if problems:
        raise RosterRefused(problems)
    roster = Roster(tuple(shifts))
    return ReadRoster(roster, (*_unconfirmed(roster, known), *map(_uncovered, roster.uncovered())))


def _shifts(row: _Row, known: Mapping[str, list[Person]]) -> list[Shift]:
    problems: list[str] = []
    if unknown := sorted(set(row.cells) - set(COLUMNS)):
        problems.append(row.says(f"kolom {', '.join(unknown)} tidak dikenal"))
    days = _days(row.cells.get("hari", ""))
    if not days:
        problems.append(row.says("hari tidak dikenal; tulis senin, senin-jumat, atau setiap hari"))
    start, end = (_time(row.cells.get(column, "")) for column in ("mulai", "selesai"))
    if start is None or end is None:
        problems.append(row.says("jam tidak dikenal; tulis seperti 08:00 dan 16:00"))
    officers, wrong = _officers(row.cells.get("petugas", ""), known)
    problems += [row.says(problem) for problem in wrong]
    if problems or start is None or end is None:
        raise RosterRefused(problems)
    return [Shift(day, start, end, officers) for day in days]


def _days(text: str) -> list[Day]:
    """Read days: one, several, a stretch (also over the weekend), or every day; empty: not understood."""
    written = _plain(text).replace("jum'at", "jumat").replace("sampai", "-").replace("–", "-")
    if written in _EVERY_DAY:
        return list(Day)
    found: list[Day] = []
    for part in filter(None, _NAMES.split(written)):
        edges = [edge.strip() for edge in part.split("-")]
        if len(edges) > 2 or not set(edges) <= set(Day):  # noqa: PLR2004 - from, to
            return []
        week = list(Day)
        first, last = week.index(Day(edges[0])), week.index(Day(edges[-1]))
        found += [week[(first + step) % 7] for step in range((last - first) % 7 + 1)]
    return list(dict.fromkeys(found))


def _time(text: str) -> time | None:
    found = _TIME.fullmatch(text.strip().removesuffix(":00") if text.count(":") > 1 else text.strip())
    minutes = int(found[1]) * 60 + int(found[2]) if found else -1
    if not 0 <= minutes <= _DAY_MINUTES:
        return None
    return time(minutes // 60 % 24, minutes % 60)


def _officers(text: str, known: Mapping[str, list[Person]]) -> tuple[tuple[PersonId, ...], list[str]]:
    names = [name for name in _NAMES.split(text.strip()) if name]
    problems = [] if names else ["petugas belum diisi"]
    officers: list[PersonId] = []
    for name in names:
        matching = known.get(_plain(name), [])
        if len(matching) == 1:
            officers.append(matching[0].id)
        elif matching:
            problems.append(f"ada {len(matching)} orang bernama {name}; beri nama yang berbeda")
        else:
            problems.append(f"{name} belum dikenal; undang dulu dengan `teduh invite`")
    return tuple(dict.fromkeys(officers)), problems


def _unconfirmed(roster: Roster, known: Mapping[str, list[Person]]) -> list[str]:
    named = {officer for shift in roster.shifts for officer in shift.officers}
    people = [person for matching in known.values() for person in matching if person.id in named]
    return [
        f"{person.name} belum dapat dihubungi lewat bot; pastikan sebelum gilirannya"
        for person in people
        if not person.is_reachable
    ]


def _uncovered(gap: tuple[int, int]) -> str:
    start, end = gap
    stretch = f"{told_minute(start)} sampai {told_minute(end, ending=True)}"
    return f"tidak ada petugas: {stretch}; koordinator dipanggil"


def told_minute(minute: int, *, ending: bool = False) -> str:
    """Tell a minute of the week as people say it; what ends at midnight ends at 24.00 of its own day."""
    day, of_day = divmod(minute, _DAY_MINUTES)
    if ending and not of_day:
        day, of_day = day - 1, _DAY_MINUTES
    return f"{list(Day)[day]} {of_day // 60:02}.{of_day % 60:02}"


def told(roster: Roster, staff: Iterable[Person]) -> list[str]:
    """Tell a roster line by line, in the order of the week."""
    names = {person.id: person.name for person in staff}
    shifts = sorted(roster.shifts, key=lambda shift: shift.starts_at_minute())
    return [
        f"{shift.day:<7} {shift.start:%H.%M}-{shift.end:%H.%M}  "
        + ", ".join(names.get(officer, "(tidak dikenal)") for officer in shift.officers)
        for shift in shifts
    ]
