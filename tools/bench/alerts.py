"""How long an alert takes: from a Send to the officer's phone.

Law: no clock here; times are handed in, in seconds. An alert does not tell whose it is, so they are taken in
the order of the Sends: the officer's phone gets one a report, one after another.
"""

from collections import deque


class Alerts:
    """The Sends of one office, and the alerts that followed."""

    def __init__(self) -> None:
        self._under_way: deque[float] = deque()
        self._came: list[tuple[float, float]] = []

    @property
    def is_quiet(self) -> bool:
        """Whether every Send was followed by its alert."""
        return not self._under_way

    def begin(self) -> None:
        """Forget everything: nothing of an earlier round is taken for this one's."""
        self._under_way.clear()
        self._came.clear()

    def sent(self, at: float) -> None:
        """Somebody has pressed Send."""
        self._under_way.append(at)

    def arrived(self, at: float) -> None:
        """Something new is on the officer's phone: the alert of the oldest Send that has none."""
        if self._under_way:
            sent = self._under_way.popleft()
            self._came.append((sent, at - sent))

    def took(self, begun: float, ended: float) -> list[float]:
        """Give the seconds that each alert took, of Sends between two times."""
        return [seconds for sent, seconds in self._came if begun <= sent < ended]

    def owed(self, begun: float, ended: float) -> int:
        """Count the Sends between two times whose alert has not come."""
        return sum(begun <= sent < ended for sent in self._under_way)
