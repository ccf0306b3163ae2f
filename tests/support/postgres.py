"""A PostgreSQL of our own, in a folder that goes away with the tests.

Law: no server that is installed to run is touched; a cluster is made with the server's own programs, listens
on a socket alone, and is stopped at the end.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
MISSING = "PostgreSQL is not installed here: sudo apt-get install postgresql"
_UNPRIVILEGED = ("postgres", "nobody")
"""PostgreSQL refuses to run as root."""


class Postgres:
    """One cluster; ``database`` gives an empty database in it."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._user = _user()
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        if self._user:
            shutil.chown(self._folder, self._user)
        self._numbers = count()
        places = ["-D", str(self._folder / "data")]
        self._run("initdb", *places, "-U", "teduh", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off -c max_connections=50"
        self._run("pg_ctl", *places, "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def database(self) -> str:
        """Make a database; gives its address."""
        name = f"office{next(self._numbers)}"
        self._run("createdb", "-h", str(self._folder), "-U", "teduh", name)
        return f"postgresql+asyncpg://teduh@/{name}?host={self._folder}"

    def stop(self) -> None:
        """End it, and leave nothing behind."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            check=True,
            user=self._user,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _user() -> str | None:
    if os.geteuid():
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return next(name for name in _UNPRIVILEGED if name in known)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Run a PostgreSQL for this run of the tests."""
    if not PROGRAMS:
        pytest.skip(MISSING)
    running = Postgres(PROGRAMS[-1])
    yield running
    running.stop()
