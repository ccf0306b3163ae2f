"""The control of the sandbox: what people do, what goes wrong, what time it is.

Law: JSON in, JSON out, no secrets.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from sandbox import acts, circles
from sandbox.attachments import guessed
from sandbox.demo import DEMO_PEOPLE
from sandbox.errors import SimError
from sandbox.http import BotApi
from sandbox.methods.commands import commands_seen
from sandbox.people import Standing
from sandbox.phone import as_seen, keyboard_below
from sandbox.stream import Stream
from sandbox.values import JsonObject, integer_of, list_or_none, number_of, text_of
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
NAMES = ("last_name", "username", "language_code", "label")
Handler = Callable[[Request], Awaitable[Response]]
Deed = Callable[[World, JsonObject], JsonObject | None]
Forward = Callable[[JsonObject], Awaitable[None]]


def answer(body: object, status: int = 200) -> Response:
    """Give a JSON response."""
    return Response(orjson.dumps(body), status, media_type="application/json")


async def refused(request: Request, error: Exception) -> Response:
    """Say what cannot be done."""
    del request
    assert isinstance(error, SimError)
    return answer({"error": error.text}, error.status)


async def wish_of(request: Request) -> JsonObject:
    """Read the JSON of a request."""
    body = await request.body()
    try:
        given: object = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError:
        raise SimError("The body is not JSON.") from None
    if not isinstance(given, dict):
        raise SimError("The body must be a JSON object.")
    return given


class Control:
    """The /sim door."""

    def __init__(self, api: BotApi, people: str, forward_clock: Forward) -> None:
        self.api = api
        self.world = api.world
        self.stream = Stream(api.world.events)
        self._people = people
        self._forward = forward_clock

    def populate(self) -> None:
        """Hand phones to the people of the demo."""
        if self._people == "demo":
            for facts in DEMO_PEOPLE:
                self.world.add_person(facts["first_name"], facts=facts)

    def site(self) -> Starlette:
        """Give everything that is not the Bot API."""
        return Starlette(routes=self._routes(), exception_handlers={SimError: refused})

    def _routes(self) -> list[BaseRoute]:
        gets: dict[str, Handler] = {
            "people": self.people, "chat": self.chat, "phone": self.phone, "outbox": self.outbox,
            "bot": self.bot, "clock": self.clock, "faults": self.faults, "stream": self.listen,
            "media": self.media, "story": self.story,
        }  # fmt: skip
        posts: dict[str, Handler] = {
            "people": self.add_person, "say": self.say, "press": self.press, "start": self.start,
            "block": self.block, "unblock": self.unblock, "faults": self.add_fault, "clock": self.advance,
            "reset": self.reset, "delete": self.delete, "edit": self.edit, **self._deeds(),
        }  # fmt: skip
        routes: list[BaseRoute] = [Route(f"/sim/{name}", way, methods=["GET"]) for name, way in gets.items()]
        routes += [Route(f"/sim/{name}", way, methods=["POST"]) for name, way in posts.items()]
        routes.append(Route("/sim/faults", self.clear_faults, methods=["DELETE"]))
        routes.append(Route("/", page, methods=["GET"]))
        routes.append(Route("/page/{path:path}", page, methods=["GET"]))
        return routes

    def _deeds(self) -> dict[str, Handler]:
        """Give the ways that only do something in the world and tell what came of it."""
        deeds: dict[str, Deed] = {
            "group": lambda world, wish: {"chat_id": circles.found(world, wish).chat_id},
            "upgrade": lambda world, wish: {"chat_id": circles.upgrade(world, wish).chat_id},
            "bot_in": circles.take_in,
            "bot_out": circles.put_out,
            "join": lambda world, wish: circles.come(world, wish, Standing.MEMBER),
            "leave": lambda world, wish: circles.come(world, wish, Standing.LEFT),
            "react": circles.feel,
            "web": circles.publish,
            "update": circles.inject,
            "story": tell_story,
            "vanish": acts.close_account,
        }
        return {name: self._doing(deed) for name, deed in deeds.items()}

    def _doing(self, deed: Deed) -> Handler:
        async def do(request: Request) -> Response:
            return answer(deed(self.world, await wish_of(request)) or {"ok": True})

        return do

    async def people(self, request: Request) -> Response:
        """List everybody who holds a phone."""
        del request
        return answer([person.as_listed() for person in self.world.people.values()])

    async def add_person(self, request: Request) -> Response:
        """Hand somebody a phone."""
        wish = await wish_of(request)
        if not text_of(wish.get("first_name")):
            raise SimError("first_name is needed.")
        facts = {name: text_of(wish[name]) for name in NAMES if name in wish}
        person = self.world.add_person(text_of(wish["first_name"]), integer_of(wish.get("user_id")), facts)
        return answer({"user_id": person.user_id, "chat_id": person.user_id})

    async def say(self, request: Request) -> Response:
        """Send what a person typed or recorded."""
        sent = acts.say(self.world, await wish_of(request))
        return answer(
            {"message_id": sent[-1].message_id, "message_ids": [message.message_id for message in sent]}
        )

    async def press(self, request: Request) -> Response:
        """Press a button."""
        return answer(acts.press(self.world, await wish_of(request)))

    async def start(self, request: Request) -> Response:
        """Press Start."""
        wish = await wish_of(request)
        message = acts.start(self.world, integer_of(wish.get("chat_id")), text_of(wish.get("payload")))
        return answer({"message_id": message.message_id})

    async def edit(self, request: Request) -> Response:
        """Edit one's own message."""
        wish = await wish_of(request)
        chat_id, message_id = integer_of(wish.get("chat_id")), integer_of(wish.get("message_id"))
        message = acts.edit(self.world, chat_id, message_id, text_of(wish.get("text")))
        return answer(as_seen(self.world, message))

    async def delete(self, request: Request) -> Response:
        """Delete messages on the phone."""
        wish = await wish_of(request)
        numbers = [integer_of(number) for number in list_or_none(wish.get("message_ids")) or []]
        return answer({"deleted": acts.delete(self.world, integer_of(wish.get("chat_id")), numbers)})

    async def block(self, request: Request) -> Response:
        """Block the bot."""
        acts.block(self.world, integer_of((await wish_of(request)).get("chat_id")))
        return answer({"ok": True})

    async def unblock(self, request: Request) -> Response:
        """Let the bot write again."""
        acts.unblock(self.world, integer_of((await wish_of(request)).get("chat_id")))
        return answer({"ok": True})

    async def chat(self, request: Request) -> Response:
        """Give the messages as that phone shows them now."""
        chat = self.world.chat(integer_of(request.query_params.get("chat_id")))
        return answer([as_seen(self.world, chat.messages[number]) for number in sorted(chat.messages)])

    async def phone(self, request: Request) -> Response:
        """Give what lies around the messages: keyboard, commands, menu button, whether blocked."""
        chat_id = integer_of(request.query_params.get("chat_id"))
        person = self.world.person(chat_id)
        state = keyboard_below(self.world, chat_id) | person.as_listed()
        state["commands"] = commands_seen(self.world, chat_id)
        state["menu_button"] = self.world.menu_buttons.get(chat_id) or self.world.menu_buttons.get(0)
        state["pinned"] = self.world.chats[chat_id].pinned
        return answer(state)

    async def outbox(self, request: Request) -> Response:
        """Give the Bot API calls after a number."""
        asked = request.query_params
        limit = integer_of(asked.get("limit")) or 100_000
        return answer(self.api.calls.since(integer_of(asked.get("since")), limit, asked.get("method", "")))

    async def bot(self, request: Request) -> Response:
        """Tell who the bot is."""
        del request
        bot = self.world.bot
        return answer(
            {
                "id": bot.user_id,
                "name": bot.name,
                "username": bot.username,
                "description": bot.descriptions.get("", ""),
                "short_description": bot.short_descriptions.get("", ""),
            }
        )

    async def clock(self, request: Request) -> Response:
        """Tell the sandbox's time."""
        del request
        return answer({"now": self.world.now(), "offset_seconds": self.world.clock.offset})

    async def advance(self, request: Request) -> Response:
        """Move the clock on, the bot's too when it offers that."""
        wish = await wish_of(request)
        seconds = number_of(wish.get("advance_seconds"))
        if seconds < 0:
            raise SimError("advance_seconds must not be negative: the clock moves forward only.")
        self.world.clock.advance(seconds)
        told: JsonObject = {"now": self.world.now(), "offset_seconds": self.world.clock.offset}
        self.world.events.tell("clock", **told)
        await self._forward({"advance_seconds": seconds})
        return answer(told)

    async def story(self, request: Request) -> Response:
        """Tell which story is being played, and where in it."""
        del request
        return answer(self.world.story)

    async def faults(self, request: Request) -> Response:
        """List the trouble ordered."""
        del request
        return answer(self.api.faults.as_listed())

    async def add_fault(self, request: Request) -> Response:
        """Order trouble: one fault, or a script of them."""
        wish = await wish_of(request)
        script = list_or_none(wish.get("script"))
        orders = [self.api.faults.order(order) for order in script or [wish] if isinstance(order, dict)]
        self.world.events.tell("faults", faults=self.api.faults.as_listed())
        return answer({"faults": [fault.as_listed() for fault in orders]})

    async def clear_faults(self, request: Request) -> Response:
        """Take all trouble back."""
        del request
        self.api.faults.clear()
        self.world.events.tell("faults", faults=[])
        return answer({"ok": True})

    async def reset(self, request: Request) -> Response:
        """Begin anew."""
        del request
        self.world.clock.reset()
        self.api.reset()
        self.populate()
        self.world.events.tell("clock", now=self.world.now(), offset_seconds=0)
        return answer({"ok": True})

    async def listen(self, request: Request) -> Response:
        """Stream what changes."""
        del request
        return StreamingResponse(
            self.stream.listen(), media_type="text/event-stream", headers={"cache-control": "no-store"}
        )

    async def media(self, request: Request) -> Response:
        """Give a media file's bytes to the page."""
        stored = self.world.cloud.find(request.query_params.get("file_id", ""))
        if stored is None:
            raise SimError("There is no such file.", 404)
        kind = "image/jpeg" if stored.kind in {"photo", "thumbnail"} else stored.mime
        headers = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
        return Response(stored.content, media_type=kind or "application/octet-stream", headers=headers)


def tell_story(world: World, wish: JsonObject) -> None:
    """Let the page show what is being told; an empty wish ends the story."""
    kept = {"words": world.story["words"]} if wish and "words" in world.story else {}
    world.story = kept | wish
    world.events.tell("story", **world.story)


async def page(request: Request) -> Response:
    """Serve the page's own files."""
    wanted = (PAGE / (request.path_params.get("path") or "index.html")).resolve()
    if not wanted.is_relative_to(PAGE) or not wanted.is_file():
        return answer({"error": "There is no such file in sandbox/page."}, 404)
    kind = "text/javascript" if wanted.suffix in {".js", ".mjs"} else guessed(wanted.name)
    return Response(
        wanted.read_bytes(),
        media_type=kind or "application/octet-stream",
        headers={"cache-control": "no-store"},
    )
