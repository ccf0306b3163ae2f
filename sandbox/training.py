"""A rehearsal for officers: invented cases arrive, and at the end it is told how fast each was taken up.

Law: invented people only; what is measured is what stands in the sandbox's own log of chats.
"""

import asyncio
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.phones import Phones, readable
from sandbox.playing import Player
from sandbox.script import Deed, Step, Story
from sandbox.values import list_or_none, object_or_none, text_of

CASE = re.compile(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}\b")
NAMES = ("Anggrek", "Bakung", "Cempaka", "Dahlia", "Kenanga", "Lili", "Mawar", "Seroja", "Teratai", "Wijaya")
BEGIN = ("Bahasa Indonesia", "Aman", "Hanya saya", "Setuju, lanjut")
ACCEPTED, FOLLOWED_UP = "Anda tangani", "Langkah terakhir"
OFFICE = ("petugas", "petugas cadangan", "koordinator")
FALLBACK = ("Lewati", "Lanjut", "Tidak ada, lanjut", "Cukup, lanjut", "Sudah, lanjut", "Kirim")
MOST_STEPS = 60
LOOK = 0.5

# What is answered where such a button is offered; everything else is skipped. One for each urgency.
ANSWERS: dict[str, tuple[str, ...]] = {
    "tinggi": ("Orang lain", "6–12 tahun", "Dipukul", "Tanjungpinang Barat", "Tidak usah"),
    "sedang": ("Beberapa orang", "25–44 tahun", "Dipaksa bekerja", "Ya", "Ya", "Bukit Bestari", "Tidak usah"),
    "rendah": ("Saya sendiri", "25–44 tahun", "Hal lain", "Tanjungpinang Kota", "Tidak usah"),
}


@dataclass(slots=True)
class Rehearsed:
    """One invented case, with the moments when something became of it."""

    number: str
    urgency: str
    arrived: float
    accepted: float = 0.0
    followed_up: float = 0.0
    by: str = ""

    def as_line(self) -> str:
        """Say in one line how it went."""
        accepted = f"diterima {self.by} sesudah {minutes(self.accepted - self.arrived)}"
        followed = f"langkah pertama sesudah {minutes(self.followed_up - self.arrived)}"
        told = [accepted if self.accepted else "belum diterima"]
        told.append(followed if self.followed_up else "belum ada langkah")
        return f"{self.number}  {self.urgency:<7} {', '.join(told)}"


def minutes(seconds: float) -> str:
    """Write a length of time as people say it."""
    whole, rest = divmod(max(0, round(seconds)), 60)
    return f"{whole} menit {rest} detik" if whole else f"{rest} detik"


@dataclass(slots=True)
class Trainer:
    """Lets invented reporters write, and watches the office's phones."""

    phones: Phones
    say: Callable[[str], None]
    dice: random.Random = field(default_factory=random.Random)
    cases: dict[str, Rehearsed] = field(default_factory=dict)

    async def train(self, seconds: float, number: int) -> list[Rehearsed]:
        """Let so many cases arrive over a time; watch until it is over."""
        watching = asyncio.create_task(self._watch())
        moments = sorted(self.dice.uniform(0, seconds * 0.6) for _ in range(number))
        wishes = [list(ANSWERS)[place % len(ANSWERS)] for place in range(number)]
        self.dice.shuffle(wishes)
        began = asyncio.get_running_loop().time()
        writing = [
            asyncio.create_task(self._reporter(place, moment, wish))
            for place, (moment, wish) in enumerate(zip(moments, wishes, strict=True))
        ]
        await asyncio.gather(*writing)
        await asyncio.sleep(max(0.0, began + seconds - asyncio.get_running_loop().time()))
        watching.cancel()
        return list(self.cases.values())

    async def _reporter(self, place: int, moment: float, urgency: str) -> None:
        """Write one report, answering what matters and skipping the rest."""
        await asyncio.sleep(moment)
        name = NAMES[place % len(NAMES)]
        label = f"latihan {place + 1}"
        await self.phones.do("people", {"first_name": name, "label": label})
        await self.phones.meet()
        begin = (Step(Deed.STARTS, "", label), *(Step(Deed.PRESSES, words, label) for words in BEGIN))
        await Player(self.phones, speed=0).play(Story(label, "Latihan", "Rehearsal", begin))
        await self._answer(label, ANSWERS[urgency])

    async def _answer(self, label: str, answers: tuple[str, ...]) -> None:
        left = list(answers)
        for _ in range(MOST_STEPS):
            offered = await self._offered(label)
            wanted = next((words for words in left if any(words in each for each in offered)), None)
            if wanted is not None:
                left.remove(wanted)
            pressed = wanted or next((words for words in FALLBACK if words in offered), None)
            if pressed is None:
                return
            await self.phones.press(label, pressed)
            if pressed == "Kirim":
                return

    async def _offered(self, label: str) -> list[str]:
        """Give the words of the newest message's buttons; after a choice, only the one that goes on."""
        messages = await self.phones.messages(label)
        rows = list_or_none(messages[-1].get("buttons")) or []
        buttons = [each for row in rows for each in list_or_none(row) or [] if isinstance(each, dict)]
        words = [text_of(button.get("text")) for button in buttons]
        return ["Sudah, lanjut"] if "Sudah, lanjut" in words else words

    async def _watch(self) -> None:
        """Note when a case comes, when it is owned, and when a step is recorded."""
        while True:
            for who in OFFICE:
                for message in await self.phones.messages(who):
                    await self._note(who, readable(message))
            await asyncio.sleep(LOOK)

    async def _note(self, who: str, words: str) -> None:
        number = CASE.search(words)
        if number is None:
            return
        now = await self._now()
        case = self.cases.get(number.group())
        if case is None:
            case = self.cases[number.group()] = Rehearsed(number.group(), urgency_in(words), now)
            self.say(f"{case.number} masuk, prioritas {case.urgency}")
        if ACCEPTED in words and not case.accepted:
            case.accepted, case.by = now, who
            self.say(f"{case.number} diterima {who}")
        if FOLLOWED_UP in words and not case.followed_up:
            case.followed_up = now
            self.say(f"{case.number} langkah pertama tercatat")

    async def _now(self) -> float:
        told = object_or_none(await self.phones.look("clock")) or {}
        return float(text_of(told.get("now")) or 0)


def urgency_in(words: str) -> str:
    """Read the urgency from an alert."""
    return next((urgency for urgency in ANSWERS if f"Prioritas: {urgency}" in words), "?")


def summary(cases: list[Rehearsed]) -> str:
    """Say how the rehearsal went, the most urgent cases first."""
    order = list(ANSWERS)
    ranked = sorted(
        cases, key=lambda case: (order.index(case.urgency) if case.urgency in order else 9, case.arrived)
    )
    taken = sum(bool(case.accepted) for case in cases)
    steps = sum(bool(case.followed_up) for case in cases)
    head = f"Latihan selesai. Kasus masuk: {len(cases)}. Diterima: {taken}. Dengan langkah tercatat: {steps}."
    return "\n".join([head, *(case.as_line() for case in ranked)])
