"""One run from beginning to end: an office is founded, the storm blows, the auditor looks.

Law: everything lies in one folder, which is thrown away unless somebody wants to keep it.
"""

import asyncio
import json
import os
import re
import shutil
import socket
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tools.chaos import auditor, office
from tools.chaos.disk import Disk
from tools.chaos.finding import Finding
from tools.chaos.kept import KEPT, QUESTIONS, Kept, Questions
from tools.chaos.ledger import Ledger, Staff, Trouble, read
from tools.chaos.machine import Machine
from tools.chaos.nursery import Order
from tools.chaos.phones import Phones
from tools.chaos.postgres import Cluster
from tools.chaos.program import Program
from tools.chaos.schedule import Plan
from tools.chaos.storm import Storm
from tools.chaos.told import Told

HASHED_CODES = 200
"""Receipt codes that are checked by their slow hash; every report is checked by its text or its chat."""
DISK_MEGABYTES = 900
WHOLE_SECONDS = 600
"""How long storm, calm, hours and audit may last together."""
NUMBER = re.compile(r"\d+")
STUMBLES = ("nobody caught this", "letter-failed", "update-put-aside", "Traceback", "letter-not-settled")


@dataclass(slots=True)
class Report:
    """What came of it."""

    plan: Plan
    findings: list[Finding] = field(default_factory=list)
    numbers: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> Counter[str]:
        """Count the findings by kind."""
        return Counter(one.kind for one in self.findings)

    def told(self) -> str:
        """Say it: a few findings of each kind, and a line of JSON."""
        lines = [f"seed {self.plan.seed}", *self.notes, self._plan_met()]
        for kind, count in self.kinds.items():
            few = [one.about for one in self.findings if one.kind == kind][:6]
            lines.append(f"FOUND {count} × {kind}: {'; '.join(few)}")
        if not self.findings:
            lines.append("The auditor found nothing.")
        summary = {"seed": self.plan.seed, **self.numbers, "findings": dict(self.kinds)}
        return "\n".join([*lines, json.dumps(summary)])

    def _plan_met(self) -> str:
        """Say whether it blew as hard as was planned; a storm that was weaker found less."""
        had = self.numbers
        kills, reports, seconds = (had.get(name, 0) for name in ("kills", "reports", "seconds"))
        plan = self.plan
        met = kills >= plan.kills and reports >= plan.reports and seconds <= WHOLE_SECONDS
        return (
            f"plan: {kills:g} of {plan.kills} kills, {reports:g} of {plan.reports} reports, "
            f"{seconds:g} of {WHOLE_SECONDS} s: {'met' if met else 'MISSED'}"
        )


async def run(plan: Plan, database: str = "sqlite", keep: Path | None = None) -> Report:
    """Run once."""
    os.umask(0o077)
    folder = keep or Path(tempfile.mkdtemp(prefix="teduh-chaos-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    cluster = None
    disk = Disk.under(folder / "data", DISK_MEGABYTES) if plan.disk else Disk(folder / "data")
    try:
        if database == "postgres":
            cluster = await asyncio.to_thread(Cluster.start, folder / "postgres", free_port())
            database = cluster.url
        return await _run(plan, database, folder, disk)
    finally:
        if cluster is not None:
            cluster.stop()
        if keep is not None and disk.is_mounted:
            shutil.copytree(folder / "data", folder / "data-kept", dirs_exist_ok=True)
        disk.close()
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


async def _run(plan: Plan, database: str, folder: Path, disk: Disk) -> Report:
    began = time.monotonic()
    ledger = Ledger(folder / "ledger.jsonl")
    phones = Phones(office.TOKEN, ledger)
    await phones.open()
    config = office.configure(folder, phones.url, database, plan.form)
    program = Program(_order(plan, folder, config), phones, ledger)
    storm = Storm(plan, phones, program, Machine(phones, program, disk, folder, database == "sqlite"))
    try:
        await program.open()
        storm.people(await _staffed(plan, phones, config))
        calm, kept = await _storm_and_look(storm, ledger, config)
    finally:
        await program.close()
        await phones.close()
        ledger.close()
    told = Told.of(read(folder / "ledger.jsonl"))
    report = Report(plan, [*auditor.audit(told, kept, calm), *_stumbles(told, kept, storm)])
    _count(report, told, kept, storm)
    report.numbers["seconds"] = round(time.monotonic() - began, 1)
    return report


def _order(plan: Plan, folder: Path, config: Path) -> Order:
    clock = folder / "clock"
    clock.write_text("0", encoding="ascii")
    return Order(str(config), str(folder / "bot.log"), str(clock), free_port(), plan.plant)


async def _storm_and_look(storm: Storm, ledger: Ledger, config: Path) -> tuple[Kept, Kept]:
    """Storm, look, let hours pass, look again."""
    await storm.blow()
    if storm.plan.hours:
        await storm.office_catches_up()
    calm = await _look(storm, ledger, config)
    if storm.plan.hours:
        await storm.let_hours_pass()
    storm.phones.photograph_all(one.chat for one in storm.reporters)
    kept = await _look(storm, ledger, config)
    await storm.program.stop()
    return calm, kept


async def _staffed(plan: Plan, phones: Phones, config: Path) -> list[Staff]:
    officers = [phones.new_person(f"Petugas {number}") for number in range(plan.officers)]
    coordinators = [phones.new_person(f"Koordinator {number}") for number in range(plan.coordinators)]
    workers = await office.staff(config, officers, coordinators)
    return [Staff(0.0, one.chat, one.person, one.role) for one in workers]


async def _look(storm: Storm, ledger: Ledger, config: Path) -> Kept:
    """Wait for calm, then have a helper read what is kept."""
    await storm.calm()
    ledger.flush()
    told = await asyncio.to_thread(lambda: Told.of(read(storm.machine.folder / "ledger.jsonl")))
    codes = sorted(told.codes)
    asked = Questions(
        updates=tuple(act.update for act in told.acts if act.update),
        chats=tuple(one.chat for one in storm.reporters),
        codes=tuple(Random(storm.plan.seed).sample(codes, min(len(codes), HASHED_CODES))),
        skew=storm.machine.skew,
    )
    helper = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tools.chaos.dump", str(config), cwd=Path(__file__).parents[2],
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    answer, _ = await helper.communicate(QUESTIONS.dump_json(asked))
    kept = KEPT.validate_json(answer)
    (storm.machine.folder / f"kept-{int(storm.phones.now)}.json").write_bytes(answer)
    ledger.note(Trouble(storm.phones.now, "kept", number=kept.now))
    return kept


def _stumbles(told: Told, kept: Kept, storm: Storm) -> list[Finding]:
    """Find what the program said of itself that it must not say of people's own updates."""
    raw = {str(act.update) for act in told.acts if act.what == "raw"}
    lines = (storm.machine.folder / "bot.log").read_text("utf-8", errors="replace").splitlines()
    found = [
        Finding("program-stumbled", line[:200])
        for line in lines
        if any(word in line for word in STUMBLES) and not raw.intersection(NUMBER.findall(line))
    ]
    if kept.damaged_letters > storm.machine.damaged:
        found.append(
            Finding("letters-damaged", f"{kept.damaged_letters}, and {storm.machine.damaged} were made")
        )
    return found


def _count(report: Report, told: Told, kept: Kept, storm: Storm) -> None:
    kills = Counter(one.about for one in told.troubles if one.what == "kill")
    deeds = Counter(one.what for one in told.troubles)
    report.numbers |= {
        "storm_seconds": round(storm.ended - storm.started, 1),
        "kills": kills.total(),
        "receipts": len(told.codes),
        "reports": len(kept.cases),
        "updates": sum(act.update > 0 for act in told.acts),
        "hostile": sum(act.what == "raw" for act in told.acts),
        "parked": kept.parked,
        "calls": len(told.calls),
        "faults": sum(bool(call.fault) for call in told.calls),
        "staff_messages": sum(shown.is_new and shown.chat in told.staff for shown in told.shown),
        "exits": sum(act.said == ":exit" for act in told.acts),
    }
    report.notes.append("kills: " + _listed(kills))
    report.notes.append("machine: " + _listed(deeds))
    if storm.plan.disk and not storm.machine.disk.is_mounted:
        report.notes.append("No file system may be mounted here: a limit on files plays the full disk.")


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counted.items()))


def free_port() -> int:
    """Find a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
