"""Where the token comes from, and that it is seen nowhere."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.settings import OfficeSettings, Settings, TelegramSettings
from bot.token import read_token
from storage.errors import Refused

NOBODY = 65534
ONE = "7000000001:abcdefghijklmnopqrstuvwxyzABCDEFGHI"
TWO = "7000000002:zyxwvutsrqponmlkjihgfedcbaIHGFEDCBA"


def with_file(path: Path | None) -> Settings:
    """Give settings that name a token file, or none."""
    return Settings(office=OfficeSettings(name="Kantor"), telegram=TelegramSettings(token_file=path or ""))


def kept(path: Path, content: str, mode: int = 0o600) -> Path:
    """Write a private file."""
    path.write_text(content)
    path.chmod(mode)
    return path


def test_it_comes_from_the_file_before_the_environment(tmp_path: Path) -> None:
    """A line break at the end is no part of it."""
    settings = with_file(kept(tmp_path / "token", ONE + "\n"))
    assert read_token(settings, {"TEDUH_TOKEN": TWO}).get_secret_value() == ONE


def test_it_comes_from_the_environment_before_systemd(tmp_path: Path) -> None:
    """And from systemd's folder when there is nothing else."""
    kept(tmp_path / "telegram-token", ONE, 0o400)
    handed = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert read_token(with_file(None), handed).get_secret_value() == ONE
    assert read_token(with_file(None), {**handed, "TEDUH_TOKEN": TWO}).get_secret_value() == TWO


@pytest.mark.parametrize("environment", [{}, {"TEDUH_TOKEN": ""}, {"CREDENTIALS_DIRECTORY": "/nowhere"}])
def test_none_at_all_is_refused_with_the_three_ways(environment: dict[str, str]) -> None:
    """File, variable, credential."""
    with pytest.raises(Refused, match=r"token_file.*TEDUH_TOKEN.*telegram-token"):
        read_token(with_file(None), environment)


@pytest.mark.parametrize(
    "token",
    [
        "belum-diisi",
        "7000000001:short",
        f"bot{ONE}",
        f"{ONE} {TWO}",
        "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11",
        "7000000001:" + "x" * 35,
    ],
)
def test_what_is_no_token_is_refused_without_being_quoted(token: str) -> None:
    """Cut short, with the address's prefix, two at once, or an example."""
    with pytest.raises(Refused, match="BotFather") as said:
        read_token(with_file(None), {"TEDUH_TOKEN": token})
    assert token not in str(said.value)


def test_a_token_file_open_to_others_is_refused(tmp_path: Path) -> None:
    """With the mend."""
    with pytest.raises(Refused, match="chmod 600"):
        read_token(with_file(kept(tmp_path / "token", ONE, 0o644)), {})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another account")
def test_a_credential_as_systemd_hands_it_out_is_read_by_its_service() -> None:
    """Owned by root, its ACL showing as the group's right to read."""
    with TemporaryDirectory() as folder:
        handed = kept(Path(folder, "telegram-token"), ONE, 0o440)
        os.chown(handed, 0, NOBODY)
        Path(folder).chmod(0o755)
        with acting_as_nobody():
            assert read_token(with_file(handed), {}).get_secret_value() == ONE


@contextmanager
def acting_as_nobody() -> Iterator[None]:
    """Act as an account without rights for a while."""
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def test_it_is_in_no_repr(tmp_path: Path) -> None:
    """Neither the settings' nor its own."""
    settings = with_file(kept(tmp_path / "token", ONE))
    assert ONE not in repr(settings) + repr(read_token(settings, {}))
