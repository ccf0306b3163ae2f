"""Days as people write them here: day, month, year, with whatever sign lies between.

Law: what cannot be read is None, never a guess; only a year that was left out is filled in, with the latest
one that makes the day a past one.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

FURTHEST_DAYS = 366


def any_day(text: str, today: date) -> date | None:
    """Read the day of something told: a whole date as it stands, day and month as the last such day."""
    cleaned = _cleaned(text)
    for whole in (_read(cleaned, "%d-%m-%Y"), _read(cleaned, "%Y-%m-%d")):
        if whole:
            return whole
    return next((day for day in _of_recent_years(cleaned, today) if day <= today), None)


def coming_day(text: str, today: date) -> date | None:
    """Read a coming day of the next twelve months."""
    day = _read(_cleaned(text), "%d-%m-%Y")
    return day if day and timedelta(0) < day - today <= timedelta(days=FURTHEST_DAYS) else None


def _of_recent_years(cleaned: str, today: date) -> Iterator[date]:
    for year in (today.year, today.year - 1):
        day = _read(f"{cleaned}-{year}", "%d-%m-%Y")
        if day:
            yield day


def _cleaned(text: str) -> str:
    return text.strip().replace("/", "-").replace(".", "-").replace(" ", "-")


def _read(written: str, shape: str) -> date | None:
    try:
        return datetime.strptime(written, shape).date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError:
        return None
