"""Compares what people were told with what is kept and what was sent.

Law: no code of the program's is used here, not even to read a case's number. What cannot be told from the
ledger and from what is kept is not claimed.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tools.chaos.kept import Kept, KeptCase
from tools.chaos.ledger import Act, Shown
from tools.chaos.told import CASE, Excuses, Told, case_in, landed_by_case

CANARY = re.compile(r"KNR(\d+)X\d+Q[0-9a-f]{8}")
DATE_CARD = re.compile(r"Kasus (\S+): kapan dilihat lagi")
STEP_CARD = re.compile(r"Kasus (\S+): \w+, tercatat")
NEUTRAL = "Baik, terima kasih."
YOURS = "Terima kasih. Kasus ini sekarang Anda tangani."
REMINDERS = {
    "Waktunya tindak lanjut.": "follow-up",
    "Tindak lanjut sudah lewat. Mohon catat langkahnya.": "overdue",
    "Tindak lanjut terlewat. Mohon koordinator menghubungi penanggung jawabnya.": "coordinator",
}
LADDER = ("follow-up", "overdue", "coordinator")
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not be."""

    kind: str
    about: str


def updates_of(told: Told) -> set[int]:
    """Name the updates that must have been applied: confirmed, and not forgotten by Telegram before."""
    below = told.confirmed_below
    forgotten = {int(one.number) for one in told.troubles if one.what == "forgotten"}
    return {
        act.update
        for act in told.acts
        if 0 < act.update < below
        and act.what != "raw"
        and act.update not in forgotten
        and not told.is_old(act)
    }


def audit(told: Told, kept: Kept, calm: Kept | None = None) -> list[Finding]:
    """Find everything that must not be; ``calm``: what was kept before hours were let pass."""
    return [
        *_reports(told, kept),
        *_updates(told, kept),
        *_alerts(told, calm or kept),
        *_alerts(told, kept),
        *_alerts_repeated(told, kept),
        *_cards_lost(told, kept),
        *_wrong_people(told, kept),
        *_owners(told),
        *_reminders(told, kept),
        *_exits(told, kept),
        *_left(kept),
    ]


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
        if times > 1 and times > told.sent.get(canary, 0):
            yield Finding("report-doubled", f"{canary} got {times} receipts")
    sends = Counter(_chat_of(canary) for canary in told.sent)
    worded = Counter(_chat_of(canary) for canary in by_canary)
    for chat in shown.keys() | wordless.keys():
        has = len(wordless.get(chat, ()))
        filed = has + worded[chat]
        if filed < shown[chat]:
            yield Finding("report-missing", f"chat {chat}: {shown[chat]} receipts, {filed} reports")
        if has > sends[chat] and chat:
            yield Finding("report-doubled", f"chat {chat}: {has} reports, {sends[chat]} Sends")


def _chat_of(canary: str) -> int:
    found = CANARY.match(canary)
    return int(found[1]) if found else 0


def _updates(told: Told, kept: Kept) -> Iterator[Finding]:
    for number in sorted(updates_of(told) - set(kept.applied)):
        yield Finding("update-not-applied", str(number))


# The office -------------------------------------------------------------------------------------------------


def _alerts(told: Told, kept: Kept) -> Iterator[Finding]:
    until = next((one.t for one in told.troubles if one.what == "kept" and one.number == kept.now), 1e9)
    landed = landed_by_case(told)
    for case in kept.cases:
        if not any(shown.t <= until for shown in landed.get(case.id, ())):
            yield Finding("alert-never", case.id[:8])


def _cards_lost(told: Told, kept: Kept) -> Iterator[Finding]:
    """Find cases that nobody could take up any more: no phone of the office still shows them."""
    on_phones = {case_in(shown) for (chat, _), shown in told.held.items() if chat in told.staff}
    for case in kept.cases:
        if case.stage != "closed" and case.id not in on_phones:
            yield Finding("card-lost", case.id[:8])


def _alerts_repeated(told: Told, kept: Kept) -> Iterator[Finding]:
    asked = {(act.chat, act.said.rpartition(":")[2]) for act in told.acts if act.said.startswith("k:card:")}
    excused = Excuses(told)
    once = {case.id for case in kept.cases if case.alarm == 1}
    for case, landed in landed_by_case(told).items():
        by_chat: dict[int, list[Shown]] = defaultdict(list)
        for shown in landed:
            # A desk that lists the case is no alert: only an alert can be accepted.
            is_alert = any(data.startswith("k:accept:") for data in shown.data) and not _reason(shown)
            if is_alert and case in once and (shown.chat, case) not in asked:
                by_chat[shown.chat].append(shown)
        yield from _repeats("alert-repeated", case, by_chat.values(), excused)


def _repeats(kind: str, case: str, series: Iterable[Sequence[Shown]], excused: Excuses) -> Iterator[Finding]:
    for one in series:
        for before, after in pairwise(one):
            if not excused.repeats(before, after):
                yield Finding(kind, f"{case[:8]} at {before.t:.2f} and {after.t:.2f}")


def _wrong_people(told: Told, kept: Kept) -> Iterator[Finding]:
    opened = {(act.chat, match[1]) for act in told.acts if (match := CASE.match(act.said))}
    cases = {match[0]: case.id for case in kept.cases for match in CANARY.finditer(case.told)}
    for shown in told.shown:
        for match in CANARY.finditer(shown.text):
            is_own = int(match[1]) == shown.chat
            was_opened = shown.chat in told.staff and (shown.chat, cases.get(match[0], "")) in opened
            if not is_own and not was_opened:
                yield Finding("wrong-person", f"{match[0]} was shown to {shown.chat}")
        if shown.chat not in told.staff and case_in(shown):
            yield Finding("wrong-person", f"a case was shown to {shown.chat}")


def _owners(told: Told) -> Iterator[Finding]:
    pressed = {act.press: act for act in told.acts if act.press}
    owners: dict[str, set[int]] = defaultdict(set)
    for call in told.calls:
        if (
            call.method == "answerCallbackQuery"
            and call.text.startswith(YOURS[:40])
            and call.press in pressed
        ):
            act = pressed[call.press]
            owners[act.said.rpartition(":")[2]].add(act.chat)
    for case, chats in owners.items():
        if len(chats) > 1:
            yield Finding("two-owners", case[:8])


# Reminders --------------------------------------------------------------------------------------------------


def number_of(case: str) -> str:
    """Read a case's number from its id, as the office says it (Crockford's base 32)."""
    value = int(case[:8], 16)
    signs = "".join(SIGNS[(value >> (5 * place)) & 31] for place in range(6))
    return f"{signs[:3]}-{signs[3:]}"


def _reason(shown: Shown) -> str:
    first = shown.text.split("\n", 1)[0].strip()
    return REMINDERS.get(first, "")


def _steps(told: Told) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """List, by case number, when a next date was surely chosen, and when it perhaps was.

    It surely was if the phone said so afterwards. A date pressed on a card that another step had made old is
    none; but where somebody went on before the card was changed, the phone never said so.
    """
    surely: dict[str, list[float]] = defaultdict(list)
    perhaps: dict[str, list[float]] = defaultdict(list)
    applied = updates_of(told)
    on_card: dict[int, str] = {}
    pressed: dict[tuple[int, str], float] = {}
    entries: list[Act | Shown] = sorted([*told.acts, *told.shown], key=lambda entry: entry.t)
    for entry in entries:
        if entry.chat not in told.staff:
            continue
        if isinstance(entry, Shown):
            found, kept = DATE_CARD.search(entry.text), STEP_CARD.search(entry.text)
            if found is not None:
                on_card[entry.chat] = found[1]
            if kept is not None and (entry.chat, kept[1]) in pressed:
                surely[kept[1]].append(pressed.pop((entry.chat, kept[1])))
        elif ":in:" in entry.said and entry.chat in on_card and entry.update in applied:
            pressed[entry.chat, on_card[entry.chat]] = entry.t
            perhaps[on_card[entry.chat]].append(entry.t)
    return surely, perhaps


def _reminders(told: Told, kept: Kept) -> Iterator[Finding]:
    landed = landed_by_case(told)
    surely, perhaps = _steps(told)
    settled = [(one.t, one.number) for one in told.troubles if one.what == "settled"]
    excused = Excuses(told)
    for case in kept.cases:
        reminders = [shown for shown in landed.get(case.id, ()) if _reason(shown)]
        since = surely.get(number_of(case.id), [])
        yield from _reminded_again(case, reminders, perhaps.get(number_of(case.id), []), excused)
        if case.stage == "accepted" and case.promised:
            made = since[-1] if since else 0.0
            seen = {_reason(shown) for shown in reminders if shown.t >= made}
            for reason in _expected(case, [at for t, at in settled if t >= made]):
                if reason not in seen:
                    yield Finding("reminder-missed", f"{case.id[:8]}: {reason}")


def _reminded_again(
    case: KeptCase, reminders: Sequence[Shown], since: Sequence[float], excused: Excuses
) -> Iterator[Finding]:
    series: dict[tuple[str, int, int], list[Shown]] = defaultdict(list)
    for shown in reminders:
        series[_reason(shown), bisect_left(since, shown.t), shown.chat].append(shown)
    yield from _repeats("reminder-repeated", case.id, series.values(), excused)


def _expected(case: KeptCase, settled: Sequence[float]) -> Iterator[str]:
    """Say which reminders must have come by the last time that everything was settled."""
    due = case.promised + 60
    for reason in LADDER:
        fired = next((at for at in settled if at >= due), None)
        if fired is None:
            return
        yield reason
        due = fired + case.grace_minutes * 60 + 120


# Quick exit, and what is left -------------------------------------------------------------------------------


def _exits(told: Told, kept: Kept) -> Iterator[Finding]:
    chats = {one.chat: one for one in kept.chats}
    applied = updates_of(told)
    for chat, act in told.last_act.items():
        if act.said != ":exit" or act.update not in applied or chat in told.staff:
            continue
        if chat in chats and chats[chat].has_draft:
            yield Finding("exit-trace", f"chat {chat} still has a draft")
        phone = told.phones.get(chat)
        left = [] if phone is None else [one for one in phone.messages if one[2] != NEUTRAL]
        if left:
            yield Finding("exit-trace", f"chat {chat} still shows messages {[one[0] for one in left]}")


def _left(kept: Kept) -> Iterator[Finding]:
    if kept.integrity != "ok":
        yield Finding("database-broken", kept.integrity)
    for letter in kept.letters:
        yield Finding("letter-left", letter)
