"""Key slots: where the private halves of the office's keys lie, each shut with what only people hold.

Law: a private half is stored nowhere but here. A slot opens only as the row it was written as: its id, its
key, its kind and its parameters are part of the key that shuts it.

Today there is one kind, for unattended mode: the slot secret of the key file. A passphrase slot differs only
in where its secret comes from (Argon2id, with salt and cost in ``parameters``): it needs a function beside
``open_slots``.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from sqlalchemy import Connection, insert, select

from storage.errors import SlotRefused, Unopenable
from storage.key_file import KeyFile
from storage.keyring import Keyring
from storage.office_key import PrivateKey, PublicKey, Purpose
from storage.schema import ID, key_slots, office_keys
from storage.sealing import KEY_BYTES, Padding, Place, SymmetricKey, length_prefixed


class SlotKind(StrEnum):
    """What opens a slot."""

    KEY_FILE = "key_file"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a kind


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot as it is written down."""

    id: bytes
    key_id: bytes
    kind: SlotKind
    parameters: str
    sealed: bytes = field(repr=False)


def keep_key(connection: Connection, key_file: KeyFile, purpose: Purpose, private: PrivateKey) -> None:
    """Write a new key of the office down: its public half, and its private half in a slot of the key file."""
    public = private.public
    connection.execute(insert(office_keys).values(key_id=public.id, purpose=purpose, public=public.raw))
    keep_slot(connection, key_file, private)


def keep_slot(connection: Connection, key_file: KeyFile, private: PrivateKey) -> None:
    """Put a private half into a slot that the key file opens."""
    slot = _shut(private, SlotKind.KEY_FILE, "", key_file.slot, key_file.office)
    connection.execute(
        insert(key_slots).values(
            id=slot.id, key_id=slot.key_id, kind=slot.kind, parameters=slot.parameters, sealed=slot.sealed
        )
    )


def publics_of(connection: Connection) -> dict[Purpose, PublicKey]:
    """Read the public halves that the database knows."""
    rows = connection.execute(select(office_keys.c.purpose, office_keys.c.public))
    return {Purpose(purpose): PublicKey(raw) for purpose, raw in rows}


def open_slots(connection: Connection, key_file: KeyFile, keyring: Keyring) -> frozenset[Purpose]:
    """Open what the key file opens, and tell which purposes are open now.

    A key without such a slot stays locked, which is no failure: taking in goes on. Where a slot is damaged,
    the others are opened all the same before it is said.

    Raises:
        SlotRefused: database and key file are not of one office, or a slot does not open.

    """
    _check_belongs(publics_of(connection), key_file)
    damaged = 0
    for slot in _slots(connection, SlotKind.KEY_FILE):
        try:
            keyring.unlock(_opened(slot, key_file.slot, key_file.office))
        except Unopenable:
            damaged += 1
    if damaged:
        raise SlotRefused(f"{damaged} slot kunci di database rusak: pulihkan database dari cadangan.")
    return frozenset(purpose for purpose in key_file.publics if keyring.opens(purpose))


def _check_belongs(known: dict[Purpose, PublicKey], key_file: KeyFile) -> None:
    ids = {purpose: public.id for purpose, public in known.items()}
    if ids != {purpose: public.id for purpose, public in key_file.publics.items()}:
        raise SlotRefused("Database ini bukan pasangan berkas kunci itu: periksa `data_dir` dan `key_file`.")


def _slots(connection: Connection, kind: SlotKind) -> Iterator[Slot]:
    for row in connection.execute(select(key_slots).where(key_slots.c.kind == kind)):
        yield Slot(row.id, row.key_id, SlotKind(row.kind), row.parameters, row.sealed)


def _shut(private: PrivateKey, kind: SlotKind, parameters: str, secret: bytes, office: str) -> Slot:
    slot = Slot(os.urandom(ID), private.public.id, kind, parameters, b"")
    sealed = _key_of(slot, secret).seal(_place(slot, office), private.raw, Padding.SMALL)
    return Slot(slot.id, slot.key_id, kind, parameters, sealed)


def _opened(slot: Slot, secret: bytes, office: str) -> PrivateKey:
    raw = _key_of(slot, secret).open(_place(slot, office), slot.sealed)
    return PrivateKey(raw)


def _key_of(slot: Slot, secret: bytes) -> SymmetricKey:
    info = length_prefixed(
        b"teduh: key slot", slot.id, slot.key_id, slot.kind.encode(), slot.parameters.encode()
    )
    return SymmetricKey(HKDFExpand(SHA256(), KEY_BYTES, info).derive(secret))


def _place(slot: Slot, office: str) -> Place:
    return Place(office, "key_slots", slot.id, "sealed", slot.key_id)
