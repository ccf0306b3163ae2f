"""The clock and the dice."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from queue import Queue
from threading import Event, get_ident
from time import sleep

import pytest

from bot.clock import Clock, Dice, MovableClock
from conversations.moment import Chance

WORDS = ("mangga", "pelangi", "jendela", "sepeda")


def spelled(words: tuple[str, ...]) -> bytes:
    """Stand for a hash, quickly."""
    return " ".join(words).encode()


@pytest.fixture
def dice() -> Iterator[Dice]:
    """Give dice that hold two receipts ready."""
    made = Dice(WORDS, spelled, ready=2)
    yield made
    made.close()


def test_the_clock_tells_aware_utc_and_goes_on() -> None:
    """Never naive, never backwards."""
    clock = Clock()
    first, counted = clock.now(), clock.seconds()
    assert first.tzinfo is UTC
    assert clock.now() >= first
    assert clock.seconds() >= counted


def test_a_movable_clock_moves_both_hands_and_wakes_sleepers() -> None:
    """The hour and the count of seconds; whoever asked is called."""
    clock = MovableClock()
    woken: list[bool] = []
    clock.when_moved(lambda: woken.append(True))
    before, counted = clock.now(), clock.seconds()
    clock.advance(3 * 86_400)
    assert clock.now() - before >= timedelta(days=3)
    assert clock.seconds() - counted >= 3 * 86_400
    assert woken == [True]


def test_a_clock_is_never_moved_back() -> None:
    """Nor is anybody woken for it."""
    clock = MovableClock()
    before = clock.now()
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-1)
    assert clock.now() >= before


def test_ids_and_generations_do_not_repeat(dice: Dice) -> None:
    """Sixteen bytes; 63 bits."""
    chance: Chance = dice
    ids = {chance.new_id() for _ in range(1000)}
    lives = {chance.generation() for _ in range(1000)}
    assert {len(one) for one in ids} == {16}
    assert len(ids) == len(lives) == 1000
    assert all(0 <= life < 2**63 for life in lives)


def test_a_receipt_is_five_words_of_the_list_and_their_hash(dice: Dice) -> None:
    """Also when more are wanted than were ready."""
    for _ in range(20):
        receipt = dice.receipt()
        assert len(receipt.words) == 5
        assert set(receipt.words) <= set(WORDS)
        assert receipt.hashed == spelled(receipt.words)


def test_every_word_comes_up(dice: Dice) -> None:
    """In a thousand words out of four, each one is there."""
    assert {word for _ in range(200) for word in dice.receipt().words} == set(WORDS)


def test_ready_receipts_are_hashed_by_the_worker_and_late_ones_by_the_caller() -> None:
    """The caller waits only when none is left."""
    hashing, threads = Event(), []

    def slow(words: tuple[str, ...]) -> bytes:
        threads.append(get_ident())
        hashing.set()
        return spelled(words)

    made = Dice(WORDS, slow, ready=1)
    hashing.wait()
    made.close()
    made.receipt()
    assert get_ident() not in threads
    made.receipt()
    assert threads[-1] == get_ident()


def test_for_each_receipt_that_was_given_another_is_made() -> None:
    """Whoever reports next waits for no hash either."""
    hashed = Queue[tuple[str, ...]]()

    def noted(words: tuple[str, ...]) -> bytes:
        hashed.put(words)
        return spelled(words)

    made = Dice(WORDS, noted, ready=8)
    for _ in range(8):
        hashed.get(timeout=10)
    sleep(0.05)
    for _ in range(3):
        made.receipt()
        hashed.get(timeout=10)
        sleep(0.05)
    made.close()


def test_receipts_stay_out_of_reprs(dice: Dice) -> None:
    """Neither the dice nor the receipt show a word."""
    receipt = dice.receipt()
    assert not [word for word in WORDS if word in repr(receipt) + repr(dice)]
