"""The auditor's half for the office: alerts, owners, steps, reminders, and who was shown what.

Law: as ``auditor``: no code of the program's, and nothing is claimed that the ledger does not tell.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from tools.chaos.finding import Finding
from tools.chaos.kept import Kept, KeptCase
from tools.chaos.ledger import Act, Shown
from tools.chaos.told import CANARY, Excuses, Told, case_in, landed_by_case

DATE_CARD = re.compile(r"Kasus (\S+): kapan dilihat lagi")
KIND_CARD = re.compile(r"Kasus (\S+): langkah apa")
STEP_CARD = re.compile(r"Kasus (\S+): (\w+), tercatat")
YOURS_CARD = re.compile(r"Kasus \S+ Anda tangani")
CLOSED_CARD = re.compile(r"Kasus \S+ selesai\.")
YOURS = ("Terima kasih. Kasus ini sekarang Anda tangani.", "Kasus ini sudah Anda tangani.")
OVER = "Kasus ini sudah selesai."
REMINDERS = {
    "Waktunya tindak lanjut.": "follow-up",
    "Tindak lanjut sudah lewat. Mohon catat langkahnya.": "overdue",
    "Tindak lanjut terlewat. Mohon koordinator menghubungi penanggung jawabnya.": "coordinator",
}
LADDER = ("follow-up", "overdue", "coordinator")
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
COORDINATOR = "koordinator"
HEAD = "head"
OPENING = re.compile(r"^k:(?:story|file)(?:-\d+)?:([0-9a-f]{32})$")
"""The presses that open a reporter's words; facts and notes hold none of them."""
LATE_MINUTES = 2
"""What is due may come so much later."""
OPEN_SECONDS = 3600.0
"""An opened view is emptied long before."""


def audit(told: Told, kept: Kept, calm: Kept) -> Iterator[Finding]:
    """Find what the office was told, shown or not told, and what must not be."""
    yield from _alerts(told, calm)
    yield from _alerts(told, kept)
    yield from _alerts_repeated(told, kept)
    yield from _calls_again(told, kept)
    yield from _cards_lost(told, kept)
    yield from _wrong_people(told, kept)
    yield from _left_open(told)
    yield from _owners(told, kept)
    yield from _steps_lost(told, kept)
    yield from _closed(told, kept)
    yield from _reminders(told, kept)


# Alerts -----------------------------------------------------------------------------------------------------


def _alerts(told: Told, kept: Kept) -> Iterator[Finding]:
    until = next((one.t for one in told.troubles if one.what == "kept" and one.number == kept.now), 1e9)
    landed = landed_by_case(told)
    for case in kept.cases:
        if not any(shown.t <= until and _is_alert(shown) for shown in landed.get(case.id, ())):
            yield Finding("alert-never", case.id[:8])


def _is_alert(shown: Shown) -> bool:
    """Tell an alert from an opened view and a reminder: only an alert can be accepted."""
    return any(data.startswith("k:accept:") for data in shown.data)


def _alerts_repeated(told: Told, kept: Kept) -> Iterator[Finding]:
    """Find cases that rang more often than they called: an alarm calls one officer, or all coordinators."""
    asked = {(act.chat, act.said.rpartition(":")[2]) for act in told.acts if act.said.startswith("k:card:")}
    excused = Excuses(told)
    alarms = {case.id: case.alarm for case in kept.cases}
    for case, landed in landed_by_case(told).items():
        by_chat: dict[int, list[Shown]] = defaultdict(list)
        for shown in landed:
            if _is_alert(shown) and (shown.chat, case) not in asked:
                by_chat[shown.chat].append(shown)
        rang = Counter[str]()
        for chat, series in by_chat.items():
            who = str(chat) if told.staff[chat].role == COORDINATOR else "officers"
            rang[who] += 1 + len(list(_unexcused(series, excused)))
        for who, times in rang.items():
            if times > alarms.get(case, times):
                at = ", ".join(f"{shown.t:.2f}" for series in by_chat.values() for shown in series)
                yield Finding("alert-repeated", f"{case[:8]}: {times} for {who}, {alarms[case]} kept: {at}")


def _unexcused(series: Sequence[Shown], excused: Excuses) -> Iterator[tuple[Shown, Shown]]:
    return ((before, after) for before, after in pairwise(series) if not excused.repeats(before, after))


def _calls_again(told: Told, kept: Kept) -> Iterator[Finding]:
    """Find cases that nobody took up in time, and that did not call again."""
    taken: dict[str, float] = {}
    for act in told.acts:
        if act.said.startswith("k:accept:"):
            taken.setdefault(act.said.rpartition(":")[2], act.t)
    settled = told.settled
    for case in kept.cases:
        due = case.filed_at + (case.call_minutes + LATE_MINUTES) * 60
        is_due = any(wall >= due and t < taken.get(case.id, 1e9) for t, wall in settled)
        if is_due and case.alarm < 2:  # noqa: PLR2004 - the first call and another
            yield Finding("never-called-again", case.id[:8])


def _cards_lost(told: Told, kept: Kept) -> Iterator[Finding]:
    """Find cases that nobody could take up any more: no phone of the office still shows them."""
    on_phones = {case_in(shown) for (chat, _), shown in told.held.items() if chat in told.staff}
    for case in kept.cases:
        if case.stage != "closed" and case.id not in on_phones:
            yield Finding("card-lost", case.id[:8])


# Who sees what ----------------------------------------------------------------------------------------------


def _wrong_people(told: Told, kept: Kept) -> Iterator[Finding]:
    opened = _opened(told)
    cases = {match[0]: case.id for case in kept.cases for match in CANARY.finditer(case.told)}
    head = {case.id for case in kept.cases if case.audience == HEAD}
    for shown in told.shown:
        staff, about = told.staff.get(shown.chat), {case_in(shown)}
        for match in CANARY.finditer(shown.text):
            case = cases.get(match[0], "")
            about.add(case)
            is_own = int(match[1]) == shown.chat
            if not is_own and opened.get((shown.chat, case), 1e9) > shown.t:
                yield Finding("wrong-person", f"{match[0]} was shown to {shown.chat} at {shown.t:.2f}")
        if staff is None and case_in(shown):
            yield Finding("wrong-person", f"a case was shown to {shown.chat} at {shown.t:.2f}")
        if staff is not None and staff.role != COORDINATOR and about & head:
            yield Finding("wrong-person", f"a case for the head was shown to {shown.chat} at {shown.t:.2f}")


def _opened(told: Told) -> dict[tuple[int, str], float]:
    """List, by chat and case, when somebody of the office first asked for the words and might see them.

    What another has accepted is closed to every other officer.
    """
    owners: dict[str, tuple[float, int]] = {}
    for t, name, chat in _accepted(told):
        owners.setdefault(name, (t, chat))
    opened: dict[tuple[int, str], float] = {}
    for act in told.acts:
        match, staff = OPENING.match(act.said), told.staff.get(act.chat)
        if match and staff is not None:
            since, owner = owners.get(match[1], (1e9, 0))
            if act.t < since or act.chat == owner or staff.role == COORDINATOR:
                opened.setdefault((act.chat, match[1]), act.t)
    return opened


def _left_open(told: Told) -> Iterator[Finding]:
    """Find a reporter's words that still stand on a phone of the office, hours after somebody opened them."""
    for (chat, _), shown in told.held.items():
        if chat in told.staff and CANARY.search(shown.text):
            walls = [wall for t, wall in told.settled if t >= shown.t]
            if walls and max(walls) - walls[0] >= OPEN_SECONDS:
                yield Finding("left-open", f"words shown to {chat} at {shown.t:.2f} were never taken away")


# Owners and steps -------------------------------------------------------------------------------------------


def _owners(told: Told, kept: Kept) -> Iterator[Finding]:
    """Compare whom phones called the owner with whom the office keeps; nobody leaves it in a storm."""
    persons = {chat: one.person for chat, one in told.staff.items()}
    cases = {case.id: case for case in kept.cases}
    owners: dict[str, set[int]] = defaultdict(set)
    for name, chat in [*((name, chat) for _, name, chat in _accepted(told)), *_shown_as_theirs(told)]:
        owners[name].add(chat)
    for name, chats in owners.items():
        if len(chats) > 1:
            yield Finding("two-owners", name[:8])
        case = cases.get(name)
        if case is None:
            yield Finding("case-missing", f"{name[:8]} was accepted by {min(chats)}, and is not kept")
        elif case.stage == "new" or case.owner not in {persons.get(chat) for chat in chats}:
            yield Finding("owner-lost", f"{name[:8]} was told to be {min(chats)}'s: it is {case.stage}")


def _accepted(told: Told) -> Iterator[tuple[float, str, int]]:
    """Give when which case was told to be whose."""
    pressed = {act.press: act for act in told.acts if act.press}
    for call in told.calls:
        if call.method == "answerCallbackQuery" and call.text in YOURS and call.press in pressed:
            act = pressed[call.press]
            yield call.t, act.said.rpartition(":")[2], act.chat


def _shown_as_theirs(told: Told) -> Iterator[tuple[str, int]]:
    for shown in told.shown:
        if shown.chat in told.staff and YOURS_CARD.match(shown.text) and case_in(shown):
            yield case_in(shown), shown.chat


def _steps_lost(told: Told, kept: Kept) -> Iterator[Finding]:
    """Find steps that a phone said were written down, and that are not."""
    steps = Counter[str]()
    for case in kept.cases:
        steps[number_of(case.id)] += case.steps
    for number, times in _steps_told(told).items():
        if times > steps[number]:
            yield Finding("step-lost", f"{number}: {times} were told, {steps[number]} are kept")


def _steps_told(told: Told) -> Counter[str]:
    """Count, by case number, the choices that ended in a card that says so."""
    counted = Counter[str]()
    on_card: dict[int, str] = {}
    chosen: set[tuple[int, str]] = set()
    for entry in _at_desks(told):
        if isinstance(entry, Act):
            if (":in:" in entry.said or entry.said.endswith(":kind:selesai")) and entry.chat in on_card:
                chosen.add((entry.chat, on_card[entry.chat]))
            continue
        asked = DATE_CARD.search(entry.text) or KIND_CARD.search(entry.text)
        if asked is not None:
            on_card[entry.chat] = asked[1]
        done = STEP_CARD.search(entry.text)
        if done is not None and (entry.chat, done[1]) in chosen:
            chosen.remove((entry.chat, done[1]))
            counted[done[1]] += 1
    return counted


def _closed(told: Told, kept: Kept) -> Iterator[Finding]:
    """Find cases that a phone said were closed, and that are not."""
    pressed = {act.press: act.said.rpartition(":")[2] for act in told.acts if act.press}
    over = {pressed.get(call.press, "") for call in told.calls if call.text == OVER}
    numbers = set()
    for shown in told.shown:
        if shown.chat not in told.staff:
            continue
        if CLOSED_CARD.match(shown.text):
            over.add(case_in(shown))
        if (done := STEP_CARD.search(shown.text)) and done[2] == "selesai":
            numbers.add(done[1])
    twins = Counter(number_of(case.id) for case in kept.cases)
    for case in kept.cases:
        number = number_of(case.id)
        if case.stage != "closed" and (case.id in over or (number in numbers and twins[number] == 1)):
            yield Finding("close-lost", f"{case.id[:8]} was told to be closed: it is {case.stage}")


# Reminders --------------------------------------------------------------------------------------------------


def number_of(case: str) -> str:
    """Read a case's number from its id, as the office says it (Crockford's base 32)."""
    value = int(case[:8], 16)
    signs = "".join(SIGNS[(value >> (5 * place)) & 31] for place in range(6))
    return f"{signs[:3]}-{signs[3:]}"


def _reason(shown: Shown) -> str:
    first = shown.text.split("\n", 1)[0].strip()
    return REMINDERS.get(first, "")


def _at_desks(told: Told) -> list[Act | Shown]:
    """List what people of the office did and were shown, in order."""
    entries: list[Act | Shown] = [*told.acts, *told.shown]
    return sorted((one for one in entries if one.chat in told.staff), key=lambda entry: entry.t)


def _dates(told: Told) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """List, by case number, when a next date was surely chosen, and when it perhaps was.

    It surely was if the phone said so afterwards. A date pressed on a card that another step had made old is
    none; but where somebody went on before the card was changed, the phone never said so.
    """
    surely: dict[str, list[float]] = defaultdict(list)
    perhaps: dict[str, list[float]] = defaultdict(list)
    applied = told.owed()
    on_card: dict[int, str] = {}
    pressed: dict[tuple[int, str], float] = {}
    for entry in _at_desks(told):
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
    surely, perhaps = _dates(told)
    settled, excused = told.settled, Excuses(told)
    for case in kept.cases:
        reminders = [shown for shown in landed.get(case.id, ()) if _reason(shown)]
        since = surely.get(number_of(case.id), [])
        yield from _reminded_again(case, reminders, perhaps.get(number_of(case.id), []), excused)
        right = [shown for shown in reminders if _is_for(told, case, shown)]
        for shown in reminders:
            if shown not in right:
                yield Finding("reminder-astray", f"{case.id[:8]} to {shown.chat} at {shown.t:.2f}")
        if case.stage == "accepted" and case.promised:
            made = since[-1] if since else 0.0
            seen = {_reason(shown) for shown in right if shown.t >= made}
            for reason in _expected(case, [at for t, at in settled if t >= made]):
                if reason not in seen:
                    yield Finding("reminder-missed", f"{case.id[:8]}: {reason}")


def _is_for(told: Told, case: KeptCase, shown: Shown) -> bool:
    """Whether a reminder came to whom it is for; by the time that any comes, nobody blocks us any more."""
    to = told.staff[shown.chat]
    return to.role == COORDINATOR if _reason(shown) == LADDER[-1] else to.person == case.owner


def _reminded_again(
    case: KeptCase, reminders: Sequence[Shown], since: Sequence[float], excused: Excuses
) -> Iterator[Finding]:
    by_turn: dict[tuple[str, int, int], list[Shown]] = defaultdict(list)
    for shown in reminders:
        by_turn[_reason(shown), bisect_left(since, shown.t), shown.chat].append(shown)
    series: Iterable[Sequence[Shown]] = by_turn.values()
    for one in series:
        for before, after in _unexcused(one, excused):
            yield Finding("reminder-repeated", f"{case.id[:8]} at {before.t:.2f} and {after.t:.2f}")


def _expected(case: KeptCase, settled: Sequence[float]) -> Iterator[str]:
    """Say which reminders must have come by the last time that everything was settled."""
    due = case.promised + LATE_MINUTES * 30
    for reason in LADDER:
        fired = next((at for at in settled if at >= due), None)
        if fired is None:
            return
        yield reason
        due = fired + (case.grace_minutes + LATE_MINUTES) * 60
