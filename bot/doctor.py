"""Says what is wrong with an installation, one sentence each, and what to do about it.

Law: it changes nothing. A check that cannot be made because an earlier one failed is left out, not guessed;
no check keeps the others from being made.
"""

import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from bot.asking import bot_name
from bot.clock import Clock
from bot.failures import told
from bot.office import form_of, places_of
from bot.rosters import told_minute
from bot.settings import Settings
from bot.settings_file import load
from bot.token import read_token
from conversations.casework import Hall
from conversations.duty import reachable_on_duty
from conversations.people import Role
from storage import audit, documents, people, upkeep
from storage.errors import AuditBroken, StoreRefused
from storage.key_file import read
from storage.office_key import Purpose
from storage.opening import Opened, open_places
from storage.putback import PutBack, compare
from storage.transaction import Transaction

CHECKED_DAYS = 180
"""How long a hotline that was tried counts as working."""
SILENT = timedelta(minutes=10)
"""The running program writes down once a minute that it runs."""
_CLOCK_SLACK = timedelta(minutes=5)
_EARLIEST = date(2025, 1, 1)
_FEW_BYTES = 1024**3
_TOO_FEW_BYTES = 100 * 1024**2


class Mark(Enum):
    """How a check came out, and the sign it is shown with."""

    GOOD = "✓"
    WARNING = "!"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    mark: Mark
    sentence: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the database tells."""

    hall: Hall
    seen: datetime | None
    parked: int
    put_back: PutBack
    broken: str
    """What is wrong with the audit chain; empty: nothing."""


def _good(sentence: str) -> Finding:
    return Finding(Mark.GOOD, sentence)


def _warning(sentence: str) -> Finding:
    return Finding(Mark.WARNING, sentence)


def _bad(sentence: str) -> Finding:
    return Finding(Mark.BAD, sentence)


async def examine(config: Path, clock: Clock | None = None) -> AsyncIterator[Finding]:
    """Make every check that can be made."""
    now = (clock or Clock()).now()
    yield _packages()
    try:
        settings = load(config)
    except Exception as failure:  # noqa: BLE001 - told as a finding
        yield _failed("Pengaturan", failure)
        return
    yield _good(f"Pengaturan {config} terbaca.")
    keys = _attempt("Folder data dan berkas kunci aman.", "Kunci", lambda: _keys(settings))
    yield keys
    if keys.mark is Mark.GOOD:
        yield _apart(settings)
        yield _disk(settings)
        async for finding in _kept(settings, now):
            yield finding
    yield _attempt("Formulir dapat dipakai.", "Formulir", lambda: form_of(settings))
    yield _hotlines(settings, now.date())
    yield await _telegram(settings)


def _apart(settings: Settings) -> Finding:
    """Whether a backup of the folder that holds the data takes the key as well."""
    above = settings.storage.data_dir.resolve().parent
    key = settings.storage.key_file.resolve().parent
    if above in {key, key.parent}:
        return _warning(
            f"Kunci dan data ada di satu folder, {above}: pindahkan data ke tempat lain dan ubah `data_dir`, "
            "supaya satu cadangan tidak memuat keduanya."
        )
    return _good("Kunci dan data terpisah.")


def _attempt(sentence: str, what: str, work: Callable[[], object]) -> Finding:
    try:
        work()
    except Exception as failure:  # noqa: BLE001 - told as a finding
        return _failed(what, failure)
    return _good(sentence)


def _failed(what: str, failure: Exception) -> Finding:
    """Tell a failure: in its own sentence where it was foreseen, by its kind where not."""
    return _bad(told(failure) or f"{what}: gagal diperiksa ({type(failure).__name__}).")


def _packages() -> Finding:
    if missing := _missing_packages():
        return _bad(
            f"Paket {', '.join(missing)} tidak terpasang: `pip install --require-hashes -r requirements.txt`."
        )
    return _good(f"Python {sys.version_info.major}.{sys.version_info.minor} dan semua paket terpasang.")


def _missing_packages() -> list[str]:
    wanted = (line for line in requires("teduh") or () if "extra ==" not in line)
    names = (line.partition(";")[0] for line in wanted)
    return [name for line in names if not _is_installed(name := _package_name(line))]


def _package_name(line: str) -> str:
    for sign in "[<>=!~ ":
        line = line.partition(sign)[0]
    return line


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _keys(settings: Settings) -> None:
    read(settings.storage.key_file, settings.storage.data_dir)
    file = _database_file(settings)
    # Opened, a missing file would become an empty database.
    if file is not None and not file.is_file():
        raise StoreRefused(f"Database {file} tidak ada: pulihkan dari cadangan, atau jalankan `teduh init`.")


def _disk(settings: Settings) -> Finding:
    folder = settings.storage.data_dir
    free = shutil.disk_usage(folder).free
    told_free = f"{free / 1024**3:.1f} GB"
    if free < _TOO_FEW_BYTES:
        return _bad(f"Ruang disk hampir habis ({told_free}): kosongkan sebelum laporan tidak dapat disimpan.")
    if free < _FEW_BYTES:
        return _warning(f"Ruang disk tinggal {told_free}: kosongkan sebagian.")
    return _good(f"Ruang disk cukup ({told_free}).")


def _hotlines(settings: Settings, today: date) -> Finding:
    if not settings.hotlines:
        return _warning("Tidak ada nomor darurat untuk orang dalam bahaya: isi [[hotlines]].")
    old = [
        line.name
        for line in settings.hotlines
        if line.checked_on == "never" or today - line.checked_on > timedelta(days=CHECKED_DAYS)
    ]
    if old:
        return _warning(f"Nomor belum dicoba dalam {CHECKED_DAYS} hari ({', '.join(old)}): isi checked_on.")
    return _good("Semua nomor darurat sudah dicoba.")


def _database_file(settings: Settings) -> Path | None:
    url = settings.storage.url
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Opened]:
    opened = await open_places(places_of(settings), alone=False)
    try:
        yield opened
    finally:
        await opened.close()


async def _kept(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    try:
        async with _opened(settings) as opened:
            unlocked = opened.unlocked
            kept = await opened.database.survey(
                lambda connection: _gathered(opened, opened.within(connection))
            )
    except Exception as failure:  # noqa: BLE001 - told as a finding
        yield _failed("Database", failure)
        return
    yield _good("Database terbuka dan sesuai dengan program ini.")
    if Purpose.OFFICE in unlocked:
        yield _good("Kunci kantor terbuka.")
    else:
        yield _bad(
            "Kunci kantor tertutup: laporan tetap masuk, tetapi tidak dapat dibaca; pulihkan slot kunci."
        )
    for finding in (
        *_clock(kept, now),
        *_duty(kept.hall, now.astimezone(settings.zone)),
        *_parked(kept),
        _record(kept),
    ):
        yield finding


def _gathered(opened: Opened, within: Transaction) -> _Kept:
    hall = Hall(documents.roster(within), people.everybody(within))
    found = compare(within, opened.marks.end)
    return _Kept(hall, documents.last_seen(within), upkeep.count_parked(within), found, _broken(within))


def _broken(within: Transaction) -> str:
    try:
        audit.verify(within)
    except AuditBroken as broken:
        return str(broken)
    return ""


def _record(kept: _Kept) -> Finding:
    found = kept.put_back
    if kept.broken:
        return _bad(kept.broken)
    if not found.is_anything:
        return _good(f"Catatan siapa berbuat apa utuh: {found.end.number} baris, kode {found.end.code}.")
    what = [f"peran {found.people} orang ditahan sampai dipastikan lagi"] if found.people else []
    what += ["jadwal piket dikosongkan, muat lagi dengan `teduh roster FILE`"] if found.roster else []
    what += ["koordinator diberi tahu"]
    return _bad(
        "Database ini lebih tua daripada yang terakhir dikenal di mesin ini, misalnya dari cadangan. "
        f"Begitu bot berjalan: {'; '.join(what)}."
    )


def _clock(kept: _Kept, now: datetime) -> Iterator[Finding]:
    if now.date() < _EARLIEST or (kept.seen is not None and kept.seen - now > _CLOCK_SLACK):
        yield _bad("Jam mesin mundur: betulkan dengan `timedatectl set-ntp true` sebelum menjalankan Teduh.")
    elif kept.seen is None:
        yield _warning("Teduh belum pernah berjalan di sini: jalankan `teduh run`.")
    elif now - kept.seen > SILENT:
        yield _warning("Teduh tidak sedang berjalan: jalankan `teduh run`.")
    else:
        yield _good("Teduh sedang berjalan, dan jam mesin wajar.")


def _duty(hall: Hall, here: datetime) -> Iterator[Finding]:
    if not hall.linked(Role.COORDINATOR):
        yield _bad("Belum ada koordinator: `teduh invite koordinator --name …`, lalu `teduh confirm`.")
    else:
        yield _good("Ada koordinator.")
    if gaps := hall.roster.uncovered():
        start, end = gaps[0]
        more = f" dan {len(gaps) - 1} lagi" if gaps[1:] else ""
        stretch = f"{told_minute(start)} sampai {told_minute(end, ending=True)}"
        yield _warning(f"Jadwal piket kosong {stretch}{more}: lengkapi dengan `teduh roster FILE`.")
    else:
        yield _good("Jadwal piket menutup seluruh minggu.")
    if reachable_on_duty(hall.roster, hall.staff, here):
        yield _good("Petugas piket sekarang dapat dihubungi.")
    elif any(person.is_reachable and person.role is not Role.OFFICIAL for person in hall.staff):
        yield _warning(
            "Tidak ada petugas piket yang dapat dihubungi sekarang: laporan langsung ke koordinator."
        )
    else:
        yield _bad("Tidak seorang pun dapat dihubungi: undang petugas, dan minta mereka membuka tautannya.")


def _parked(kept: _Kept) -> Iterator[Finding]:
    if kept.parked:
        yield _warning(f"{kept.parked} kiriman tidak dapat diolah dan disisihkan: kabari pengembang.")


async def _telegram(settings: Settings) -> Finding:
    try:
        username = await bot_name(read_token(settings), settings.telegram.server)
    except Exception as failure:  # noqa: BLE001 - told as a finding
        return _failed("Telegram", failure)
    return _good(f"Telegram mengenal bot ini: @{username}.")
