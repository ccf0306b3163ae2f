"""`make chaos`: storm, calm, hours, audit; one line of JSON at the end.

Law: the seed is printed first; whatever the auditor finds makes the command fail.
"""

import argparse
import asyncio
import sys
from pathlib import Path

from tools.chaos.planted import BUGS
from tools.chaos.run import Report, run
from tools.chaos.schedule import Plan

OFFICERS = 8
"""One after the other first on duty: thousands of alerts are more than one chat takes."""


def parsed(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser("make chaos", description="Kill the program until something is lost.")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same schedule")
    parser.add_argument("--minutes", type=float, default=6, help="how long the storm itself may last")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--reports", type=int, default=5000)
    parser.add_argument("--reporters", type=int, default=400)
    parser.add_argument(
        "--form", default="badai.md", choices=["badai.md", "bawaan"], help="a short form, or the shipped one"
    )
    parser.add_argument(
        "--database", default="sqlite", help="sqlite, postgres (a cluster of its own), or a URL"
    )
    parser.add_argument("--plant", default="", choices=["", *BUGS], help="a bug the auditor must find")
    parser.add_argument(
        "--keep", type=Path, default=None, help="a folder to keep ledger, log and database in"
    )
    return parser.parse_args(arguments)


def main() -> None:
    """Run and report."""
    given = parsed()
    plan = Plan(
        seed=given.seed, kills=given.kills, reports=given.reports, reporters=given.reporters,
        officers=OFFICERS, seconds=given.minutes * 60, plant=given.plant, form=given.form,
    )  # fmt: skip
    report: Report = asyncio.run(run(plan, given.database, given.keep))
    print(report.told(), flush=True)  # noqa: T201 - the command's answer
    sys.exit(1 if report.findings else 0)


if __name__ == "__main__":
    main()
