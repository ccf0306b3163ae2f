"""The sandbox's idea of time. Law: it only moves forward, by itself or when told."""

import time


class Clock:
    """Seconds since 1970: the machine's time and what was added by hand."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def now(self) -> float:
        """Tell the time."""
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        """Move on; going back is no part of Telegram."""
        if seconds < 0:
            raise ValueError("The clock moves forward only.")
        self.offset += seconds

    def reset(self) -> None:
        """Go back to the machine's time, as a whole world begins anew."""
        self.offset = 0.0
