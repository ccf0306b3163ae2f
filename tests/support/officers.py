"""Somebody of the office at their phone: accepting, opening, writing steps down.

Law: what an officer does, they do by the buttons that their phone shows.
"""

import re

from tests.support.phones import Bubble, Phone

SECRECY = "RAHASIA"
"""Stands above everything that was opened."""


class Officer(Phone):
    """An officer or a coordinator."""

    def alert(self) -> str:
        """Wait for a case that nobody has accepted; gives its number."""
        return number_on(self.sees_button("Terima", "menunggu").text)

    def accepts(self, number: str = "") -> str:
        """Accept a case (the newest where none is named); gives its number."""
        number = number or self.alert()
        self.touches("Terima", number)
        self.sees_button("Catat langkah", number)
        return number

    def opens(self, part: str = "", number: str = "") -> Bubble:
        """Open a case, and a part of it; gives what is shown."""
        self.taps("Lihat", number)
        shown = self.sees(SECRECY, number)
        if part:
            self.presses(part)
            shown = self.sees(SECRECY, number)
        return shown

    def records(self, number: str, step: str, when: str = "") -> None:
        """Write a step down, and when the case is looked at again."""
        self.touches("Catat langkah", number)
        self.sees_button(step, number)
        self.presses(step)
        if when:
            self.presses(when)
        self.sees_button("Kembali ke meja", number, "Kalau ada catatan")

    def writes(self, number: str, text: str) -> str:
        """Write to a case's reporter; gives what the card said of when it comes."""
        self.touches("Tulis ke pelapor", number)
        self.sees(number, "belum bisa membalas")
        self.tells(text)
        check = self.sees(text, "Belum ada yang terkirim").text
        assert "Tersimpan" in self.taps("Kirim ke pelapor")
        self.keeps_nothing_of(text)
        return check

    def goes_home(self) -> None:
        """Go back to the desk."""
        self.presses("Kembali ke meja", "tercatat")

    def asks_for_overview(self, *words: str) -> None:
        """Ask how the office stands, and wait until it stands so."""
        self.tells("/status")
        self.sees("Ringkasan per", *words)


def number_on(text: str) -> str:
    """Read a case's number."""
    found = re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}", text)
    assert found is not None, text
    return found.group()
