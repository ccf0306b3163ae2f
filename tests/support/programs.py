"""A program in a process of its own: started, watched, stopped and killed.

Law: a program's output goes to a file, so that what it said is there however it ended.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

START_SECONDS = 40.0
STOP_SECONDS = 20.0
_LOOK_SECONDS = 0.005


class Program:
    """One ``python -m …``, which may be started again and again."""

    def __init__(self, log: Path, *arguments: str, ready: str) -> None:
        self.log = log
        self._arguments = arguments
        self._ready = ready.encode()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start it, and give what it said until it was ready.

        Raises:
            AssertionError: it ended, or was not ready in time; the message tells what it said.

        """
        begins = self.log.stat().st_size if self.log.exists() else 0
        self.launch()
        until = time.monotonic() + START_SECONDS
        while self._ready not in (said := self.said(begins)):
            ended = self._running.poll()
            assert ended is None, f"It ended with {ended}:\n{said.decode()}"
            assert time.monotonic() < until, f"It is not ready:\n{said.decode()}"
            time.sleep(_LOOK_SECONDS)
        return said.decode()

    def launch(self) -> None:
        """Start it and wait for nothing."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self._arguments],
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**_environment(), "TMPDIR": str(self.log.parent)},
            )

    def said(self, begins: int = 0) -> bytes:
        """Give what it has said, from a place in its log on."""
        if not self.log.exists():
            return b""
        with self.log.open("rb") as log:
            log.seek(begins)
            return log.read()

    def kill(self) -> None:
        """End it between two instructions: nothing is finished, nothing written down."""
        self._signal(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to end, and give what it ended with."""
        return self._signal(signal.SIGTERM)

    def ends(self) -> int:
        """Wait until it ends by itself."""
        return self._running.wait(START_SECONDS)

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def _running(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None
        return self._process

    def _signal(self, number: signal.Signals) -> int:
        process = self._running
        process.send_signal(number)
        try:
            return process.wait(STOP_SECONDS)
        finally:
            process.kill()
            process.wait()


def _environment() -> dict[str, str]:
    """Give our own surroundings; a program that is started fifty times is compiled once."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
