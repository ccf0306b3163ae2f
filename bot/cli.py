"""The command line: reads what was typed, calls, prints.

Law: no rule lives here. Every module is imported by the command that needs it, so that `teduh --help` is
quick. What was foreseen is told in one sentence; of anything else, only its kind and place.
"""

import asyncio
import gc
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from bot.office import Office
    from bot.settings import Settings

T = TypeVar("T")
EXIT_REFUSED = 1
_ROLES = ("petugas", "koordinator", "perangkat")
_STANDINGS = {
    "pending": "menunggu konfirmasi",
    "linked": "aktif",
    "unreachable": "tidak terjangkau",
    "revoked": "dicabut",
}


class _Commands(click.Group):
    """Commands that tell a failure in one sentence."""

    def invoke(self, ctx: click.Context) -> object:
        """Carry out a command."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except ModuleNotFoundError as failure:
            click.echo(f"Paket {failure.name} tidak terpasang: jalankan `make setup`.", err=True)
            ctx.exit(EXIT_REFUSED)
        except Exception as failure:
            from bot.failures import told

            sentence = told(failure)
            if sentence is None:
                _hide_its_text()
                raise
            click.echo(sentence, err=True)
            ctx.exit(EXIT_REFUSED)


def _hide_its_text() -> None:
    """Have Python tell the failure by its kind and place."""
    from bot import logs

    logs.configure("info", "console")


_config = click.option(
    "--config",
    type=click.Path(path_type=Path),
    default=Path("teduh.toml"),
    envvar="TEDUH_CONFIG",
    show_default=True,
    help="Berkas pengaturan.",
)


def _settings(config: Path) -> "Settings":
    from bot.settings_file import load

    return load(config)


def _within(config: Path, work: "Callable[[Office], Awaitable[T]]") -> T:
    """Open the office beside the running program for one piece of work."""
    from bot.clock import Clock
    from bot.office import open_office

    async def opened() -> T:
        async with open_office(_settings(config), Clock()) as office:
            return await work(office)

    return asyncio.run(opened())


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Teduh: kanal laporan yang menjaga kerahasiaan."""
    from bot.memory import keep_to_ourselves

    os.umask(0o077)
    keep_to_ourselves()


@main.command()
@_config
@click.option("--name", prompt="Nama kantor", help="Nama kantor, seperti dibaca warga.")
@click.option("--office", default="", help="Nama pendek, terikat pada setiap segel dan tidak dapat diubah.")
@click.option("--zone", default="Asia/Jakarta", show_default=True, help="Zona waktu kantor.")
@click.option(
    "--token",
    prompt="Token dari BotFather (kosong: nanti)",
    hide_input=True,
    default="",
    show_default=False,
    help="Sebaiknya diketik saat ditanya, bukan di sini.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder data; kalau kosong ditanyakan, dengan usul di luar folder pengaturan dan kunci.",
)
def init(config: Path, name: str, office: str, zone: str, token: str, data: Path | None) -> None:
    """Siapkan pengaturan, kunci, dan database baru.

    Kunci ditulis di folder `kunci` di samping pengaturan; data di folder lain.
    """
    from pydantic import SecretStr

    from bot.installing import install, place_of_data, short_name

    office = office or click.prompt("Nama pendek (tetap)", default=short_name(name))
    data = data or click.prompt("Folder data", default=place_of_data(config), type=click.Path(path_type=Path))
    settings = asyncio.run(install(config, name.strip(), office, zone, SecretStr(token.strip()), data))
    click.echo(f"Pengaturan: {config}")
    click.echo(f"Kunci:      {settings.storage.key_file}  (simpan satu salinan di tempat terkunci)")
    click.echo(f"Data:       {settings.storage.data_dir}")
    click.echo("Kunci dan data tidak pernah masuk satu cadangan: cadangkan masing-masing sendiri.")
    click.echo(f"Berikutnya: teduh doctor --config {config}")


@main.command()
@_config
def doctor(config: Path) -> None:
    """Periksa pemasangan ini, dan katakan cara memperbaikinya."""
    from bot.doctor import Mark, examine

    async def told() -> int:
        worst = 0
        async for finding in examine(config):
            click.echo(f"{click.style(finding.mark.value, fg=_COLORS[finding.mark.name])} {finding.sentence}")
            worst |= finding.mark is Mark.BAD
        return worst

    sys.exit(asyncio.run(told()))


_COLORS = {"GOOD": "green", "WARNING": "yellow", "BAD": "red"}


@main.command()
@_config
@click.option("--control", type=int, default=None, hidden=True, help="Port yang menggeser jam (latihan).")
def run(config: Path, control: int | None) -> None:
    """Jalankan bot sampai dihentikan."""
    # What is imported and built stays: looking through it for garbage takes a fifth of the start.
    gc.disable()
    from bot import app, logs
    from bot.token import read_token

    settings = _settings(config)
    logs.configure(settings.log.level, settings.log.format)
    asyncio.run(app.run(settings, read_token(settings), control))


@main.command()
@_config
@click.argument("role", type=click.Choice(_ROLES))
@click.option("--name", required=True, help="Nama orang yang diundang.")
@click.option("--place", default="", help="Tempat tugas, untuk perangkat.")
def invite(config: Path, role: str, name: str, place: str) -> None:
    """Undang seseorang: cetak tautan sekali pakai, berlaku 24 jam."""
    from bot import console
    from bot.asking import bot_name
    from bot.token import read_token
    from conversations.people import Role

    settings = _settings(config)
    username = asyncio.run(bot_name(read_token(settings), settings.telegram.server))
    wanted = " ".join(name.split())
    code = _within(config, lambda office: console.invite(office, Role(role), wanted, " ".join(place.split())))
    click.echo(f"https://t.me/{username}?start={code}")


@main.command()
@_config
@click.argument("name")
def confirm(config: Path, name: str) -> None:
    """Konfirmasi koordinator pertama."""
    from bot import console

    person = _within(config, lambda office: console.confirm(office, name))
    click.echo(f"{person.name} sekarang {person.role}.")


@main.command()
@_config
@click.argument("name")
def revoke(config: Path, name: str) -> None:
    """Cabut peran seseorang; kasusnya dipanggilkan orang lain."""
    from bot import console

    person = _within(config, lambda office: console.revoke(office, name))
    click.echo(f"Peran {person.name} dicabut; kasusnya dipanggilkan orang lain.")


@main.command()
@_config
@click.argument("number")
@click.confirmation_option(
    prompt="Kasus ini hilang untuk selamanya, juga dari cadangan yang dipulihkan. Lanjut?"
)
def erase(config: Path, number: str) -> None:
    """Hapus satu kasus untuk selamanya, dengan nomornya."""
    from bot import console

    erased = _within(config, lambda office: console.erase(office, number))
    click.echo(f"Kasus {erased} terhapus. Cadangan lama masih memuatnya sampai cadangan itu dibuang.")


@main.command()
@_config
def people(config: Path) -> None:
    """Daftar orang yang dikenal."""
    from bot import console

    for person in _within(config, console.everybody):
        place = f", {person.place}" if person.place else ""
        click.echo(
            f"{person.id[:8]}  {person.role:<11}  {_STANDINGS[person.standing]:<19}  {person.name}{place}"
        )


@main.command()
@_config
@click.argument("file", type=click.Path(path_type=Path))
def roster(config: Path, file: Path) -> None:
    """Pakai jadwal piket dari FILE (.csv atau .toml); `roster show` menampilkannya."""
    from bot import console, rosters

    if str(file) == "show":
        plan, staff = _within(config, console.roster)
        click.echo("\n".join(rosters.told(plan, staff)) or "Belum ada jadwal piket.")
        return
    read = _within(config, lambda office: console.keep_roster(office, file))
    click.echo(f"Jadwal piket dipakai: {len(read.roster.shifts)} giliran.")
    for warning in read.warnings:
        click.echo(f"! {warning}")


@main.group()
def form() -> None:
    """Formulir laporan."""


@form.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--places", type=click.Path(path_type=Path), default=None, help="Folder daftar tempat.")
def check(file: Path, places: Path | None) -> None:
    """Periksa sebuah XLSForm sebelum dipakai."""
    from bot.forms import load_form

    found = load_form(file, places)
    languages = ", ".join(found.languages)
    click.echo(
        f"Formulir dapat dipakai: {len(found.questions)} pertanyaan, {languages}, versi {found.version}."
    )


@main.command()
@_config
def migrate(config: Path) -> None:
    """Naikkan database ke versi program ini."""
    from bot.office import places_of
    from storage.opening import open_places

    async def migrated() -> None:
        opened = await open_places(places_of(_settings(config)), alone=True)
        await opened.close()

    asyncio.run(migrated())
    click.echo("Database sesuai dengan program ini.")


@main.group()
def audit() -> None:
    """Catatan siapa berbuat apa."""


@audit.command()
@_config
def verify(config: Path) -> None:
    """Periksa bahwa tidak ada catatan yang hilang atau diubah."""
    from bot import console

    end = _within(config, console.verify_audit)
    click.echo(f"{end.number} catatan utuh, kode {end.code}. Ujung rantai: {end.mac}")


@main.command()
@click.option("--minutes", default=60.0, show_default=True, help="Berapa menit latihan berlangsung.")
@click.option("--cases", default=6, show_default=True, help="Berapa laporan rekaan yang datang.")
def latihan(minutes: float, cases: int) -> None:
    """Berlatih dengan laporan rekaan; tidak menyentuh data kantor."""
    import subprocess

    wanted = ["--train", str(minutes * 60), "--cases", str(cases)]
    sys.exit(subprocess.call([sys.executable, "-m", "tools.demo", *wanted]))  # noqa: S603 - our own program
