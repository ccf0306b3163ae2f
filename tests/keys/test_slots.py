"""Key slots: the private halves in the database, shut with the key file."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, delete, select, update

from storage import key_file, slots
from storage.errors import SlotRefused
from storage.key_file import KeyFile
from storage.office_key import PrivateKey, Purpose
from storage.schema import key_slots, metadata, office_keys

OFFICE = PrivateKey.new()
HEAD = PrivateKey.new()
PUBLICS = {Purpose.OFFICE: OFFICE.public, Purpose.HEAD: HEAD.public}
BOTH = frozenset({Purpose.OFFICE, Purpose.HEAD})


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    """Give a new key file."""
    return key_file.create(tmp_path / "keys" / "teduh.key", "tanjungpinang", PUBLICS)


@pytest.fixture
def connection(tmp_path: Path, keys: KeyFile) -> Iterator[Connection]:
    """Give a database with both keys of the office in it."""
    engine = create_engine(f"sqlite:///{tmp_path / 'teduh.db'}")
    metadata.create_all(engine, [key_slots, office_keys])
    with engine.begin() as opened:
        slots.keep_key(opened, keys, Purpose.OFFICE, OFFICE)
        slots.keep_key(opened, keys, Purpose.HEAD, HEAD)
        yield opened
    engine.dispose()


def test_the_key_file_opens_both_keys(connection: Connection, keys: KeyFile) -> None:
    """What was sealed to the public half opens again."""
    keyring = keys.keyring()
    assert slots.open_slots(connection, keys, keyring) == BOTH
    opened = keyring.private(Purpose.HEAD)
    assert opened is not None
    assert opened.open(HEAD.public.seal(b"a case key", b"here"), b"here") == b"a case key"


def test_public_halves_are_known_to_the_database(connection: Connection) -> None:
    """By purpose."""
    known = slots.publics_of(connection)
    assert {purpose: public.id for purpose, public in known.items()} == {
        purpose: public.id for purpose, public in PUBLICS.items()
    }


def test_no_private_byte_is_in_the_database(connection: Connection, tmp_path: Path, keys: KeyFile) -> None:
    """Neither whole nor in halves, nor any secret of the key file."""
    connection.commit()
    content = (tmp_path / "teduh.db").read_bytes()
    for secret in (OFFICE.raw[:64], OFFICE.raw[64:], HEAD.raw[:64], HEAD.raw[64:], keys.slot, keys.running):
        assert secret not in content


def test_a_key_without_a_slot_stays_locked(connection: Connection, keys: KeyFile) -> None:
    """That is no failure: intake goes on."""
    connection.execute(delete(key_slots).where(key_slots.c.key_id == HEAD.public.id))
    assert slots.open_slots(connection, keys, keys.keyring()) == {Purpose.OFFICE}


def test_a_passphrase_slot_is_left_alone(connection: Connection, keys: KeyFile) -> None:
    """The key file does not open it."""
    connection.execute(update(key_slots).values(kind="passphrase"))
    assert slots.open_slots(connection, keys, keys.keyring()) == frozenset()


@pytest.mark.parametrize(
    "change",
    [
        {"sealed": OFFICE.raw},
        {"id": os.urandom(16)},
        {"key_id": HEAD.public.id},
        {"parameters": "m=8"},
    ],
)
def test_a_changed_slot_is_refused_and_the_other_opens(
    connection: Connection, keys: KeyFile, change: dict[str, object]
) -> None:
    """Each column of the row is part of what opens it."""
    connection.execute(update(key_slots).where(key_slots.c.key_id == OFFICE.public.id).values(change))
    keyring = keys.keyring()
    with pytest.raises(SlotRefused, match="1 slot"):
        slots.open_slots(connection, keys, keyring)
    assert keyring.opens(Purpose.HEAD)
    assert not keyring.opens(Purpose.OFFICE)


def test_every_flipped_byte_of_a_slot_is_refused(connection: Connection, keys: KeyFile) -> None:
    """At a hundred places of the sealed value."""
    mine = key_slots.c.key_id == OFFICE.public.id
    sealed = connection.execute(select(key_slots.c.sealed).where(mine)).scalar_one()
    for place in range(0, len(sealed), 3):
        flipped = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        connection.execute(update(key_slots).where(mine).values(sealed=flipped))
        with pytest.raises(SlotRefused):
            slots.open_slots(connection, keys, keys.keyring())


def test_two_slots_swapped_are_refused(connection: Connection, keys: KeyFile) -> None:
    """The head's key never answers for the office's."""
    rows = {row.key_id: row.sealed for row in connection.execute(select(key_slots))}
    for mine, other in ((OFFICE, HEAD), (HEAD, OFFICE)):
        sealed = rows[other.public.id]
        connection.execute(
            update(key_slots).where(key_slots.c.key_id == mine.public.id).values(sealed=sealed)
        )
    with pytest.raises(SlotRefused, match="2 slot"):
        slots.open_slots(connection, keys, keys.keyring())


def test_another_offices_slot_is_refused(connection: Connection, keys: KeyFile) -> None:
    """The office's short name is bound into it."""
    renamed = replace(keys, office="bintan")
    with pytest.raises(SlotRefused):
        slots.open_slots(connection, renamed, renamed.keyring())


def test_a_key_file_of_another_database_is_refused(connection: Connection, tmp_path: Path) -> None:
    """Somebody restored one without the other."""
    stranger = PrivateKey.new()
    other = key_file.create(
        tmp_path / "other" / "teduh.key", "tanjungpinang", {Purpose.OFFICE: stranger.public}
    )
    with pytest.raises(SlotRefused, match="bukan pasangan"):
        slots.open_slots(connection, other, other.keyring())
