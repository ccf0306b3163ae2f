"""How a value is sealed: AES-256-GCM, padded, and bound to the one place it belongs to.

Law: every sealed value begins with its format, key id and key number, and opens only with that key, in the
place and revision it was sealed for. Every failure to open is the same ``Unopenable``.

A sealed value is ``format (1) ‖ key id (8) ‖ key number (4) ‖ nonce (12) ‖ ciphertext and tag``; the
plaintext is ``length (4) ‖ value ‖ zeros``. Nonces are random: NIST SP 800-38D allows 2^32 seals under one
key, more than a hundred years at one a second.
"""

import hmac
import os
from enum import IntEnum
from functools import lru_cache
from struct import Struct
from struct import error as StructError  # noqa: N812 - struct names its one exception in lower case
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import Unopenable

KEY_BYTES = 32
KEY_ID_BYTES = 8
_FORMAT = b"\x01"
_NONCE_BYTES = 12
_TAG_BYTES = 16
_LENGTH = Struct(">I")
_HEADER_BYTES = len(_FORMAT) + KEY_ID_BYTES + _LENGTH.size
_NONCE_END = _HEADER_BYTES + _NONCE_BYTES
_SHORTEST = _NONCE_END + _TAG_BYTES
_NUMBERS = Struct(">HIHq")
_LARGEST = 2**31 - _LENGTH.size


class Padding(IntEnum):
    """To which lengths a kind of value is padded, so that its length tells nothing.

    The value is the floor in bytes. ``FACTS`` grows by multiples of its floor, every other kind by powers
    of two.
    """

    KEY = KEY_BYTES + _LENGTH.size
    """A wrapped key: always the same length."""
    SMALL = 256
    """Ids, message references, bookkeeping."""
    FACTS = 1024
    """What lists may know of a case: everything a reporter can choose, with room to spare."""
    TRAIL = 2048
    """The messages of a session that quick exit must delete."""
    TEXT = 4096
    """Drafts, messages, notes."""
    STORY = 16 * 1024
    """A whole story: every question answered, in any script, with words below every file."""

    def padded(self, length: int) -> int:
        """Give the padded length, in bytes, of a value of this length with its length prefix."""
        whole = length + _LENGTH.size
        if whole <= self:
            return int(self)
        if self is Padding.FACTS:
            return -(-whole // self) * self
        return 1 << (whole - 1).bit_length()


class Place(NamedTuple):
    """Where a sealed value belongs. Moved anywhere else, it does not open."""

    office: str
    table: str
    row: bytes
    field: str
    case: bytes = b""
    key_no: int = 0
    """Which of a case's keys."""
    revision: int = 0
    """A random number of 63 bits, new at each write: a counter would tell how often somebody wrote."""

    def bound(self) -> bytes:
        """Encode every part behind its length, so that no two places read alike."""
        return b"%b%b%b%b%b%b" % (
            _names(self.office, self.table, self.field),
            len(self.row).to_bytes(4, "big"),
            self.row,
            len(self.case).to_bytes(4, "big"),
            self.case,
            _NUMBERS.pack(4, self.key_no, 8, self.revision),
        )


@lru_cache(maxsize=256)
def _names(*names: str) -> bytes:
    return length_prefixed(*(name.encode() for name in names))


def length_prefixed(*parts: bytes) -> bytes:
    """Join parts so that no two lists of parts read alike."""
    return b"".join([_LENGTH.pack(len(part)) + part for part in parts])


def pad(value: bytes, length: int) -> bytes:
    """Put a value behind its length and fill up with zeros to ``length`` bytes in all."""
    return (_LENGTH.pack(len(value)) + value).ljust(length, b"\0")


def unpad(padded: bytes) -> bytes:
    """Take the value out of its padding."""
    if len(padded) < _LENGTH.size:
        raise Unopenable("A sealed value is malformed.")
    end = _LENGTH.size + _LENGTH.unpack_from(padded)[0]
    if end > len(padded):
        raise Unopenable("A sealed value is malformed.")
    return padded[_LENGTH.size : end]


class SymmetricKey:
    """An AES-256 key. Its id is derived from it, so that a value names the very key it was sealed with."""

    __slots__ = ("_cipher", "_secret", "id")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError("A key has 32 bytes.")
        self._secret = secret
        self._cipher = AESGCM(secret)
        self.id = hmac.digest(secret, b"teduh: key id", "sha256")[:KEY_ID_BYTES]

    def __repr__(self) -> str:
        return f"SymmetricKey({self.id.hex()}, …)"

    @classmethod
    def new(cls) -> "SymmetricKey":
        """Make a random key."""
        return cls(os.urandom(KEY_BYTES))

    @property
    def secret(self) -> bytes:
        """The 32 bytes themselves: only to be wrapped, or to derive from."""
        return self._secret

    def seal(self, place: Place, plain: bytes, padding: Padding) -> bytes:
        """Seal a value for its place."""
        if len(plain) > _LARGEST:
            raise ValueError("A single value is sealed up to 2 GiB.")
        header = self._header(place)
        nonce = os.urandom(_NONCE_BYTES)
        padded = pad(plain, padding.padded(len(plain)))
        return header + nonce + self._cipher.encrypt(nonce, padded, header + place.bound())

    def open(self, place: Place, sealed: bytes) -> bytes:
        """Open a value in its place.

        Raises:
            Unopenable: another key, place or revision, or damage.

        """
        try:
            header = self._header(place)
            if not sealed.startswith(header) or len(sealed) < _SHORTEST:
                raise Unopenable("A sealed value belongs to another key.")
            nonce, body = sealed[_HEADER_BYTES:_NONCE_END], sealed[_NONCE_END:]
            return unpad(self._cipher.decrypt(nonce, body, header + place.bound()))
        except (InvalidTag, StructError):
            raise Unopenable("A sealed value was changed, moved or put back.") from None

    def _header(self, place: Place) -> bytes:
        return b"%b%b%b" % (_FORMAT, self.id, _LENGTH.pack(place.key_no))


def key_id_of(sealed: bytes) -> bytes:
    """Tell which key a sealed value names."""
    return sealed[len(_FORMAT) : len(_FORMAT) + KEY_ID_BYTES]
