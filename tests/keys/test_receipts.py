"""What is kept of a receipt code."""

import os

from storage.keyring import keyring_with
from storage.office_key import PrivateKey, Purpose
from storage.receipts import receipt_hash

SECRET = os.urandom(32)
PAIR = (Purpose.OFFICE, PrivateKey.new())
KEYRING = keyring_with("tanjungpinang", SECRET, [PAIR])
WORDS = ("mangga", "pelangi", "jendela", "sepeda", "awan")


def test_a_code_is_found_again_however_it_is_written() -> None:
    """Capitals and blanks around words do not matter."""
    kept = receipt_hash(KEYRING, WORDS)
    assert len(kept) == 32
    assert receipt_hash(KEYRING, [f" {word.title()}" for word in WORDS]) == kept


def test_other_words_or_another_order_are_another_code() -> None:
    """Order counts."""
    kept = receipt_hash(KEYRING, WORDS)
    assert receipt_hash(KEYRING, WORDS[::-1]) != kept
    assert receipt_hash(KEYRING, (*WORDS[:4], "hujan")) != kept


def test_without_the_running_key_or_the_office_nobody_computes_it() -> None:
    """A stolen database is not enough to guess codes against."""
    kept = receipt_hash(KEYRING, WORDS)
    assert receipt_hash(keyring_with("tanjungpinang", os.urandom(32), [PAIR]), WORDS) != kept
    assert receipt_hash(keyring_with("bintan", SECRET, [PAIR]), WORDS) != kept
