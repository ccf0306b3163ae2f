"""Compares what people were told with what is kept and what was sent.

Law: no code of the program's is used here, not even to read a case's number. What cannot be told from the
ledger and from what is kept is not claimed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from tools.chaos import desk
from tools.chaos.finding import Finding
from tools.chaos.kept import Kept, KeptCase
from tools.chaos.told import CANARY, Told

NEUTRAL = "Baik, terima kasih."
LAST = (":exit", ":noted")
"""Presses after which a phone shows nothing of a report any more."""
SELF_MADE = {"never-calm": "it went on and on, or fetched nothing", "did-not-stop": "it was asked to end"}
DISK = {"disk-full", "disk-locked"}
DYING_SECONDS = 2.0
"""So long after a disk failed, a program may still end by itself."""


def audit(told: Told, kept: Kept, calm: Kept | None = None) -> list[Finding]:
    """Find everything that must not be; ``calm``: what was kept before hours were let pass."""
    return [
        *_program(told),
        *_reports(told, kept),
        *_updates(told, kept),
        *desk.audit(told, kept, calm or kept),
        *_phones(told, kept),
        *_left(kept, calm or kept),
    ]


# The program ------------------------------------------------------------------------------------------------


def _program(told: Told) -> Iterator[Finding]:
    """Find where it hung, or ended by itself though nothing was wrong with its disk."""
    failing, failed = False, -DYING_SECONDS
    for one in told.troubles:
        if one.what in SELF_MADE:
            yield Finding(one.what, f"at {one.t:.2f}: {SELF_MADE[one.what]}")
        if one.what == "kill" and one.about == "no-control":
            yield Finding("no-control", f"at {one.t:.2f}: it answered nobody beside Telegram")
        failing = one.what in DISK or (failing and one.what != "disk-free")
        failed = one.t if one.what == "disk-free" else failed
        if one.what == "ended" and not failing and one.t - failed > DYING_SECONDS:
            yield Finding("ended", f"by itself at {one.t:.2f}, code {one.number:.0f}")


# Reports ----------------------------------------------------------------------------------------------------


def _reports(told: Told, kept: Kept) -> Iterator[Finding]:
    by_canary: dict[str, list[KeptCase]] = defaultdict(list)
    wordless: dict[int, list[KeptCase]] = defaultdict(list)
    by_receipt = {hashed: case for case in kept.cases for hashed in case.receipts}
    for case in kept.cases:
        if len(case.receipts) != 1:
            yield Finding("report-without-one-receipt", f"{case.id[:8]} has {len(case.receipts)}")
        found = {match[0] for match in CANARY.finditer(case.told)}
        for canary in found:
            by_canary[canary].append(case)
        if not found:
            wordless[case.way_back].append(case)
    yield from _doubled(told, by_canary)
    yield from _missing(told, kept, by_canary, wordless, by_receipt)
    yield from (Finding("receipt-in-two-chats", f"chat {chat}") for _, chat in told.elsewhere)


def _doubled(told: Told, by_canary: dict[str, list[KeptCase]]) -> Iterator[Finding]:
    for canary, found in by_canary.items():
        if len(found) > 1:
            yield Finding("report-doubled", f"{canary} is kept {len(found)} times")
        if canary not in told.sent:
            yield Finding("report-never-sent", f"{canary} is kept, and nobody pressed Send")


def _missing(
    told: Told,
    kept: Kept,
    by_canary: dict[str, list[KeptCase]],
    wordless: dict[int, list[KeptCase]],
    by_receipt: dict[str, KeptCase],
) -> Iterator[Finding]:
    shown: Counter[int] = Counter()
    told_twice = Counter(canary for _, canary in told.codes.values())
    for code, (chat, canary) in told.codes.items():
        if code in kept.codes and kept.codes[code] not in by_receipt:
            yield Finding("report-missing", f"{canary}: no report has its receipt")
        shown[chat] += 1
    for canary, times in told_twice.items():
        if times > 1:
            yield Finding("report-doubled", f"{canary} got {times} receipts")
    sent = Counter(_chat_of(canary) for canary in told.sent)
    filed = Counter(_chat_of(canary) for canary in by_canary for _ in by_canary[canary])
    filed.update({chat: len(found) for chat, found in wordless.items()})
    for chat in shown.keys() | filed.keys():
        if filed[chat] < shown[chat]:
            yield Finding("report-missing", f"chat {chat}: {shown[chat]} receipts, {filed[chat]} reports")
        if filed[chat] > sent[chat] and chat:
            yield Finding("report-doubled", f"chat {chat}: {filed[chat]} reports, {sent[chat]} were sent")


def _chat_of(canary: str) -> int:
    found = CANARY.match(canary)
    return int(found[1]) if found else 0


def _updates(told: Told, kept: Kept) -> Iterator[Finding]:
    """Find updates that nobody took, or that were taken for done; of odd ones only that they were taken."""
    owed = told.owed()
    for number in sorted(owed - set(kept.applied)):
        yield Finding("update-not-applied", str(number))
    odd = {act.update for act in told.acts if act.what == "raw"}
    for number in sorted(odd):
        if number >= told.confirmed_below or number not in told.handed_out:
            yield Finding("update-left", f"{number} was never fetched and confirmed")


# What is left -----------------------------------------------------------------------------------------------


def _phones(told: Told, kept: Kept) -> Iterator[Finding]:
    """Find what a phone still shows after its last press, or after hours in which nobody touched it."""
    chats = {one.chat: one for one in kept.chats}
    applied = told.owed()
    for chat, act in told.last_act.items():
        is_last = act.said.endswith(LAST) and act.update in applied
        if chat in told.staff or not (is_last or told.settled):
            continue
        kind = f"{act.said.rpartition(':')[2]}-trace" if is_last else "idle-trace"
        if act.said == ":exit" and is_last and chat in chats and chats[chat].has_draft:
            yield Finding(kind, f"chat {chat} still has a draft")
        phone = told.phones.get(chat)
        left = [] if phone is None else [one for one in phone.messages if one[2] != NEUTRAL]
        if left:
            yield Finding(kind, f"chat {chat} still shows messages {[one[0] for one in left]}")


def _left(kept: Kept, calm: Kept) -> Iterator[Finding]:
    if kept.integrity != "ok":
        yield Finding("database-broken", kept.integrity)
    for case in sorted({*kept.damaged, *calm.damaged}):
        yield Finding("case-damaged", f"{case[:8]} does not open")
    for letter in kept.letters:
        yield Finding("letter-left", letter)
