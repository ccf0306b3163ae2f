"""Promise 21: a hundred chats at once, and nobody ever receives another's text."""

from collections.abc import Callable

from tests.support.citizens import PASSING, SEND, Citizen
from tests.support.phones import eventually
from tests.support.world import World

CROWD = 100


def word_of(citizen: Citizen) -> str:
    """Give what one citizen alone writes."""
    return f"kata-{citizen.chat}-rahasia"


def test_a_hundred_interleaved_chats_read_their_own_words_alone(shared_world: World) -> None:
    """All of them write and press at the same time, to the review and to the receipt."""
    crowd = [shared_world.citizen(f"Warga {number}") for number in range(CROWD)]
    everybody(crowd, Citizen.starts)
    for button in ("Bahasa Indonesia", "Aman", "Hanya saya", "Setuju, lanjut"):
        everybody(crowd, lambda one, button=button: one.touches(button))
    while "ceritakan" not in crowd[0].card.text:
        everybody(crowd, lambda one: one.touches("Lewati"))
    everybody(crowd, lambda one: one.tells(word_of(one)))
    while SEND not in crowd[0].card.buttons:
        everybody(crowd, lambda one: one.touches(next(each for each in PASSING if each in one.card.buttons)))
    everybody(crowd, lambda one: one.touches("Berikutnya ›"))
    for one in crowd:
        assert word_of(one) in one.sees_button(SEND).text
    everybody(crowd, lambda one: one.touches(SEND))
    codes = {one.sees("Ini kodenya:").text for one in crowd}
    assert len(codes) == CROWD
    own = {str(one.chat): word_of(one) for one in crowd}
    for call in shared_world.calls():
        params = call["params"]
        assert isinstance(params, dict)
        chat, text = str(params.get("chat_id", "")), str(params.get("text", ""))
        assert "rahasia" not in text.replace(own.get(chat, ""), ""), f"{chat} was sent another's words."


def everybody(crowd: list[Citizen], does: Callable[[Citizen], object]) -> None:
    """Have everybody do something at the same time, and wait until everybody is answered."""
    before = [one.reads() for one in crowd]
    for one in crowd:
        does(one)
    for one, seen in zip(crowd, before, strict=True):
        eventually(
            lambda one=one, seen=seen: True if any(now not in seen for now in one.reads()) else None,
            lambda one=one: f"{one.name} gets no answer.",
        )
