"""How the settings are read, and how one that will not do is told.

Law: an unknown setting is refused by name; a value is never quoted, for it may be a token in the wrong
line.
"""

import re
import stat
import tomllib
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from bot.settings import Settings
from storage.errors import Refused

_MESSAGES = {
    "missing": "belum diisi",
    "extra_forbidden": "tidak dikenal",
    "literal_error": "tidak termasuk pilihan yang ada",
    "int_parsing": "harus bilangan bulat",
    "int_type": "harus bilangan bulat",
    "string_type": "harus teks dalam tanda kutip",
    "string_too_short": "masih kosong",
    "string_too_long": "terlalu panjang",
    "too_short": "masih kosong",
    "greater_than_equal": "terlalu kecil",
    "less_than_equal": "terlalu besar",
    "model_type": "harus berupa bagian [seperti ini]",
    "model_attributes_type": "harus berupa bagian [seperti ini]",
    "tuple_type": "harus daftar [seperti, ini]",
    "path_type": "harus letak berkas dalam tanda kutip",
}


class SettingsRefused(Refused):
    """A setting is missing, unknown or of no use; the message is one sentence with the mend."""


def load(path: Path) -> Settings:
    """Read the settings.

    Raises:
        SettingsRefused: the file, or a setting in it, will not do.

    """
    written = _read(path)
    try:
        parsed = tomllib.loads(written.decode())
    except ValueError as wrong:
        raise SettingsRefused(f"Pengaturan {path} bukan TOML yang benar: {_place_of(wrong)}.") from None
    try:
        settings = Settings.model_validate(parsed, context=path.absolute().parent)
    except ValidationError as wrong:
        raise SettingsRefused(f"Pengaturan {path}: {_told(wrong)}.") from None
    if urlsplit(settings.storage.url).password and path.stat().st_mode & stat.S_IROTH:
        raise SettingsRefused(
            f"Pengaturan {path} memuat kata sandi database dan dapat dibaca akun lain: `chmod o-r {path}`."
        )
    return settings


def _read(path: Path) -> bytes:
    try:
        written, mode = path.read_bytes(), path.stat().st_mode
    except OSError:
        raise SettingsRefused(
            f"Pengaturan {path} tidak dapat dibaca: tunjukkan dengan --config, atau jalankan `teduh init`."
        ) from None
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise SettingsRefused(f"Pengaturan {path} dapat diubah akun lain: `chmod go-w {path}`.")
    return written


def _place_of(wrong: ValueError) -> str:
    found = re.search(r"at line (\d+), column (\d+)", str(wrong))
    return (
        f"periksa baris {found[1]}, kolom {found[2]}"
        if found
        else "lengkapi baris terakhir, simpan sebagai UTF-8"
    )


def _told(wrong: ValidationError) -> str:
    first, *others = wrong.errors(include_url=False, include_input=False, include_context=False)
    place = [str(part) for part in first["loc"]]
    message = _MESSAGES.get(first["type"]) or first["msg"].removeprefix("Value error, ")
    more = f" (dan {len(others)} hal lain)" if others else ""
    return f"`{_named(place)}` {message}{_meant(first['type'], place)}{more}"


def _named(place: list[str]) -> str:
    """Name a setting as it is written: the bracket, then the key."""
    return " ".join([f"[{'.'.join(place[:-1])}]", place[-1]]) if place[1:] else place[0]


def _meant(kind: str, place: list[str]) -> str:
    if kind != "extra_forbidden":
        return ""
    close = get_close_matches(place[-1], _known_beside(place), n=1)
    return f"; mungkin maksudnya `{close[0]}`" if close else "; hapus baris itu"


def _known_beside(place: list[str]) -> list[str]:
    model: type[BaseModel] = Settings
    for part in place[:-1]:
        inner = model.model_fields[part].annotation if part in model.model_fields else None
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return []
        model = inner
    return list(model.model_fields)
