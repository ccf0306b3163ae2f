"""Promises 20 and 22: alerts look alike whatever happened, and what a reporter wrote acts nowhere."""

from datetime import date

import pytest

from bot.forms import load_form
from conversations.form import filling
from tests.support.citizens import Citizen
from tests.support.officers import SECRECY
from tests.support.phones import Bubble
from tests.support.world import World

FORMS = [choice.labels["id"] for choice in filling.choices(load_form(), {}, date(2026, 8, 17), "forms")]
"""What can have happened, in the form's own words."""
ACTING = (
    "http://jebakan.example/a tg://resolve?domain=jebakan @jebakan #tanda $USD /terima /status "
    "<b>tebal</b> <a href='http://jebakan.example'>sini</a> *bintang* _garis_ `kode` ||sembunyi|| "
    "[sini](http://jebakan.example) budi@jebakan.example 4111 1111 1111 1111 \u202egnilab {$name} { $x ->"
)


@pytest.mark.parametrize("told", FORMS)
def test_an_alert_has_the_same_size_and_shape_whatever_happened(shared_world: World, told: str) -> None:
    """Only the number of the case differs from one to the next."""
    citizen = shared_world.citizen()
    citizen.reports(forms=told, story=f"{told} 4471")
    number = shared_world.officer.alert()
    alert = shared_world.officer.sees_button("Terima", number)
    assert (
        alert.text.replace(number, "XXX-XXX") == "Kasus XXX-XXX menunggu\nPrioritas: rendah\nMasuk: baru saja"
    )
    assert alert.buttons == ("Terima", "Lihat")
    assert alert.entities == ()
    assert alert.protected
    shared_world.officer.accepts(number)


def test_nothing_that_a_reporter_writes_acts_in_an_officers_chat(shared_world: World) -> None:
    """Every mark Telegram itself would make of it lies under a code mark of ours, and no button is theirs."""
    citizen = shared_world.citizen()
    citizen.reports(story=ACTING, way="Lewat chat ini", hours=("Kapan saja",), word="<i>kata</i>")
    number = shared_world.officer.alert()
    shared_world.officer.opens("Cerita", number)
    shown = shared_world.officer.sees(SECRECY, "jebakan.example/a", number)
    assert {kind for kind, _ in shown.entities} <= {"code"}
    assert literal(shown, "http://jebakan.example/a")
    assert literal(shown, "/terima")
    assert literal(shown, "<i>kata</i>")
    assert "\u202e" not in shown.text
    assert set(shown.buttons) <= {"Ringkasan", "Catatan", "Tutup tampilan"}
    for call in shared_world.calls("editMessageText"):
        assert isinstance(call["params"], dict)
        assert "parse_mode" not in call["params"]
    shared_world.officer.accepts(number)


def test_nothing_that_a_reporter_writes_acts_in_their_own_review(shared_world: World) -> None:
    """Somebody else may have dictated it."""
    citizen = shared_world.citizen()
    citizen.begins()
    citizen.fills(story=ACTING)
    pages = [citizen.card, *turned(citizen)]
    shown = next(page for page in pages if "jebakan" in page.text)
    assert {kind for kind, _ in shown.entities} <= {"code"}


def turned(citizen: Citizen) -> list[Bubble]:
    """Turn to every further page of the review."""
    pages = []
    while "Berikutnya ›" in citizen.card.buttons:
        citizen.presses("Berikutnya ›")
        pages.append(citizen.card)
    return pages


def literal(bubble: Bubble, words: str) -> bool:
    """Whether these words lie under a mark in which Telegram makes nothing of them."""
    return any(words in marked for kind, marked in bubble.entities if kind == "code")
