"""Where the bot's token is found.

Law: it comes from a file, the environment or a systemd credential, in this order, never from the settings;
it is held as a ``SecretStr`` and is in no message, log line or repr.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings
from bot.settings_file import SettingsRefused
from storage.private_files import read_private

VARIABLE = "TEDUH_TOKEN"
_CREDENTIALS = "CREDENTIALS_DIRECTORY"
_CREDENTIAL = "telegram-token"
_SHAPE = re.compile(r"[0-9]{6,20}:[A-Za-z0-9_-]{30,80}")
_EXAMPLES = re.compile(r"123456(789)?:.*|[0-9]+:(.)\2+")
"""Those of Telegram's own pages, and one sign typed again and again."""


def read_token(settings: Settings, environment: Mapping[str, str] = os.environ) -> SecretStr:  # noqa: TID251 - the token is the one thing read from it
    """Find the token.

    Raises:
        SettingsRefused: there is none, or it is no token.
        KeyFileRefused: its file is missing or open to others.

    """
    found = _found(settings, environment)
    if not found:
        raise SettingsRefused(
            f"Token bot belum ada: isi `token_file` di bagian [telegram], variabel {VARIABLE}, "
            f"atau kredensial systemd `{_CREDENTIAL}`."
        )
    if not _SHAPE.fullmatch(found) or _EXAMPLES.fullmatch(found):
        raise SettingsRefused(
            "Token bot bukan token dari BotFather: salin lagi satu baris utuh, seperti angka:huruf."
        )
    return SecretStr(found)


def _found(settings: Settings, environment: Mapping[str, str]) -> str:
    if settings.telegram.token_file:
        return _line(settings.telegram.token_file)
    if written := environment.get(VARIABLE, "").strip():
        return written
    handed = Path(environment.get(_CREDENTIALS, ""), _CREDENTIAL)
    return _line(handed) if environment.get(_CREDENTIALS) and handed.exists() else ""


def _line(path: Path) -> str:
    return read_private(path, "Berkas token").decode(errors="replace").strip()
