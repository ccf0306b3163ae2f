"""A new installation: settings, token, keys, an empty database.

Law: nothing that exists is overwritten, and what cannot be finished leaves no half of it behind.
"""

import json
import re
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from pydantic import SecretStr

from bot.office import places_of
from bot.settings import Settings
from bot.settings_file import SettingsRefused, load
from storage.opening import found
from storage.private_files import create_private

_TOKEN_PLACE = "kunci/token"  # noqa: S105 - where it lies


def short_name(name: str) -> str:
    """Suggest a short name for an office: what is left of its name in small letters and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[-32:].strip("-") or "kantor"


def place_of_data(config: Path) -> Path:
    """Propose where the data lie: never in the settings' folder, for the keys are there.

    One backup of one folder must not take a locked door and its key.
    """
    folder = config.expanduser().resolve().parent
    if folder.is_relative_to("/etc"):
        return Path("/var/lib", folder.relative_to("/etc"), "data")
    return folder.with_name(f"{folder.name}-data")


async def install(config: Path, name: str, office: str, zone: str, token: SecretStr, data: Path) -> Settings:
    """Make an installation: settings and keys in one folder, the data in another.

    Without a token, it is looked for at the start. A relative ``data`` is meant from the settings' folder.

    Raises:
        Refused: there is one already, or something will not do.

    """
    made: list[Path] = []
    try:
        if token.get_secret_value():
            made.append(_made(config.with_name("kunci") / "token", token.get_secret_value() + "\n"))
        written = _written(name, zone, _TOKEN_PLACE if token.get_secret_value() else "", str(data))
        made.append(_made(config, written))
        settings = load(config)
        await found(places_of(settings), office)
    except BaseException:
        for path in made:
            path.unlink()
        with suppress(OSError):
            config.with_name("kunci").rmdir()
        raise
    return settings


def _made(path: Path, content: str) -> Path:
    try:
        create_private(path, content.encode())
    except FileExistsError:
        raise SettingsRefused(
            f"{path} sudah ada dan tidak ditimpa: pakai itu, atau pilih folder lain."
        ) from None
    return path


def _written(name: str, zone: str, token_file: str, data: str) -> str:
    """Fill the example in."""
    text = files("bot").joinpath("config.example.toml").read_text("utf-8")
    filled = (("name", name), ("zone", zone), ("token_file", token_file), ("data_dir", data))
    for setting, value in filled:
        line = f"{setting} = {json.dumps(value, ensure_ascii=False)}"
        before, _, rest = text.partition(f"\n{setting} = ")
        text = f"{before}\n{line}\n{rest.partition(chr(10))[2]}"
    return text
