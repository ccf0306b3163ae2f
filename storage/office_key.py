"""The office's asymmetric keys: anybody may seal a case key to them, only the private half opens it.

Law: HPKE with MLKEM768-X25519, HKDF-SHA256 and AES-256-GCM, so that what is stored today stays shut to a
quantum computer tomorrow. The private half leaves this module only as the 96 bytes that go into a key slot.
"""

import os
from enum import StrEnum
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from storage.errors import Unopenable
from storage.sealing import KEY_ID_BYTES

PUBLIC_BYTES = 1184 + 32
PRIVATE_BYTES = 64 + 32
_SEED_BYTES = 64
_MLKEM_PUBLIC_BYTES = 1184
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Purpose(StrEnum):
    """Whose key it is."""

    OFFICE = "office"
    HEAD = "head"
    """For reports that name an official."""


class PublicKey:
    """The half that seals. Its id is a hash of it, so that a wrap names the very key it was sealed to."""

    __slots__ = ("_key", "id", "raw")

    def __init__(self, raw: bytes) -> None:
        if len(raw) != PUBLIC_BYTES:
            raise ValueError(f"A public key has {PUBLIC_BYTES} bytes.")
        lattice = MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC_BYTES])
        curve = X25519PublicKey.from_public_bytes(raw[_MLKEM_PUBLIC_BYTES:])
        self._key = MLKEM768X25519PublicKey(lattice, curve)
        self.raw = raw
        self.id = sha256(b"teduh: public key id" + raw).digest()[:KEY_ID_BYTES]

    def __repr__(self) -> str:
        return f"PublicKey({self.id.hex()})"

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Seal to whoever holds the private half; 1,136 bytes are added."""
        return _SUITE.encrypt(plain, self._key, info=context)


class PrivateKey:
    """The half that opens."""

    __slots__ = ("_key", "_raw", "public")

    def __init__(self, raw: bytes) -> None:
        if len(raw) != PRIVATE_BYTES:
            raise ValueError(f"A private key has {PRIVATE_BYTES} bytes.")
        lattice = MLKEM768PrivateKey.from_seed_bytes(raw[:_SEED_BYTES])
        curve = X25519PrivateKey.from_private_bytes(raw[_SEED_BYTES:])
        self._key = MLKEM768X25519PrivateKey(lattice, curve)
        self._raw = raw
        self.public = PublicKey(
            lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
        )

    def __repr__(self) -> str:
        return f"PrivateKey({self.public.id.hex()}, …)"

    @classmethod
    def new(cls) -> "PrivateKey":
        """Make a random key pair: a seed of ML-KEM and a scalar of X25519 are any random bytes."""
        return cls(os.urandom(PRIVATE_BYTES))

    @property
    def raw(self) -> bytes:
        """The ML-KEM seed and the X25519 key: only to be put into a key slot."""
        return self._raw

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Open what was sealed to the public half.

        Raises:
            Unopenable: another key or context, or damage.

        """
        try:
            return _SUITE.decrypt(sealed, self._key, info=context)
        except InvalidTag:
            raise Unopenable("A wrapped key was changed, moved or sealed to another key.") from None
