"""Whoever waits for the earliest due time hears of it, however often it rang meanwhile."""

import asyncio

from hypothesis import given
from hypothesis import strategies as some

from bot.bell import Bell


@given(some.lists(some.lists(some.integers(0, 2**40), min_size=1, max_size=5), min_size=1, max_size=5))
def test_the_earliest_minute_since_the_last_time_is_heard(rung: list[list[int]]) -> None:
    """Nothing of before, and nothing later."""

    async def heard() -> list[int]:
        bell = Bell()
        found = []
        for minutes in rung:
            for minute in minutes:
                bell.ring(minute)
            found.append(await bell.heard())
        return found

    assert asyncio.run(heard()) == [min(minutes) for minutes in rung]
