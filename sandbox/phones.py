"""A hand on every phone, from outside over /sim.

Law: it sees what a person sees, and presses what is there.
"""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Self

import aiohttp

from sandbox.values import JsonObject, integer_of, list_or_none, number_of, object_or_none, text_of

PATIENCE = 30.0
GLANCE = 0.1
MOMENT = 5.0
REFUSED = 400


class PhonesError(Exception):
    """Something could not be done, or was not seen in time; the text says what, on whose phone."""


class Phones:
    """All phones of one sandbox, by the labels of their owners."""

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        self._url = url
        self._patience = patience
        self._chats: dict[str, int] = {}

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(self._url)
        await self.meet()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def meet(self) -> None:
        """Learn who has a phone."""
        people = list_or_none(await self.look("people")) or []
        listed = [person for person in people if isinstance(person, dict)]
        self._chats = {text_of(person["label"]): integer_of(person["chat_id"]) for person in listed}

    def chat_of(self, who: str) -> int:
        """Give the chat of a label."""
        if who not in self._chats:
            raise PhonesError(f"Nobody here is called {who!r}. There are: {', '.join(self._chats)}.")
        return self._chats[who]

    async def look(self, path: str, **asked: str | int) -> object:
        """Read something."""
        async with self._session.get(f"/sim/{path}", params=asked) as answer:
            told: object = await answer.json()
            return told

    async def do(self, path: str, wish: JsonObject) -> JsonObject:
        """Do something."""
        async with self._session.post(f"/sim/{path}", json=wish) as answer:
            told = object_or_none(await answer.json()) or {}
            if answer.status >= REFUSED:
                raise PhonesError(text_of(told.get("error")))
            return told

    async def now(self) -> float:
        """Tell what time it is there, in seconds since 1970."""
        told = object_or_none(await self.look("clock")) or {}
        return number_of(told.get("now"))

    async def messages(self, who: str) -> list[JsonObject]:
        """Give the messages on a phone, oldest first."""
        told = list_or_none(await self.look("chat", chat_id=self.chat_of(who))) or []
        return [message for message in told if isinstance(message, dict)]

    async def shown(self, who: str) -> str:
        """Give everything that can be read on a phone."""
        return "\n".join(readable(message) for message in await self.messages(who))

    async def see(self, who: str, words: str) -> None:
        """Wait until words can be read."""
        await self._until(who, words, lambda shown: words in shown)

    async def see_nothing_of(self, who: str, words: str) -> None:
        """Wait until words are gone."""
        await self._until(who, f"(gone) {words}", lambda shown: words not in shown)

    async def _until(self, who: str, words: str, holds: Callable[[str], bool]) -> None:
        ends = asyncio.get_running_loop().time() + self._patience
        while not holds(await self.shown(who)):
            if asyncio.get_running_loop().time() > ends:
                raise PhonesError(f"On the phone of {who} this did not come: {words!r}")
            await asyncio.sleep(GLANCE)

    async def press(self, who: str, words: str) -> None:
        """Press the newest button with these words, as soon as it is there."""
        button = await self.wait_for_button(who, words)
        before = await self._heard(who)
        await self.do("press", {"chat_id": self.chat_of(who), **button})
        await self._settled(who, before)

    async def say(self, who: str, wish: JsonObject) -> None:
        """Send words or a file, and wait for the answer."""
        before = await self._heard(who)
        await self.do("say", {"chat_id": self.chat_of(who), **wish})
        await self._settled(who, before)

    async def _heard(self, who: str) -> list[str]:
        """Give what the bot has said on a phone."""
        return [readable(message) for message in await self.messages(who) if message.get("outgoing") is False]

    async def _settled(self, who: str, before: list[str]) -> None:
        """Wait a moment for the answer: nobody presses twice before the screen has changed."""
        ends = asyncio.get_running_loop().time() + MOMENT
        while await self._heard(who) == before:
            if asyncio.get_running_loop().time() > ends:
                return
            await asyncio.sleep(GLANCE)

    async def wait_for_button(self, who: str, words: str) -> JsonObject:
        """Wait until a button with these words is there; give it."""
        ends = asyncio.get_running_loop().time() + self._patience
        while True:
            found = button_in(await self.messages(who), words)
            if found is not None:
                return found
            if asyncio.get_running_loop().time() > ends:
                raise PhonesError(f"On the phone of {who} no button says {words!r}.")
            await asyncio.sleep(GLANCE)


def buttons_of(message: JsonObject) -> list[JsonObject]:
    """Give the buttons under a message."""
    rows = list_or_none(message.get("buttons")) or []
    return [button for row in rows for button in list_or_none(row) or [] if isinstance(button, dict)]


def readable(message: JsonObject) -> str:
    """Give the words of a message and of its buttons."""
    words = text_of(message.get("text") or message.get("caption"))
    return "\n".join([words, *(f"[{text_of(button.get('text'))}]" for button in buttons_of(message))])


def button_in(messages: list[JsonObject], words: str) -> JsonObject | None:
    """Find the newest button with these words; one that says just this goes before one that has it."""
    pressable = [
        (message, button)
        for message in reversed(messages)
        for button in buttons_of(message)
        if "callback_data" in button
    ]
    exact = [pair for pair in pressable if pair[1].get("text") == words]
    about = [pair for pair in pressable if words in text_of(pair[1].get("text"))]
    for message, button in [*exact, *about]:
        return {"message_id": message["id"], "callback_data": button["callback_data"]}
    return None
