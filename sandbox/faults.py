"""Trouble on the line, ordered in advance.

Law: seeded dice, and the first fault that fits a call is the one that strikes.
"""

import random
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.errors import SimError
from sandbox.values import JsonObject, integer_of, number_of, text_of


class FaultKind(StrEnum):
    """What can go wrong with one call."""

    ERROR = "error"
    DROP = "drop"
    HANG = "hang"
    LATENCY = "latency"
    DELIVER_THEN_DROP = "deliver_then_drop"
    RESET = "reset"
    SLOW_BODY = "slow_body"


DEFAULT_SECONDS = {FaultKind.HANG: 3600.0, FaultKind.LATENCY: 1.0, FaultKind.SLOW_BODY: 5.0}
SERVER_ERROR, TOO_MANY = 500, 429
WORDS = {
    400: "Bad Request: MESSAGE_ID_INVALID",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass(slots=True)
class Fault:
    """One order of trouble; `times` counts down, and below zero it never ends."""

    number: int
    kind: FaultKind
    method: str = ""
    chat_id: str = ""
    code: int = 500
    description: str = ""
    retry_after: int = 0
    seconds: float = 0.0
    times: int = 1
    probability: float = 1.0
    struck: int = 0
    dice: random.Random = field(default_factory=lambda: random.Random(0), repr=False)  # noqa: S311 - trouble, not keys

    def fits(self, method: str, chat_id: str) -> bool:
        """Tell whether this call is one that was meant."""
        if self.times == 0 or (self.method and self.method.lower() != method):
            return False
        if self.chat_id and self.chat_id != chat_id:
            return False
        return self.probability >= 1.0 or self.dice.random() < self.probability

    def strike(self) -> None:
        """Count one strike."""
        self.struck += 1
        if self.times > 0:
            self.times -= 1

    def answer(self) -> JsonObject:
        """Give the body of the error this fault answers with."""
        code = TOO_MANY if self.retry_after and self.code == SERVER_ERROR else self.code
        words = self.description or WORDS.get(code, "Internal Server Error")
        body: JsonObject = {"ok": False, "error_code": code, "description": words}
        if code == TOO_MANY:
            wait = self.retry_after or 1
            body["description"] = f"Too Many Requests: retry after {wait}"
            body["parameters"] = {"retry_after": wait}
        return body

    def as_listed(self) -> JsonObject:
        """Give what the page shows."""
        return {
            "number": self.number, "kind": self.kind.value, "method": self.method, "chat_id": self.chat_id,
            "code": self.code, "description": self.description, "retry_after": self.retry_after,
            "seconds": self.seconds, "times": self.times, "probability": self.probability,
            "struck": self.struck,
        }  # fmt: skip


class Faults:
    """The orders in force, in the order they were given."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []
        self._last = 0

    def order(self, wish: JsonObject) -> Fault:
        """Take an order."""
        try:
            kind = FaultKind(text_of(wish.get("kind")))
        except ValueError:
            raise SimError(f"kind is one of {', '.join(FaultKind)}.") from None
        self._last += 1
        fault = Fault(
            number=self._last,
            kind=kind,
            method=text_of(wish.get("method")),
            chat_id=text_of(wish.get("chat_id")),
            code=integer_of(wish.get("code")) or 500,
            description=text_of(wish.get("description")),
            retry_after=integer_of(wish.get("retry_after")),
            seconds=number_of(wish["seconds"]) if "seconds" in wish else DEFAULT_SECONDS.get(kind, 0.0),
            times=integer_of(wish["times"]) if "times" in wish else 1,
            probability=number_of(wish["probability"]) if "probability" in wish else 1.0,
            dice=random.Random(integer_of(wish.get("seed")) or self._last),  # noqa: S311 - trouble, not keys
        )
        self._orders.append(fault)
        return fault

    def next_for(self, method: str, chat_id: str) -> Fault | None:
        """Give the fault that strikes this call, and count it."""
        for fault in self._orders:
            if fault.fits(method, chat_id):
                fault.strike()
                self._orders = [order for order in self._orders if order.times != 0]
                return fault
        return None

    def clear(self) -> None:
        """Take all orders back."""
        self._orders.clear()

    def as_listed(self) -> list[JsonObject]:
        """Give the orders in force."""
        return [fault.as_listed() for fault in self._orders]

    def __bool__(self) -> bool:
        return bool(self._orders)
