"""A story as it is written in a file: one step after another.

Law: read and checked whole before it begins.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from sandbox.values import JsonObject, list_or_none, object_or_none, text_of

STORIES = Path(__file__).parent / "stories"
ZONE = ZoneInfo("Asia/Jakarta")
"""Where the stories play."""
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class StoryError(Exception):
    """A story that cannot be told as it is written; the text names the step."""


class Deed(StrEnum):
    """What a step does."""

    STARTS = "starts"
    SAYS = "says"
    PRESSES = "presses"
    SENDS = "sends"
    SEES = "sees"
    SEES_NO_MORE = "sees_no_more"
    WAITS = "waits"
    LATER = "later"
    TOMORROW = "tomorrow"
    TELLS = "tells"


ALONE = frozenset({Deed.WAITS, Deed.LATER, Deed.TOMORROW, Deed.TELLS})


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who does what, with which words."""

    deed: Deed
    words: str = ""
    who: str = ""
    english: str = ""

    @property
    def seconds(self) -> float:
        """Give how long a pause or a leap in time is."""
        return span(self.words)


@dataclass(frozen=True, slots=True)
class Story:
    """A story with its title in both languages."""

    name: str
    title: str
    english_title: str
    steps: tuple[Step, ...] = field(repr=False)


def span(words: str) -> float:
    """Read a length of time: `1.5s`, `20m`, `3h`, `2d`."""
    try:
        return float(words[:-1]) * UNITS[words[-1:]]
    except (ValueError, KeyError):
        raise StoryError(f"{words!r} is no length of time; write 1.5s, 20m, 3h or 2d.") from None


def until_tomorrow(words: str, now: float) -> float:
    """Tell the seconds from now to an hour of the next day: `09:05`."""
    try:
        hour = time.fromisoformat(words)
    except ValueError:
        raise StoryError(f"{words!r} is no hour; write 09:05.") from None
    here = datetime.fromtimestamp(now, ZONE)
    return (datetime.combine(here.date() + timedelta(days=1), hour, ZONE) - here).total_seconds()


def names() -> list[str]:
    """List the stories there are."""
    return sorted(file.stem for file in STORIES.glob("*.toml"))


def read(name: str, folder: Path = STORIES) -> Story:
    """Read a story by its name."""
    file = folder / f"{name}.toml"
    if not file.is_file():
        raise StoryError(f"There is no story {name!r}. There are: {', '.join(names())}.")
    written: JsonObject = tomllib.loads(file.read_text(encoding="utf-8"))
    title = object_or_none(written.get("title")) or {}
    steps = [_step(number, given) for number, given in enumerate(list_or_none(written.get("step")) or [], 1)]
    if not steps:
        raise StoryError(f"{file.name} has no step.")
    return Story(name, text_of(title.get("id")), text_of(title.get("en")), tuple(steps))


def _step(number: int, given: object) -> Step:
    step = object_or_none(given) or {}
    deeds = [deed for deed in Deed if deed in step]
    if len(deeds) != 1 or step.keys() - {"who", "en", deeds[0]}:
        raise StoryError(f"Step {number}: one of {', '.join(Deed)} is needed, and beside it only who and en.")
    deed, who = deeds[0], text_of(step.get("who"))
    if bool(who) is (deed in ALONE):
        raise StoryError(f"Step {number}: {deed} {'has no' if who else 'needs a'} who.")
    read_step = Step(deed, text_of(step[deed]), who, text_of(step.get("en")))
    if deed in {Deed.WAITS, Deed.LATER}:
        span(read_step.words)
    if deed is Deed.TOMORROW:
        until_tomorrow(read_step.words, 0)
    return read_step
