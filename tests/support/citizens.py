"""A citizen's way through the form, from the first touch to the receipt.

Law: a citizen reads what stands on the card and answers that; what they were not told to answer, they skip.
"""

from collections.abc import Mapping
from itertools import count

from tests.support.phones import Bubble, Phone, eventually

EXIT = "Keluar cepat"
NEUTRAL = "Baik, terima kasih."
SEND = "Kirim"
OUTAGE = "tadi ada jeda"
"""Stands on a card that was made neutral while we could not answer."""
TO_LIMITS = ("Bahasa Indonesia", "Aman", "Hanya saya")
"""What is pressed until the limits are read."""
TO_FORM = (*TO_LIMITS, "Setuju, lanjut")
"""What is pressed until the form begins."""
QUESTIONS = {
    "whom": "Ini tentang siapa?",
    "age": "Kira-kira berapa",
    "forms": "Apa yang terjadi?",
    "kecamatan": "Di kecamatan mana",
    "kelurahan": "Di kelurahan mana",
    "setting": "Kejadiannya di tempat",
    "relation": "Siapa terduga",
    "official": "pejabat atau aparat",
    "danger": "dalam bahaya sekarang",
    "hurt": "yang terluka",
    "needs": "bantuan khusus",
    "story": "ceritakan dengan kata-kata",
    "way": "Bagaimana kami boleh menghubungi",
    "hours": "Jam berapa yang aman",
    "phone": "Nomor berapa yang aman",
    "say": "orang lain yang mengangkat",
    "word": "Pilih satu kata",
    "files": "Kalau ada foto",
}
"""By a name of ours, what a question begins with."""
PASSING = ("Cukup, lanjut", "Lewati", "Lanjut", "Tidak ada, lanjut")
"""What leads past a card without an answer."""
MOST_STEPS = 80
SHORT = {"whom": "Saya sendiri", "age": "25–44 tahun", "forms": "Diancam, dihina, atau dikurung"}
"""The least that anybody tells."""
Answers = Mapping[str, str | tuple[str, ...]]


class Citizen(Phone):
    """Somebody who reports."""

    def begins(self, *buttons: str) -> None:
        """Press Start and go as far as these buttons lead (to the form where none is named)."""
        self.starts()
        self.sees_button("Bahasa Indonesia")
        for button in buttons or TO_FORM:
            self.presses(button)

    @property
    def card(self) -> Bubble:
        """The living card: the newest message of the bot's."""
        return eventually(lambda: next(reversed(self.reads()), None), lambda: f"{self.name} sees no card.")

    def fills(self, until: str = "", **answers: str | tuple[str, ...]) -> None:
        """Answer question after question, to the review or to the question of that name."""
        told = {**SHORT, **answers}
        steps = count()
        while SEND not in self.card.buttons:
            assert next(steps) < MOST_STEPS, f"{self.name} goes round in a circle at {self.card.text!r}"
            if OUTAGE in self.card.text:
                self.presses("Lanjut", OUTAGE)
                continue
            asked = self._asked()
            if until and asked == until:
                return
            self._answers_one(told.get(asked, ""))

    def _asked(self) -> str:
        text = self.card.text
        return next((name for name, words in QUESTIONS.items() if words in text), "")

    def _answers_one(self, answer: str | tuple[str, ...]) -> None:
        buttons = self.card.buttons
        if isinstance(answer, tuple):
            for choice in answer:
                self.presses(choice)
            self.presses("Sudah, lanjut")
        elif answer in buttons:
            self._presses_choice(answer)
        elif answer:
            self.answers(answer)
        else:
            self.presses(next(one for one in (*PASSING, buttons[0]) if one in buttons))

    def _presses_choice(self, choice: str) -> None:
        self.presses(choice)
        if "Sudah, lanjut" in self.card.buttons:
            self.presses("Sudah, lanjut")

    def reports(self, **answers: str | tuple[str, ...]) -> str:
        """Report from the first touch to the receipt; gives the receipt's code."""
        self.begins()
        self.fills(**answers)
        return self.sends_report()

    def sends_report(self) -> str:
        """Press Send at the review; gives the receipt's code."""
        self.touches(SEND)
        return code_on(self.sees("Ini kodenya:"))

    def leaves(self) -> None:
        """Press the quick exit."""
        self.touches(EXIT)


def code_on(card: Bubble) -> str:
    """Read the code off a receipt."""
    return card.text.partition("Ini kodenya:")[2].strip().splitlines()[0]
