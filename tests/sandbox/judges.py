"""Code nobody here wrote, run against the sandbox: `python -m tests.sandbox.judges` prints the counts.

pyTelegramBotAPI's own online tests come from its source package, fetched from the package index and checked
by hash; nothing of theirs lies in this repository. aiogram is a second client: `test_aiogram.py`.
"""

import os
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from sandbox.server import Options, serve
from tests.sandbox.line import TOKEN, Line, base64, picture

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".pytest_cache" / "d" / "sdists"
NAME, VERSION = "pyTelegramBotAPI", "4.37.1"
DIGEST = "349c06a4cce8f82d10cfc1bdc3395f750e19ea1413d445e944147d7736f58b59"
PICTURE_ON_THE_WEB = "https://i.imgur.com/CjXjcnU.png"
RIGHTS = ("can_invite_users", "can_pin_messages", "can_delete_messages")
FETCH_LIMIT, RUN_LIMIT = 120, 300
POINTED = """
import os
from telebot import apihelper
apihelper.API_URL = os.environ["SANDBOX"] + "/bot{0}/{1}"
apihelper.FILE_URL = os.environ["SANDBOX"] + "/file/bot{0}/{1}"
"""


class NoIndexError(Exception):
    """The package index could not be reached."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many tests passed, and the names of those that did not."""

    passed: int
    failed: tuple[str, ...]
    skipped: int


def sources() -> Path:
    """Give the unpacked source package, from the index when it is not here yet."""
    folder = CACHE / f"{NAME.lower()}-{VERSION}"
    if not folder.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tarfile.open(_fetched()) as package:
            package.extractall(CACHE, filter="data")
    return folder


def _fetched() -> Path:
    wanted = CACHE / "wanted.txt"
    wanted.write_text(f"{NAME}=={VERSION} --hash=sha256:{DIGEST}\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
               "--no-deps", "--no-binary", ":all:", "--require-hashes", "--dest", str(CACHE),
               "-r", str(wanted)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_LIMIT, check=False)
    if done.returncode:
        raise NoIndexError(f"{NAME} {VERSION} could not be fetched from the package index.")
    return next(CACHE.glob("*.tar.gz"))


def prepared(line: Line) -> dict[str, str]:
    """Make the chat, the group and the picture that their tests expect; give their settings."""
    owner, friend = line.person("Owner"), line.person("Friend")
    group = line.sim("group", kind="supergroup", title="Tests", owner=owner, members=[friend])["chat_id"]
    line.sim("bot_in", chat_id=group, rights=dict.fromkeys(RIGHTS, True))
    line.sim("web", url=PICTURE_ON_THE_WEB, content=base64(picture()))
    return {"SANDBOX": line.url, "TOKEN": TOKEN, "CHAT_ID": str(owner), "GROUP_ID": str(group)}


def telebot(line: Line, scratch: Path) -> Verdict:
    """Run pyTelegramBotAPI's online tests."""
    tests = sources() / "tests"
    (scratch / "pointed_here.py").write_text(POINTED)
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "-p", "pointed_here", "-p",
               "no:cacheprovider", f"--junitxml={scratch / 'verdict.xml'}", "test_telebot.py"]  # fmt: skip
    surroundings = {**os.environ, **prepared(line), "PYTHONPATH": str(scratch)}
    kept = {name: text for name, text in surroundings.items() if not name.startswith("PYTEST_")}
    subprocess.run(command, cwd=tests, env=kept, capture_output=True, timeout=RUN_LIMIT, check=False)
    return read(scratch / "verdict.xml")


def read(report: Path) -> Verdict:
    """Read a report of pytest's."""
    cases = ET.parse(report).getroot().iter("testcase")  # noqa: S314 - written by our own child
    passed, skipped, failed = 0, 0, []
    for case in cases:
        if case.find("failure") is not None or case.find("error") is not None:
            failed.append(case.get("name", ""))
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
    return Verdict(passed, tuple(failed), skipped)


def aiogram(scratch: Path) -> Verdict:
    """Run what aiogram does here as a second client."""
    report = scratch / "aiogram.xml"
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", "tests/sandbox/test_aiogram.py"]
    subprocess.run(command, cwd=ROOT, capture_output=True, timeout=RUN_LIMIT, check=False)
    return read(report)


def main() -> None:
    """Print the counts."""
    from importlib.metadata import version
    from tempfile import TemporaryDirectory

    server = serve(Options(token=TOKEN))
    line = Line(server.url)
    with TemporaryDirectory() as scratch:
        verdicts = {
            f"{NAME} {VERSION}, its own online tests": telebot(line, Path(scratch)),
            f"aiogram {version('aiogram')} as a client": aiogram(Path(scratch)),
        }
    line.http.close()
    server.stop()
    for name, verdict in verdicts.items():
        print(f"{name}: {verdict.passed} passed, {len(verdict.failed)} failed, {verdict.skipped} skipped")  # noqa: T201
        for each in verdict.failed:
            print(f"  failed: {each}")  # noqa: T201


if __name__ == "__main__":
    main()
