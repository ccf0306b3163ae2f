"""At which hours of the day somebody may be written to, as they chose them.

Law: no message outside the hours that were chosen. What is not understood allows no hour at all.
"""

import re
from datetime import datetime, timedelta

DAY_BEGINS, DAY_ENDS = 8, 21
"""Where nobody chose: from the first to the last hour that the shipped form offers by name [proposal]."""
_SPAN = re.compile(r"j(\d\d)_(\d\d)")
"""How the form names a choice of ``contact_hours``: ``j08_11`` is from 8 until before 11."""
HOURS_A_DAY = 24


def spans(hours: str) -> tuple[tuple[int, int], ...]:
    """Give the spans of hours in an answer to ``contact_hours``; empty: none of it is understood."""
    if not hours.strip():
        return ((DAY_BEGINS, DAY_ENDS),)
    found = (_SPAN.fullmatch(name) for name in hours.split())
    return tuple((int(one[1]), int(one[2])) for one in found if one and int(one[1]) < int(one[2]))


def allows(hours: str, here: datetime) -> bool:
    """Whether this hour of the office's wall clock is among them."""
    return any(first <= here.hour < last for first, last in spans(hours))


def next_allowed(hours: str, here: datetime) -> datetime | None:
    """Give this moment where it is allowed, else when the next allowed hour begins; None: no hour ever is."""
    if allows(hours, here):
        return here
    top = here.replace(minute=0, second=0, microsecond=0)
    coming = (top + timedelta(hours=ahead) for ahead in range(1, HOURS_A_DAY + 1))
    return next((hour for hour in coming if allows(hours, hour)), None)
