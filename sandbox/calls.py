"""The log of Bot API calls. Law: in order, bounded, and of a file only its name and size."""

from collections import deque
from itertools import islice

import orjson

from sandbox.values import JsonObject


class Calls:
    """The newest calls; older ones are forgotten."""

    def __init__(self, keep: int = 10_000) -> None:
        self._kept: deque[JsonObject] = deque(maxlen=keep)
        self.last = 0

    def note(self, method: str, params: JsonObject, answer: bytes, facts: JsonObject) -> JsonObject:
        """Write one call down. The answer stays as the bytes that were sent: it is read by few."""
        self.last += 1
        record: JsonObject = {
            "seq": self.last,
            "method": method,
            "params": params,
            "answer": orjson.Fragment(answer) if answer else None,
            **facts,
        }
        self._kept.append(record)
        return record

    def since(self, seq: int, limit: int, method: str = "") -> list[JsonObject]:
        """Give the calls after a number, oldest first."""
        first = self.last - len(self._kept)
        wanted = islice(self._kept, max(0, seq - first), None)
        name = method.lower()
        return list(
            islice((call for call in wanted if not name or str(call["method"]).lower() == name), limit)
        )

    def clear(self) -> None:
        """Forget all calls; numbers go on."""
        self._kept.clear()
