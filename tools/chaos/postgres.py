"""A PostgreSQL of our own: a cluster in a temporary folder, reached through a socket in it and no network.

Law: never as root; where we are root, the server runs as the system's own ``postgres`` or ``nobody``.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
WHO = ("postgres", "nobody")


class NoPostgres(Exception):  # noqa: N818 - reads as what there is
    """No server is installed here: sudo apt-get install postgresql."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A server that runs."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"postgresql+asyncpg://teduh@127.0.0.1:{self.port}/postgres"

    @classmethod
    def start(cls, folder: Path, port: int) -> "Cluster":
        """Make a cluster and start it.

        Raises:
            NoPostgres: none is installed.

        """
        if not SERVERS:
            raise NoPostgres("PostgreSQL is missing. Install it: sudo apt-get install postgresql")
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            _let_through(folder)
            shutil.chown(folder, _who())
        cluster = cls(folder, port)
        cluster._run("initdb", "--auth=trust", "--username=teduh", "--no-sync", "--encoding=UTF8")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=20"
        cluster._run("pg_ctl", "--wait", "--log", str(folder / "server.log"), "--options", options, "start")
        return cluster

    def stop(self) -> None:
        """Stop it."""
        self._run("pg_ctl", "--wait", "--mode=immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(SERVERS[-1] / program), "--pgdata", str(self.folder / "cluster"), *arguments]
        user = _who() if os.geteuid() == 0 else None
        subprocess.run(  # noqa: S603 - words of our own
            command, check=True, user=user, group=None, cwd="/", stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip


def _who() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in WHO if name in known)


def _let_through(folder: Path) -> None:
    """Let the server's user reach its folder: the way there is closed to others."""
    for parent in folder.parents:
        if parent.stat().st_uid == os.geteuid() and parent.stat().st_mode & 0o011 == 0:
            parent.chmod(parent.stat().st_mode | 0o011)
