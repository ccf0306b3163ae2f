"""A rehearsal ends with how fast each case was taken up."""

from sandbox.training import Rehearsed, summary, urgency_in


def test_the_summary_counts_and_puts_the_urgent_first() -> None:
    """Who accepted, how soon, and what nobody took."""
    cases = [
        Rehearsed("AAA-111", "rendah", arrived=0, accepted=200, followed_up=260, by="petugas"),
        Rehearsed("BBB-222", "tinggi", arrived=100),
    ]
    assert summary(cases).splitlines() == [
        "Latihan selesai. Kasus masuk: 2. Diterima: 1. Dengan langkah tercatat: 1.",
        "BBB-222  tinggi  belum diterima, belum ada langkah",
        (
            "AAA-111  rendah  diterima petugas sesudah 3 menit 20 detik, "
            "langkah pertama sesudah 4 menit 20 detik"
        ),
    ]


def test_the_urgency_is_read_from_the_alert() -> None:
    """As the officer reads it."""
    assert urgency_in("Kasus AAA-111 menunggu\nPrioritas: sedang\nMasuk: 0 menit lalu") == "sedang"
