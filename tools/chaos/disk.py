"""A disk that can be filled and locked: a small file system in memory where this user may mount one.

Law: where nothing can be mounted, a limit on the size of files plays the full disk, and the report says so.
"""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

SPARE = 64 * 1024
BLOCK = 1024 * 1024


@dataclass(slots=True)
class Disk:
    """The file system under the data directory."""

    folder: Path
    is_mounted: bool = False

    @classmethod
    def under(cls, folder: Path, megabytes: int) -> "Disk":
        """Mount one, if that is allowed here."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        options = f"size={megabytes}m,mode=0700"
        done = _run("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder))
        return cls(folder, is_mounted=done)

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self) -> None:
        """Leave no room."""
        with self._ballast.open("wb", buffering=0) as ballast:
            for size in (BLOCK, 4096):
                try:
                    while True:
                        ballast.write(b"\0" * size)
                except OSError:
                    continue

    def clear(self) -> None:
        """Give the room back."""
        self._ballast.unlink(missing_ok=True)

    def lock(self) -> bool:
        """Allow no writing any more; nothing may be open for writing at that moment."""
        return self.is_mounted and _run("mount", "-o", "remount,ro", str(self.folder))

    def unlock(self) -> None:
        """Allow it again."""
        if self.is_mounted:
            _run("mount", "-o", "remount,rw", str(self.folder))

    def close(self) -> None:
        """Let go of it."""
        if self.is_mounted:
            _run("umount", "-l", str(self.folder))


def _run(*command: str) -> bool:
    if os.geteuid() != 0:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - words of our own
