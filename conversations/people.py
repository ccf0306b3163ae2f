"""Who is who: roles, what each may do, and whether they can be reached.

Law: authority comes from the sender's id as Telegram delivers it, looked up here; never from what a message
says. Every action of the office is declared in ``MAY``; what is not declared is refused.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

PersonId = NewType("PersonId", str)
"""32 hexadecimal digits."""
CaseId = NewType("CaseId", str)
"""32 hexadecimal digits."""
NOBODY = PersonId("")
"""Whoever sits at the console: no account of ours."""
NO_CASE = CaseId("")
"""What concerns no case, or all of them."""


class Role(StrEnum):
    """What somebody is to the office."""

    OFFICER = "petugas"
    COORDINATOR = "koordinator"
    OFFICIAL = "perangkat"


class Standing(StrEnum):
    """How far somebody's link with the office has come."""

    PENDING = "pending"
    LINKED = "linked"
    UNREACHABLE = "unreachable"
    REVOKED = "revoked"


class Action(StrEnum):
    """What can be done in the office."""

    ACCEPT = "accept"
    VIEW = "view"
    RECORD_STEP = "record-step"
    WRITE = "write"
    LIST_OWN = "list-own"
    STATUS = "status"
    CONFIRM_PERSON = "confirm-person"
    REPORT_FOR_RESIDENT = "report-for-resident"


MAY: dict[Role, frozenset[Action]] = {
    Role.OFFICER: frozenset({Action.ACCEPT, Action.VIEW, Action.RECORD_STEP, Action.WRITE, Action.LIST_OWN}),
    Role.COORDINATOR: frozenset(set(Action) - {Action.REPORT_FOR_RESIDENT}),
    Role.OFFICIAL: frozenset({Action.REPORT_FOR_RESIDENT}),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the office knows."""

    id: PersonId
    role: Role
    standing: Standing
    chat: int = field(repr=False)
    """Telegram's id of the person, and of the private chat with them."""
    name: str = field(repr=False)
    place: str = field(default="", repr=False)
    """Where a village official serves."""
    language: str = "id"

    @property
    def is_linked(self) -> bool:
        """Whether the office's word may reach them and theirs counts; blocking the bot takes no authority."""
        return self.standing in {Standing.LINKED, Standing.UNREACHABLE}

    @property
    def is_reachable(self) -> bool:
        """Whether a message to them is likely to arrive."""
        return self.standing is Standing.LINKED

    def may(self, action: Action) -> bool:
        """Whether their role allows it now."""
        return self.is_linked and action in MAY[self.role]


def number_of(case: str) -> str:
    """Tell a case's number as people say it: six signs of its random id, e.g. ``7K3-QFD``.

    Crockford's alphabet: no I, L, O or U, so that it can be read aloud. It tells neither order nor count.
    """
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    value = int(case[:8], 16)
    text = "".join(signs[(value >> (5 * place)) & 31] for place in range(6))
    return f"{text[:3]}-{text[3:]}"
