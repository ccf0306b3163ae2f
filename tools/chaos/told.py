"""The ledger, sorted by what an auditor asks of it.

Law: no code of the program's, and no judgement: that is ``auditor``'s.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tools.chaos.ledger import Act, Call, Entered, Gone, Phone, Shown, Staff, Trouble

CODE = re.compile(r"Ini kodenya:\s*\n\s*([a-z]+(?: [a-z]+){4})")
CANARY = re.compile(r"KNR(\d+)X\d+Q[0-9a-f]{8}")
"""The unique text of a report, and the chat it was typed in."""
CASE = re.compile(r"^k:[a-z0-9-]+:([0-9a-f]{32})$")
PRESS_SECONDS = 150.0
"""Telegram forgets presses that nobody fetched for so long."""
ON_ITS_WAY_SECONDS = 0.5
"""So long after a kill a call of the dead may still be carried out: Telegram had it, and took its time."""
UNCERTAIN_SECONDS = 1.5
"""So long after a message landed a kill may have come before it was written down that it had.

In storms on two busy cores it took up to 1.0."""
LOST_ANSWERS = {"deliver_then_drop", "slow_body"}


@dataclass(slots=True)
class Told:
    """The ledger, sorted by what is asked of it."""

    acts: list[Act] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    phones: dict[int, Phone] = field(default_factory=dict)
    staff: dict[int, Staff] = field(default_factory=dict)
    codes: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By receipt code: the chat it was shown to first, and the report it was about."""
    elsewhere: list[tuple[str, int]] = field(default_factory=list)
    """Codes that were shown in another chat."""
    sent: dict[str, int] = field(default_factory=dict)
    """By the report's unique text: how often Send was pressed."""
    last_act: dict[int, Act] = field(default_factory=dict)
    held: dict[tuple[int, int], Shown] = field(default_factory=dict)
    """What lies on the phones now, by chat and message."""
    handed_out: set[int] = field(default_factory=set)
    offsets: list[int] = field(default_factory=list)
    """What was confirmed, growing, and when."""
    confirmed_at: list[float] = field(default_factory=list)
    _sent_last: dict[int, str] = field(default_factory=dict)
    """By chat: the report that was sent last; a receipt that comes is its."""

    @classmethod
    def of(cls, entries: Iterable[Entered]) -> "Told":
        """Sort a ledger."""
        told = cls()
        for entry in entries:
            told._take(entry)
        return told

    def _take(self, entry: Entered) -> None:
        match entry:
            case Act():
                self._act(entry)
            case Shown():
                self._shown(entry)
            case Call():
                self._call(entry)
            case Trouble():
                self.troubles.append(entry)
            case Phone():
                self.phones[entry.chat] = entry
            case Staff():
                self.staff[entry.chat] = entry
            case Gone():
                for message in entry.messages:
                    self.held.pop((entry.chat, message), None)

    def _act(self, act: Act) -> None:
        self.acts.append(act)
        if act.what in {"say", "press"}:
            self.last_act[act.chat] = act
        if act.what == "press" and act.said.endswith(":send"):
            self.sent[act.canary] = self.sent.get(act.canary, 0) + 1
            self._sent_last[act.chat] = act.canary

    def _call(self, call: Call) -> None:
        self.calls.append(call)
        self.handed_out.update(call.given)
        if call.method == "getUpdates" and _was_done(call) and call.offset > (self.offsets or [0])[-1]:
            self.offsets.append(call.offset)
            self.confirmed_at.append(call.t)

    def _shown(self, shown: Shown) -> None:
        self.shown.append(shown)
        self.held[shown.chat, shown.message] = shown
        found = CODE.search(shown.text)
        if found is None:
            return
        chat, _ = self.codes.setdefault(found[1], (shown.chat, self._sent_last.get(shown.chat, "")))
        if chat != shown.chat:
            self.elsewhere.append((found[1], shown.chat))

    def is_old(self, act: Act) -> bool:
        """Whether Telegram forgot a press because nobody had fetched it for too long."""
        if act.what != "press" or act.update in self.handed_out:
            return False
        at = bisect_left(self.offsets, act.update + 1)
        return at < len(self.offsets) and self.confirmed_at[at] - act.t > PRESS_SECONDS - 1

    def owed(self) -> set[int]:
        """Name the updates that must be applied: all that people made, but for what Telegram forgot before.

        When the storm is over, no other has an excuse, fetched or not.
        """
        forgotten = {int(one.number) for one in self.troubles if one.what == "forgotten"}
        return {
            act.update
            for act in self.acts
            if act.update > 0 and act.what != "raw" and act.update not in forgotten and not self.is_old(act)
        }

    @property
    def settled(self) -> list[tuple[float, float]]:
        """When everything that was due had come: in the storm's seconds, and on the wall."""
        return [(one.t, one.number) for one in self.troubles if one.what == "settled"]

    @property
    def confirmed_below(self) -> int:
        """Telegram was told that every update below this number is done."""
        return self.offsets[-1] if self.offsets else 0


def _was_done(call: Call) -> bool:
    return call.fault in {"", "latency", *LOST_ANSWERS}


def case_in(shown: Shown) -> str:
    """Name the case that a message is about, by its buttons; empty: none."""
    found = (CASE.match(data) for data in shown.data)
    return next((match[1] for match in found if match), "")


def landed_by_case(told: Told) -> dict[str, list[Shown]]:
    """List, by case, the messages that appeared on the phones of the office."""
    landed: dict[str, list[Shown]] = defaultdict(list)
    for shown in told.shown:
        if shown.is_new and shown.chat in told.staff and (case := case_in(shown)):
            landed[case].append(shown)
    return landed


@dataclass(slots=True)
class Excuses:
    """Where nobody could have known that a message had landed: its answer was lost, or a kill came first."""

    told: Told
    _kills: list[float] = field(init=False)
    _lost: set[int] = field(init=False)

    def __post_init__(self) -> None:
        """Sort the kills and the lost answers."""
        ends = {"kill", "ended", "disk-full", "disk-free"}
        self._kills = sorted(one.t for one in self.told.troubles if one.what in ends)
        self._lost = {call.shown for call in self.told.calls if call.fault in LOST_ANSWERS}

    def repeats(self, landed: Shown, again: Shown) -> bool:
        """Whether it had to be said again."""
        at = bisect_left(self._kills, landed.t - ON_ITS_WAY_SECONDS)
        until = min(landed.t + UNCERTAIN_SECONDS, again.t)
        soon = at < len(self._kills) and self._kills[at] < until
        return soon or landed.n in self._lost
