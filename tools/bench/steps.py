"""The ten-step form as every other contestant asks it: as many updates as Teduh's short way, cards as large.

Law: no library is named here. A card is a text and rows of buttons, each a label and what it tells.
"""

from dataclasses import dataclass

Rows = tuple[tuple[tuple[str, str], ...], ...]
QUESTIONS = (
    "Halo. Pilih bahasa, lalu kita mulai. Semua jawaban boleh dilewati.",
    "Sebelum mulai: apakah saat ini aman untuk mengetik di telepon ini?",
    "Apakah telepon ini hanya dipakai sendiri, atau ada orang lain yang bisa melihatnya?",
    "Yang perlu diketahui dulu: siapa yang membaca, apa yang disimpan, dan kapan polisi diberi tahu. Setuju?",
    "Ini tentang siapa? Nama tidak perlu disebut.",
    "Kira-kira berapa umur orang itu? Kira-kira saja sudah cukup.",
    "Apa yang terjadi? Pilih yang paling mendekati.",
    "Masih ada lagi yang terjadi? Kalau tidak, tekan lanjut.",
    "Di kecamatan mana kejadiannya? Alamat tidak perlu.",
    "Bagaimana kami boleh menghubungi Anda? Boleh juga tidak sama sekali.",
    "Ini yang sudah dijawab. Kirim sekarang, atau ubah dulu?",
)
CHOICES = ("Ya, benar", "Tidak", "Orang lain yang tahu", "Lebih baik tidak dijawab", "Hal lain", "Nanti saja")
AROUND = (("Lewati", "skip"), ("Tidak tahu", "unknown"), ("Kembali", "back"), ("Keluar cepat", "exit"))
UPDATES = len(QUESTIONS) + 1
"""The start and one press a question; Teduh's short way takes as many."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One card."""

    text: str
    rows: Rows


def card(number: int) -> Asked:
    """Give the card of a step; past the last one: the receipt, with nothing to press."""
    if number >= len(QUESTIONS):
        return Asked("Terima kasih, laporan sudah kami terima. Kode: melati hujan perahu kebun lampu.", ())
    verb = "send" if number == len(QUESTIONS) - 1 else "choose"
    choices = tuple(((label, f"{number}:{verb}:{at}"),) for at, label in enumerate(CHOICES))
    around = tuple((label, f"{number}:{way}") for label, way in AROUND)
    return Asked(f"Pertanyaan {number + 1}\n\n{QUESTIONS[number]}", (*choices, around[:2], around[2:]))


def step_of(data: str) -> int:
    """Tell which step a press answers."""
    return int(data.partition(":")[0])
