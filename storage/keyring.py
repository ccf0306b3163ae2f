"""The keys a running program holds, and what each of them is for.

Law: taking in needs only the running key and the public halves; a story opens only while its private half
is here. Every wrap to a public half carries a tag under the running key, because anybody can seal to a public
key.
"""

import hmac
from collections.abc import Iterable, Mapping
from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from storage.errors import Locked, Unopenable
from storage.office_key import PrivateKey, PublicKey, Purpose
from storage.sealing import KEY_BYTES, KEY_ID_BYTES, Padding, Place, SymmetricKey, length_prefixed

HASH_BYTES = 32
_WRAPPED_FOR_PUBLIC = b"\x02"
_HEADER_BYTES = 1 + KEY_ID_BYTES + 4


class HashKind(StrEnum):
    """What a keyed hash is of: each kind has a key of its own, so that hashes of two kinds never match."""

    CHAT = "chat"
    RECEIPT = "receipt"
    INVITATION = "invitation"
    ROW = "row"
    UPDATE = "update"
    FIRING = "firing"
    CARD = "card"
    AUDIT = "audit"
    TAG = "tag"
    WRAP = "wrap"
    SLOW_SALT = "slow salt"
    SLOW_SECRET = "slow secret"  # noqa: S105 - the name of a kind of hash


class Keyring:
    """One office's keys as a running program holds them."""

    __slots__ = ("_hashes", "_privates", "_publics", "office", "running")

    def __init__(self, office: str, secret: bytes, publics: Mapping[Purpose, PublicKey]) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError("The running key has 32 bytes.")
        self.office = office
        self.running = SymmetricKey(_derived(secret, office, "seal"))
        self._hashes = {kind: HMAC(_derived(secret, office, f"hash {kind}"), SHA256()) for kind in HashKind}
        self._publics = dict(publics)
        self._privates: dict[bytes, PrivateKey] = {}

    def __repr__(self) -> str:
        return f"Keyring({self.office!r}, {len(self._privates)} open)"

    def keyed_hash(self, kind: HashKind, *parts: bytes) -> bytes:
        """Give 32 bytes by which a thing is found again, and from which nobody without the key learns it."""
        hashed = self._hashes[kind].copy()
        hashed.update(length_prefixed(*parts))
        return hashed.finalize()

    def tag(self, place: Place, *columns: bytes) -> bytes:
        """Give 32 bytes that vouch for the clear columns of a row in its place."""
        return self.keyed_hash(HashKind.TAG, place.bound(), *columns)

    def check_tag(self, tag: bytes, place: Place, *columns: bytes) -> None:
        """Refuse clear columns that were changed behind the program's back.

        Raises:
            Unopenable: the tag is not of these columns in this place.

        """
        if not hmac.compare_digest(tag, self.tag(place, *columns)):
            raise Unopenable("The clear columns of a row were changed.")

    def public(self, purpose: Purpose) -> PublicKey:
        """Give the half that seals; an office without a head's key seals to the office's."""
        return self._publics.get(purpose, self._publics[Purpose.OFFICE])

    def unlock(self, private: PrivateKey) -> None:
        """Hold a private half from now on."""
        self._privates[private.public.id] = private

    def lock(self) -> None:
        """Let go of every private half."""
        self._privates.clear()

    def opens(self, purpose: Purpose) -> bool:
        """Whether cases wrapped for this purpose open now."""
        return self.public(purpose).id in self._privates

    def private(self, purpose: Purpose) -> PrivateKey | None:
        """Give the private half, if it is held."""
        return self._privates.get(self.public(purpose).id)

    def wrap_running(self, key: SymmetricKey, place: Place) -> bytes:
        """Wrap a case key (facts, the way back) so that the program itself opens it."""
        return self.running.seal(place, key.secret, Padding.KEY)

    def wrap_for(self, purpose: Purpose, key: SymmetricKey, place: Place) -> bytes:
        """Wrap a case key (story, attachments, notes) so that only a private half opens it."""
        public = self.public(purpose)
        header = _WRAPPED_FOR_PUBLIC + public.id + place.key_no.to_bytes(4, "big")
        body = header + public.seal(key.secret, length_prefixed(header, place.bound()))
        return body + self.keyed_hash(HashKind.WRAP, place.bound(), body)

    def unwrap(self, wrapped: bytes, place: Place) -> SymmetricKey:
        """Take a case key out of either kind of wrap.

        Raises:
            Unopenable: damage, another place, or a wrap that this program did not make.
            Locked: the private half it is wrapped to is not open.

        """
        if not wrapped.startswith(_WRAPPED_FOR_PUBLIC):
            return SymmetricKey(self.running.open(place, wrapped))
        body, tag = wrapped[:-HASH_BYTES], wrapped[-HASH_BYTES:]
        if not hmac.compare_digest(tag, self.keyed_hash(HashKind.WRAP, place.bound(), body)):
            raise Unopenable("A wrapped key was changed, moved or made by somebody else.")
        header, sealed = body[:_HEADER_BYTES], body[_HEADER_BYTES:]
        private = self._privates.get(header[1 : 1 + KEY_ID_BYTES])
        if private is None:
            raise Locked("The private half of the key this case is wrapped to is not open.")
        return SymmetricKey(private.open(sealed, length_prefixed(header, place.bound())))


def recipient_of(wrapped: bytes) -> bytes:
    """Tell the id of the key that a wrap is for: the ``recipient`` column."""
    return wrapped[1 : 1 + KEY_ID_BYTES]


def keyring_with(office: str, secret: bytes, privates: Iterable[tuple[Purpose, PrivateKey]]) -> Keyring:
    """Build a keyring whose private halves are all open."""
    pairs = dict(privates)
    keyring = Keyring(office, secret, {purpose: private.public for purpose, private in pairs.items()})
    for private in pairs.values():
        keyring.unlock(private)
    return keyring


def _derived(secret: bytes, office: str, use: str) -> bytes:
    info = length_prefixed(b"teduh: running key", office.encode(), use.encode())
    return HKDFExpand(SHA256(), KEY_BYTES, info).derive(secret)
