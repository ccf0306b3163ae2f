"""The words of receipts: enough, unlike each other, and telling nothing."""

from collections import Counter
from math import log2

from bot.clock import RECEIPT_WORDS
from bot.words import receipt_words

WORDS = receipt_words()
TELLING = """
    lapor laporan pelapor korban polisi jaksa hakim hukum penjara kekerasan kasus saksi bukti pelaku aduan
    visum pukul tampar siksa luka darah mati bunuh racun senjata pisau culik sekap borgol jerat ancam takut
    teror perkosa cabul seks telanjang bugil hamil nikah cerai istri suami anak gadis janda perawan pelacur
    utang majikan paspor calo tekong agen upah jual
    allah tuhan doa salat masjid gereja pura wihara kuil quran injil haram dosa surga neraka setan iblis
    hantu jin batam bintan jakarta medan padang malang tanjung solo bogor
    anjing babi monyet bodoh gila bangsat rahasia sandi kode
    kirim kembali lewati berhenti tidak terima lihat selesai hapus batal mulai menu
""".split()  # noqa: SIM905 - six lines instead of a hundred


def test_five_words_are_worth_fifty_bits() -> None:
    """At least 1,024 words, none twice."""
    assert len(set(WORDS)) == len(WORDS) >= 1024
    assert RECEIPT_WORDS * log2(len(WORDS)) >= 50


def test_words_are_short_lower_case_and_sorted() -> None:
    """Four to eight plain letters: no capital, accent, digit or hyphen to remember."""
    assert list(WORDS) == sorted(WORDS)
    assert not [word for word in WORDS if not (word.isascii() and word.isalpha() and word.islower())]
    assert {len(word) for word in WORDS} <= set(range(4, 9))


def test_no_slip_of_the_pen_makes_another_word() -> None:
    """One letter wrong, missing, added, or two exchanged."""
    masks = Counter(word[:at] + "?" + word[at + 1 :] for word in WORDS for at in range(len(word)))
    assert [mask for mask, times in masks.items() if times > 1] == []
    known = set(WORDS)
    for word in WORDS:
        cut = {word[:at] + word[at + 1 :] for at in range(len(word))}
        turned = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
        assert not known & (cut | turned - {word}), word


def test_no_word_frightens_or_tells() -> None:
    """Nothing of violence, faith, law, trade in people, places or the bot's own buttons."""
    assert set(TELLING) & set(WORDS) == set()
