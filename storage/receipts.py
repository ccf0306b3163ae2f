"""What is kept of a receipt code: a slow, keyed hash, by which a report is found and no code is read.

Law: slow because five words can be guessed at a machine's speed, keyed because a stolen database must not
allow even that. The salt is one for all, or a code could not be looked up; the key takes its place.
"""

from collections.abc import Sequence

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from storage.keyring import HASH_BYTES, HashKind, Keyring

MEMORY_KIB = 19 * 1024
PASSES = 2
"""OWASP's lower bound for Argon2id; about 27 ms, without Python's lock."""


def receipt_hash(keyring: Keyring, words: Sequence[str]) -> bytes:
    """Hash the words of a code, however they were written: 32 bytes. Never call it in the event loop."""
    spelled = " ".join(word.strip().casefold() for word in words)
    slow = Argon2id(
        salt=keyring.keyed_hash(HashKind.SLOW_SALT),
        length=HASH_BYTES,
        iterations=PASSES,
        lanes=1,
        memory_cost=MEMORY_KIB,
        secret=keyring.keyed_hash(HashKind.SLOW_SECRET),
    )
    return slow.derive(spelled.encode())
