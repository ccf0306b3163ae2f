"""Telling a story on the page, at the speed of people.

Law: every step is done by hand on a phone, over /sim.
"""

import asyncio
from base64 import b64encode
from io import BytesIO

from PIL import Image, ImageDraw

from sandbox.phones import Phones, PhonesError
from sandbox.script import Deed, Step, Story, StoryError, until_tomorrow
from sandbox.values import JsonObject

READING = 0.045  # seconds a character, as somebody reads who is new to it
THINKING = 1.1
LONGEST = 6.0
TYPING = 0.05


class Player:
    """Plays stories; at `speed` 0 without any pause, as tests want it."""

    def __init__(self, phones: Phones, speed: float = 1.0) -> None:
        self._phones = phones
        self._speed = speed

    async def play(self, story: Story) -> None:
        """Play a story from its first step to its last."""
        for number, step in enumerate(story.steps, 1):
            await self._tell(story, number, step)
            try:
                await self._do(step)
            except PhonesError as failed:
                raise StoryError(f"{story.name}, step {number}: {failed}") from None
        await self._phones.do("story", {})

    async def _tell(self, story: Story, number: int, step: Step) -> None:
        told: JsonObject = {
            "title": {"id": story.title, "en": story.english_title},
            "step": number,
            "steps": len(story.steps),
        }
        if step.who:
            told["who"] = step.who
        if step.deed is Deed.TELLS:
            told["words"] = {"id": step.words, "en": step.english or step.words}
        await self._phones.do("story", told)

    async def _do(self, step: Step) -> None:
        match step.deed:
            case Deed.TELLS:
                await self._pause(THINKING + READING * len(step.words))
            case Deed.WAITS:
                await self._pause(step.seconds)
            case Deed.LATER:
                await self._phones.do("clock", {"advance_seconds": step.seconds})
                await self._pause(THINKING)
            case Deed.TOMORROW:
                seconds = until_tomorrow(step.words, await self._phones.now())
                await self._phones.do("clock", {"advance_seconds": seconds})
                await self._pause(THINKING)
            case Deed.SEES:
                await self._phones.see(step.who, step.words)
                await self._pause(THINKING)
            case Deed.SEES_NO_MORE:
                await self._phones.see_nothing_of(step.who, step.words)
                await self._pause(THINKING)
            case _:
                await self._act(step)

    async def _act(self, step: Step) -> None:
        """Do something with a phone, after the pause of somebody who reads what is there."""
        if step.deed is Deed.PRESSES:
            await self._phones.wait_for_button(step.who, step.words)
            await self._read(step.who)
            await self._phones.press(step.who, step.words)
        elif step.deed is Deed.STARTS:
            chat_id = self._phones.chat_of(step.who)
            await self._phones.do("start", {"chat_id": chat_id, "payload": step.words})
        elif step.deed is Deed.SAYS:
            await self._read(step.who)
            await self._pause(TYPING * len(step.words))
            await self._phones.say(step.who, {"text": step.words})
        else:
            await self._read(step.who)
            await self._phones.say(step.who, drawn(step.words))

    async def _read(self, who: str) -> None:
        if self._speed:
            messages = await self._phones.messages(who)
            newest = str(messages[-1].get("text") or "") if messages else ""
            await self._pause(min(LONGEST, THINKING + READING * len(newest) / 2))

    async def _pause(self, seconds: float) -> None:
        if self._speed:
            await asyncio.sleep(seconds / self._speed)


def drawn(words: str) -> JsonObject:
    """Draw an invented picture with a few words on it, for a story in which somebody sends one."""
    image = Image.new("RGB", (960, 640), (222, 226, 214))
    pen = ImageDraw.Draw(image)
    pen.rectangle((60, 60, 900, 580), outline=(120, 135, 125), width=4)
    pen.text((110, 280), words, fill=(60, 75, 70), font_size=44)
    out = BytesIO()
    image.save(out, "JPEG")
    return {"photo": b64encode(out.getvalue()).decode(), "file_name": "foto.jpg"}
