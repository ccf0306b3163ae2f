"""Promise 28: from a stolen database alone nobody can tell of what category a report is, or in what order.

Three hundred cases of three categories, as unlike as reports can be, filed category after category; a
classifier looks at everything that stands in clear: columns, lengths, counts, and where rows lie.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from statistics import mean

import pytest
from sqlalchemy import select

from conversations import casework
from conversations.effects import FileReport, KeepCase, KeepNote
from conversations.form import filling
from conversations.form.filling import Answers, Given
from conversations.form.model import Form, QuestionKind
from conversations.people import CaseId
from conversations.report import Draft, Report
from storage import schema
from storage.transaction import Transaction
from storage.workbench import Workbench
from tests.rules.office import RINI
from tests.support.rooms import Room, open_room

MANY = 100
"""Cases of each category."""
PERMUTATIONS = 400
NEIGHBOURS = 5
PLACES = 4
"""Tables in which a case has rows of its own."""
TODAY = date(2026, 8, 17)
Features = tuple[float, ...]


def told(form: Form, forms: Sequence[str], *, everything: bool, story: str) -> Answers:
    """Answer as somebody of a category may: all there is, or next to nothing."""
    answers = filling.begin(form, {"reporter_role": "warga", "phone_shared": "tidak"})
    answers = {
        **answers,
        "whom": Given(("saya",)),
        "age_group": Given(("u25_44",)),
        "forms": Given(tuple(forms)),
    }
    if story:
        answers["story"] = Given((story,))
    while everything:
        missing = (one for one in form.questions if one.name not in answers and one.kind in _CHOSEN)
        question = next((one for one in missing if filling.choices(form, answers, TODAY, one.name)), None)
        if question is None:
            break
        # "tidak" and its like stand last: no answer of these names an official.
        choice = filling.choices(form, answers, TODAY, question.name)[-1]
        answers[question.name] = Given((choice.name,))
    return answers


_CHOSEN = {QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE}


def categories(form: Form) -> dict[str, Answers]:
    """Invent one report of each category."""
    return {
        "seksual": told(form, ["seksual"], everything=False, story="S" * 1000),
        "trafficking": told(form, ["trafficking", "eksploitasi"], everything=True, story="字" * 1000),
        "penelantaran": told(form, ["penelantaran"], everything=False, story=""),
    }


@dataclass(frozen=True, slots=True)
class Stolen:
    """What a thief has of each case, and what a thief would like to know."""

    labels: list[str]
    clear: list[Features]
    """Everything that stands in clear."""
    inside: list[Features]
    """How much was told: nobody may see it."""


@pytest.fixture(scope="module")
def stolen(tmp_path_factory: pytest.TempPathFactory) -> Stolen:
    """File everything, and steal the database."""
    folder = tmp_path_factory.mktemp("stolen")
    (folder / "keys").mkdir(mode=0o700)
    return asyncio.run(filed_in(folder))


async def filed_in(folder: Path) -> Stolen:
    """File category after category; give what is seen of it afterwards."""
    room = await open_room(folder, f"sqlite:///{folder / 'data' / 'teduh.db'}")
    kinds = categories(room.store.house.form)
    labels: dict[bytes, str] = {}
    lengths: dict[bytes, int] = {}
    for number, category in enumerate(kind for kind in kinds for _ in range(MANY)):
        case = await files(room, number, kinds[category])
        labels[case] = category
        lengths[case] = sum(len(str(answer)) for answer in kinds[category].values())
    seen = await room.store.read(in_clear)
    await room.opened.close()
    return Stolen(
        [labels[case] for case in seen], list(seen.values()), [(float(lengths[case]),) for case in seen]
    )


async def files(room: Room, chat: int, answers: Answers) -> bytes:
    """File one report, as Send does, some minutes after the one before."""
    room.passes(minutes=7)
    form = room.store.house.form
    draft = Draft(form.version, answers)
    values = filling.values(form, answers, room.moment.today)
    report = Report("id", room.moment.chance.receipt(), room.moment.now, draft, values)

    def work(within: Transaction) -> bytes:
        bench = Workbench(within, room.store.house, room.moment)
        bench.gather([chat])
        bench.carry(chat, [FileReport(report)])
        return bytes.fromhex(bench.finish().filed[0])

    return await room.store.write(work)


def in_clear(within: Transaction) -> dict[bytes, Features]:
    """Read what a thief reads of each case: everything but the seals' insides."""
    found: dict[bytes, list[float]] = {}
    for place, row in enumerate(within.connection.execute(select(schema.cases)).mappings()):
        found[row["id"]] = [place, *_clear(row)]
    for table in (schema.case_keys, schema.entries, schema.receipts):
        places: dict[bytes, list[float]] = {}
        rows: dict[bytes, list[Features]] = {}
        for place, row in enumerate(within.connection.execute(select(table)).mappings()):
            places.setdefault(row["case_id"], []).append(place)
            rows.setdefault(row["case_id"], []).append(tuple(_clear(row)))
        for case, features in found.items():
            features.append(mean(places[case]))
            features.extend(value for one in sorted(rows[case]) for value in one)
    assert len({len(features) for features in found.values()}) == 1, "Cases differ in what they have."
    return {case: tuple(features) for case, features in found.items()}


def _clear(row: Mapping[str, object]) -> list[float]:
    """Give numbers as they are, texts by a hash of theirs, bytes by their length."""
    clear: list[float] = []
    for name, value in row.items():
        if name in {"rev", "day"}:
            continue
        if isinstance(value, bytes):
            clear.append(len(value))
        else:
            clear.append(float(value) if isinstance(value, int) else float(hash(value) % 10_007))
    return clear


def accuracy(labels: Sequence[str], neighbours: Sequence[Sequence[int]]) -> float:
    """Tell how often most of a case's neighbours are of its category."""
    guesses = (Counter(labels[one] for one in near).most_common(1)[0][0] for near in neighbours)
    return mean(guess == label for guess, label in zip(guesses, labels, strict=True))


def nearest(features: Sequence[Features]) -> list[list[int]]:
    """Find each case's nearest others, every feature counting alike."""
    spread = [max(column) - min(column) or 1.0 for column in zip(*features, strict=True)]
    points = [[value / size for value, size in zip(one, spread, strict=True)] for one in features]

    def near(index: int) -> list[int]:
        mine = points[index]
        distances = [
            (sum(abs(a - b) for a, b in zip(mine, other, strict=True)), number)
            for number, other in enumerate(points)
            if number != index
        ]
        return [number for _, number in sorted(distances)[:NEIGHBOURS]]

    return [near(index) for index in range(len(points))]


def is_better_than_chance(labels: list[str], features: Sequence[Features]) -> bool:
    """Whether a classifier does better than it does on labels that were shuffled, every time."""
    neighbours = nearest(features)
    dice = random.Random(28)
    real = accuracy(labels, neighbours)
    shuffled = (accuracy(dice.sample(labels, len(labels)), neighbours) for _ in range(PERMUTATIONS))
    return real > max(shuffled) + 0.02


def test_a_classifier_learns_nothing_from_what_stands_in_clear(stolen: Stolen) -> None:
    """Neither columns, lengths and counts, nor the order of rows."""
    assert not is_better_than_chance(stolen.labels, stolen.clear)


def test_all_cases_look_the_same_but_for_where_they_lie(stolen: Stolen) -> None:
    """There is nothing to learn from, however clever somebody is; and where they lie is no order of time."""
    varying = [column for column in zip(*stolen.clear, strict=True) if len(set(column)) > 1]
    assert len(varying) <= PLACES, "Something besides the places differs from case to case."
    for column in varying:
        assert not is_better_than_chance(stolen.labels, [(value,) for value in column])


def test_the_classifier_would_have_found_a_length(stolen: Stolen) -> None:
    """Given the plain lengths of what was told, it tells the categories apart."""
    assert is_better_than_chance(stolen.labels, stolen.inside)


def test_what_was_written_to_a_reporter_looks_like_any_note(tmp_path: Path) -> None:
    """Else a thief would see who allows the chat, and who was answered."""
    note, word = asyncio.run(noted(tmp_path))
    assert len(note) == 5 + 5
    assert note == word


async def noted(folder: Path) -> list[list[tuple[object, ...]]]:
    """Write a note on one case, and to the reporter of another; give what is seen of either."""
    (folder / "keys").mkdir(mode=0o700)
    room = await open_room(folder, f"sqlite:///{folder / 'data' / 'teduh.db'}")
    answers = categories(room.store.house.form)["seksual"]
    seen = []
    for chat, to_reporter in ((1, False), (2, True)):
        name = CaseId((await files(room, chat, answers)).hex())
        await room.store.write(partial(notes, room=room, name=name, to_reporter=to_reporter))
        seen.append(await room.store.read(partial(shapes, name=name)))
    await room.opened.close()
    return seen


def notes(within: Transaction, room: Room, name: CaseId, *, to_reporter: bool) -> None:
    """Keep a note, as the desk does."""
    bench = Workbench(within, room.store.house, room.moment)
    bench.gather([RINI.chat])
    case = bench.find_cases([name])[name]
    note = room.moment.chance.new_id().hex()
    if to_reporter:
        case = casework.with_word(case, casework.Word(note, room.moment.now))
    text = "Besok kami di rumah." if to_reporter else "x"
    bench.carry(RINI.chat, [KeepCase(case), KeepNote(note, name, text, to_reporter)])
    bench.finish()


def shapes(within: Transaction, name: CaseId) -> list[tuple[object, ...]]:
    """Give what stands in clear of a case's keys and entries: to whom a key is sealed, too."""
    case = bytes.fromhex(name)
    keys, kept = schema.case_keys.c, schema.entries.c
    wraps = within.connection.execute(
        select(keys.key_no, keys.purpose, keys.recipient, keys.wrapped).where(keys.case_id == case)
    )
    rows = within.connection.execute(select(kept.key_no, kept.field, kept.sealed).where(kept.case_id == case))
    found = [(one.key_no, one.purpose, one.recipient, len(one.wrapped)) for one in wraps]
    return sorted([*found, *((row.key_no, row.field, b"", len(row.sealed)) for row in rows)])


FILED = 60
IN_ORDER = 0.6
"""Chance comes as far as this once in a million times, with so many cases (rank correlation)."""


def test_where_a_story_lies_in_the_file_is_no_order_of_time(tmp_path: Path) -> None:
    """A long value lies on pages of its own, and a file that only grows has them one after the other."""
    assert abs(asyncio.run(order_in_file(tmp_path, sweeping=True))) < IN_ORDER


def test_the_order_of_a_file_that_only_grows_would_have_been_found(tmp_path: Path) -> None:
    """Where nobody sweeps, the file tells the order of all stories."""
    assert asyncio.run(order_in_file(tmp_path, sweeping=False)) > IN_ORDER


async def order_in_file(folder: Path, *, sweeping: bool) -> float:
    """File reports, as many as in a busy week; tell how well the file's pages tell which came first."""
    (folder / "keys").mkdir(mode=0o700)
    file = folder / "data" / "teduh.db"
    room = await open_room(folder, f"sqlite:///{file}")
    answers = categories(room.store.house.form)["seksual"]
    filed = []
    for number in range(FILED):
        if sweeping and number % 5 == 0:
            await room.store.sweep()
        filed.append(await files(room, number, answers))
    await room.store.database.checkpoint()
    kept = await room.store.read(stories)
    await room.opened.close()
    content = file.read_bytes()
    places = [place_of(kept[case], content) for case in filed]
    ranks = sorted(range(FILED), key=places.__getitem__)
    return 1 - 6 * sum((rank - one) ** 2 for one, rank in enumerate(ranks)) / (FILED * (FILED**2 - 1))


def place_of(sealed: bytes, content: bytes) -> int:
    """Find a piece out of a value's middle; a page's end may cut one, but not both."""
    return next(place for at in (9000, 9100) if (place := content.find(sealed[at : at + 60])) >= 0)


def stories(within: Transaction) -> dict[bytes, bytes]:
    """Read every sealed story, by its case."""
    rows = within.connection.execute(select(schema.entries).where(schema.entries.c.field == "story"))
    return {row.case_id: row.sealed for row in rows}
