"""The one module that looks at the clock and throws dice.

Law: everything else is handed a time and a ``Chance``. A clock that can be moved exists for demo, training
and tests only: it comes from a flag of the command line, never from the settings.
"""

import secrets
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from time import monotonic

from conversations.moment import Receipt

RECEIPT_WORDS = 5
_ID_BYTES = 16
_GENERATION_BITS = 63
_READY = 16
"""Receipts made without a rest: a burst of that many Sends soon after a start waits for no hash, nor does a
backlog that is taken up after a kill."""
STOCK = 256
"""Receipts that a running program holds ready, made while little else is done."""
_REST_SECONDS = 0.1
"""Between two receipts for the stock: they take a quarter of one processor at most."""


class Clock:
    """The machine's clock."""

    __slots__ = ()

    def now(self) -> datetime:
        """Tell the time, aware, in UTC."""
        return datetime.now(UTC)

    def seconds(self) -> float:
        """Count seconds that no setting of the clock disturbs: only differences mean something."""
        return monotonic()


class MovableClock(Clock):
    """A clock that also moves when told: three days of a story play in a minute."""

    __slots__ = ("_moved", "_on_move")

    def __init__(self) -> None:
        self._moved = timedelta()
        self._on_move: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Tell the time, with all that it was moved."""
        return super().now() + self._moved

    def seconds(self) -> float:
        """Count on, with all that it was moved."""
        return super().seconds() + self._moved.total_seconds()

    def when_moved(self, call: Callable[[], None]) -> None:
        """Have whoever sleeps until an hour woken when the hour comes early."""
        self._on_move.append(call)

    def advance(self, seconds: float) -> None:
        """Move on by some seconds.

        Raises:
            ValueError: it would go back.

        """
        if seconds < 0:
            raise ValueError("The clock moves forward only.")
        self._moved += timedelta(seconds=seconds)
        for call in self._on_move:
            call()


class Dice:
    """Ids and codes nobody can guess: the program's ``Chance``.

    A receipt's hash is slow on purpose, so a worker of our own keeps some ready, and makes another for each
    that was given; when they run out, the next is made while the caller waits. Close it to let the worker go.
    """

    __slots__ = ("_closing", "_filling", "_hashed", "_ready", "_size", "_worker", "words")

    def __init__(
        self, words: Sequence[str], hashed: Callable[[tuple[str, ...]], bytes], ready: int = _READY
    ) -> None:
        self.words = tuple(words)
        self._hashed = hashed
        self._size = ready
        self._closing = Event()
        self._filling = False
        self._ready: deque[Receipt] = deque()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="receipts")
        self._refill()

    def __repr__(self) -> str:
        return f"Dice({len(self.words)} words)"

    def new_id(self) -> bytes:
        """Give 16 random bytes."""
        return secrets.token_bytes(_ID_BYTES)

    def generation(self) -> int:
        """Give a random number of 63 bits."""
        return secrets.randbits(_GENERATION_BITS)

    def receipt(self) -> Receipt:
        """Give a receipt that was never given before."""
        try:
            given = self._ready.popleft()
        except IndexError:
            return self._made()
        self._refill()
        return given

    def stock_up(self, many: int = STOCK) -> None:
        """Hold more ready from now on; the worker makes them without haste."""
        self._size = many
        self._refill()

    def close(self) -> None:
        """Make no more."""
        self._size = 0
        self._closing.set()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _refill(self) -> None:
        if self._size and not self._filling:
            self._filling = True
            self._worker.submit(self._fill)

    def _fill(self) -> None:
        try:
            while len(self._ready) < self._size:
                self._ready.append(self._made())
                if len(self._ready) > _READY:
                    self._closing.wait(_REST_SECONDS)
        finally:
            self._filling = False

    def _made(self) -> Receipt:
        words = tuple(secrets.choice(self.words) for _ in range(RECEIPT_WORDS))
        return Receipt(words, self._hashed(words))
