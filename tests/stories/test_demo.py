"""The demo says in one line how it ended."""

import re
import signal
import subprocess
import sys

import pytest


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_ends_with_one_plain_line(how: signal.Signals) -> None:
    """Whoever pressed Ctrl-C is told that nothing was kept; no traceback, no silence."""
    command = [sys.executable, "-m", "tools.demo"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as demo:
        assert demo.stdout is not None
        assert re.match(r"Ready: http://\S+$", demo.stdout.readline())
        demo.send_signal(how)
        assert demo.wait(30) == 0
        assert demo.stdout.read().strip() == "Selesai; tidak ada yang disimpan."
