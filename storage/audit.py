"""Who did what, in a chain: a row vouches for itself and for all rows before it.

Law: an audit row is written in the transaction of the deed. The chain is an HMAC over ciphertext, so that
it can be checked while every story stays shut.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import select

from conversations.case_effects import AuditedAction
from storage.errors import AuditBroken
from storage.keyring import HashKind
from storage.schema import audit
from storage.sealing import Padding, Place
from storage.transaction import Transaction
from storage.watermark import ChainEnd

_START = b"\0" * 32


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did, and when."""

    at: datetime
    actor: str
    action: AuditedAction
    subject: str = ""


_deed = TypeAdapter(Deed)
_LAST = select(audit.c.no, audit.c.mac).order_by(audit.c.no.desc()).limit(1)


def write(within: Transaction, deeds: Sequence[Deed]) -> None:
    """Put deeds at the end of the chain."""
    if not deeds:
        return
    number, mac = _head(within)
    rows = []
    for deed in deeds:
        number += 1
        sealed = within.keyring.running.seal(_place(within, number), _deed.dump_json(deed), Padding.FACTS)
        mac = _mac(within, mac, number, sealed)
        rows.append({"no": number, "sealed": sealed, "mac": mac})
    within.connection.execute(audit.insert(), rows)


def verify(within: Transaction) -> tuple[int, str]:
    """Follow the chain from its beginning; give the number of rows and its head in hexadecimal.

    Raises:
        AuditBroken: a row is missing, altered or out of place.

    """
    number, mac = 0, _START
    for row in within.connection.execute(select(audit).order_by(audit.c.no)):
        number += 1
        mac = _mac(within, mac, number, row.sealed)
        if row.no != number or not hmac.compare_digest(mac, row.mac):
            raise AuditBroken(
                f"Catatan siapa berbuat apa rusak di baris {number}: bandingkan dengan cadangan."
            )
    return number, mac.hex()


def deeds(within: Transaction) -> tuple[Deed, ...]:
    """Read all deeds, oldest first."""
    rows = within.connection.execute(select(audit).order_by(audit.c.no))
    opened = (within.keyring.running.open(_place(within, row.no), row.sealed) for row in rows)
    return tuple(_deed.validate_json(plain) for plain in opened)


def end(within: Transaction) -> ChainEnd:
    """Tell where the chain ends."""
    number, mac = _head(within)
    return ChainEnd(number, mac.hex() if number else "")


def goes_through(within: Transaction, known: ChainEnd) -> bool:
    """Whether the chain still holds what it once ended with: False, and it is an older one, or was cut."""
    found = select(audit.c.mac).where(audit.c.no == known.number)
    mac = within.connection.execute(found).scalar_one_or_none()
    return known.number == 0 or (mac is not None and hmac.compare_digest(mac.hex(), known.mac))


def _head(within: Transaction) -> tuple[int, bytes]:
    row = within.connection.execute(_LAST).one_or_none()
    return (row.no, row.mac) if row else (0, _START)


def _place(within: Transaction, number: int) -> Place:
    return within.place("audit", number.to_bytes(8, "big"), "deed")


def _mac(within: Transaction, before: bytes, number: int, sealed: bytes) -> bytes:
    return within.keyring.keyed_hash(HashKind.AUDIT, before, number.to_bytes(8, "big"), sealed)
