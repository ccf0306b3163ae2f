"""One contestant in a process of its own: ``python -m tools.bench.contestants NAME SERVER FOLDER``.

Law: a contestant imports its own library only, so that none pays for another's start or memory.
"""

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

Run = Callable[[str, str, Path], None]
CONTESTANTS = {
    "teduh_form": "with_teduh.run",
    "ptb_form_pickle": "with_ptb.run_form",
    "ptb_echo": "with_ptb.run_echo",
    "ptb_echo_our_client": "with_ptb.run_echo_our_client",
    "aiogram_form_memory": "with_aiogram.run_form_memory",
    "aiogram_form_sqlite_full": "with_aiogram.run_form_sqlite_full",
    "aiogram_form_redis": "with_aiogram.run_form_redis",
}
"""Name and where its program stands."""


def token_of(name: str) -> str:
    """Give a contestant's token: it opens nothing, and tells the stand-in who calls."""
    return f"{7_000_000_001 + list(CONTESTANTS).index(name)}:bench-token-that-opens-nothing-at-all"


def main() -> None:
    """Run one contestant until it is told to stop."""
    name, server, folder = sys.argv[1:]
    os.umask(0o077)
    module, function = CONTESTANTS[name].split(".")
    run = cast("Run", getattr(importlib.import_module(f"tools.bench.{module}"), function))
    run(token_of(name), server, Path(folder))


if __name__ == "__main__":
    main()
