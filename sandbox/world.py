"""Telegram's server without the network: who exists, what was said, what waits for the bot.

Law: no sockets, no waiting, no clock but the one handed in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sandbox.chats import Chat, Message
from sandbox.clock import Clock
from sandbox.errors import SimError
from sandbox.events import Events
from sandbox.media import Cloud
from sandbox.people import Bot, ChatKind, Person, Standing
from sandbox.phone import as_seen
from sandbox.rendering import render
from sandbox.updates import UpdateQueue
from sandbox.values import JsonObject

CALLBACK_AGE = 900.0


@dataclass(slots=True)
class Numbers:
    """The next number of each kind."""

    callback: int
    user: int = 6_000_000_001
    group: int = -4_000_001
    supergroup: int = -1_002_000_000_001
    album: int = 13_000_000_000_000_001

    def take(self, kind: str, step: int = 1) -> int:
        """Give the next number of a kind."""
        number: int = getattr(self, kind)
        setattr(self, kind, number + step)
        return number


@dataclass(slots=True)
class Callback:
    """A press that waits for its answer."""

    callback_id: str
    chat_id: int
    message_id: int
    user_id: int
    pressed_at: float


@dataclass(slots=True)
class Webhook:
    """Where updates are sent to, when they are not fetched."""

    url: str = ""
    secret: str = field(default="", repr=False)
    max_connections: int = 40
    ip_address: str = ""
    last_error_date: int = 0
    last_error_message: str = ""
    gone_since: float = 0.0
    allowed_again_at: float = 0.0


class World:
    """Everything a reset throws away. Built once by the server, or by a test."""

    def __init__(self, token: str, clock: Clock, username: str = "teduh_sandbox_bot") -> None:
        self.token = token
        self.clock = clock
        self.events = Events()
        self.queue = UpdateQueue()
        self.on_update: list[Callable[[], None]] = []
        self.username = username
        self._begin()

    def _begin(self) -> None:
        self.bot = Bot(int(self.token.partition(":")[0]), self.username)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.cloud = Cloud()
        self.story: JsonObject = {}
        self.web: dict[str, bytes] = {}
        self.callbacks: dict[str, Callback] = {}
        self.commands: dict[tuple[str, str], list[JsonObject]] = {}
        self.menu_buttons: dict[int, JsonObject] = {}
        self.webhook = Webhook()
        self.rights: dict[bool, JsonObject] = {}
        self.numbers = Numbers(callback=int(self.bot.user_id) << 20)

    def reset(self) -> None:
        """Begin anew; only update ids go on, for they are never given twice."""
        self.queue.clear()
        self.queue.remember([])
        self._begin()
        self.events.tell("people")

    def now(self) -> float:
        """Tell the sandbox's time."""
        return self.clock.now()

    def add_person(self, first_name: str, user_id: int = 0, facts: Mapping[str, str] | None = None) -> Person:
        """Hand somebody a phone; `facts` are the other texts of an account."""
        person = Person(user_id or self.numbers.take("user"), first_name)
        for name, value in (facts or {}).items():
            setattr(person, name, value)
        self.people[person.user_id] = person
        self.chats[person.user_id] = Chat(person.user_id)
        self.events.tell("people")
        return person

    def add_group(self, kind: ChatKind, title: str, username: str = "") -> Chat:
        """Found a group, supergroup or channel, without the bot."""
        number = self.numbers.take("group" if kind is ChatKind.GROUP else "supergroup", -1)
        chat = Chat(number, kind, title, username, bot_standing=Standing.LEFT)
        self.chats[chat.chat_id] = chat
        self.events.tell("people")
        return chat

    def person(self, user_id: int) -> Person:
        """Give a person who must exist."""
        found = self.people.get(user_id)
        if found is None:
            raise SimError(f"No person has the chat {user_id}.", 404)
        return found

    def chat(self, chat_id: int) -> Chat:
        """Give a chat that must exist."""
        found = self.chats.get(chat_id)
        if found is None:
            raise SimError(f"There is no chat {chat_id}.", 404)
        return found

    def user_json(self, user_id: int) -> JsonObject:
        """Give anybody's account as a Bot API User."""
        if user_id == self.bot.user_id:
            return self.bot.as_user()
        person = self.people.get(user_id)
        return person.as_user() if person else {"id": user_id, "is_bot": False, "first_name": ""}

    def render(self, message: Message) -> JsonObject:
        """Give a message as the bot reads it."""
        return render(self, message)

    def put(self, chat: Chat, message: Message) -> Message:
        """Place a message in its chat and show it on the phones."""
        chat.add(message)
        if message.has_reply_keyboard:
            chat.keyboard = message.markup
        self.show(message, "new")
        return message

    def show(self, message: Message, change: str) -> None:
        """Tell the phones of a new or edited message."""
        if self.events.watched:
            self.events.tell("chat", chat_id=message.chat_id, message=as_seen(self, message), change=change)

    def remove(self, chat: Chat, message_ids: list[int]) -> None:
        """Take messages off every phone."""
        for message_id in message_ids:
            chat.messages.pop(message_id, None)
        chat.pinned = [number for number in chat.pinned if number not in message_ids]
        self.events.tell("deleted", chat_id=chat.chat_id, message_ids=message_ids)

    def queue_update(self, kind: str, lane: int, body: JsonObject) -> None:
        """Queue an update for the bot and wake whoever waits for it."""
        if self.queue.put(kind, lane, body, self.now()) is not None:
            self.wake()

    def wake(self) -> None:
        """Wake whoever hands updates out."""
        for wake in self.on_update:
            wake()

    def queue_message(self, message: Message, *, edited: bool = False) -> None:
        """Queue a person's message; what the bot itself sends is never delivered to it."""
        chat = self.chats[message.chat_id]
        kind = "channel_post" if chat.kind is ChatKind.CHANNEL else "message"
        self.queue_update(f"edited_{kind}" if edited else kind, message.chat_id, self.render(message))

    def new_callback(self, chat_id: int, message_id: int, user_id: int) -> Callback:
        """Give a press its number."""
        callback = Callback(str(self.numbers.take("callback")), chat_id, message_id, user_id, self.now())
        self.callbacks[callback.callback_id] = callback
        return callback

    def new_album_id(self) -> str:
        """Give an album its number."""
        return str(self.numbers.take("album"))
