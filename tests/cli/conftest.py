"""An installation made by the real `teduh init`, and a stand-in for the one call that commands make."""

import asyncio
import json
import re
import shutil
import threading
from collections.abc import Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.clock import Clock
from bot.office import Office, open_office
from bot.settings_file import load
from conversations.people import Person, PersonId, Role, Standing
from storage import documents, people

TOKEN = "7000000001:abcdefghijklmnopqrstuvwxyzABCDEFGHI"
T = TypeVar("T")


class _Telegram(BaseHTTPRequestHandler):
    """Knows one token."""

    def do_POST(self) -> None:
        """Answer getMe."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_known = self.path.startswith(f"/bot{TOKEN}/getMe")
        me = {"id": 7000000001, "is_bot": True, "first_name": "Halo", "username": "halo_contoh_bot"}
        refusal = {"ok": False, "error_code": 401, "description": "Unauthorized"}
        body = json.dumps({"ok": True, "result": me} if is_known else refusal).encode()
        self.send_response(200 if is_known else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def telegram() -> Iterator[str]:
    """Give the address of a server that knows our token."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Telegram)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Installation:
    """What `teduh init` made in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "etc" / "teduh.toml"
        self.data = folder / "data"
        self.keys = folder / "etc" / "kunci" / "teduh.key"

    def copied(self, folder: Path) -> "Installation":
        """Give another one just like it."""
        shutil.copytree(self.folder, folder)
        return Installation(folder)

    def teduh(self, *arguments: str, typed: str | None = None) -> Result:
        """Run a command on it."""
        return CliRunner().invoke(main, [*arguments, "--config", str(self.config)], input=typed)

    def says(self, *arguments: str) -> str:
        """Run a command that has to succeed."""
        result = self.teduh(*arguments)
        assert result.exit_code == 0, result.output
        return result.output

    def refuses(self, *arguments: str) -> str:
        """Run a command that has to be refused, in one sentence."""
        result = self.teduh(*arguments)
        assert result.exit_code == 1, result.output
        assert result.stderr.count("\n") == 1
        return result.stderr

    def write(self, setting: str, value: str) -> None:
        """Change a setting by hand."""
        text = self.config.read_text()
        self.config.write_text(re.sub(rf"^{setting} = .*$", f"{setting} = {value}", text, flags=re.MULTILINE))

    def within(self, work: Callable[[Office], Awaitable[T]]) -> T:
        """Do something in the opened office."""

        async def opened() -> T:
            async with open_office(load(self.config), Clock()) as office:
                return await work(office)

        return asyncio.run(opened())

    def knows(self, name: str, role: Role, standing: Standing = Standing.LINKED) -> Person:
        """Have somebody known, as if they had opened their link."""
        number = sum(name.encode())
        person = Person(PersonId(f"{number:032x}"), role, standing, number, name)
        self.within(lambda office: office.store.write(lambda within: people.keep(within, person)))
        return person

    def person(self, name: str) -> Person:
        """Read how somebody stands now."""
        (found,) = self.within(
            lambda office: office.store.read(lambda within: people.find_by_name(within, name))
        )
        return found

    def beats(self) -> None:
        """Write down that the program runs."""
        self.within(
            lambda office: office.store.write(lambda within: documents.keep_seen(within, office.moment().now))
        )


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory, telegram: str) -> Installation:
    """Make an installation whose Telegram is the stand-in, to be copied."""
    made = Installation(tmp_path_factory.mktemp("first"))
    made.config.parent.mkdir()
    made.says("init", "--name", "Kantor Contoh", "--office", "contoh", "--token", TOKEN, "--data", "../data")
    made.write("server", f'"{telegram}"')
    return made


@pytest.fixture
def installation(tmp_path: Path, first: Installation) -> Installation:
    """Give an installation of one's own: all its paths are meant from its folder."""
    return first.copied(tmp_path / "teduh")
