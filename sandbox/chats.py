"""Chats and the messages in them.

Law: a message keeps what was sent; how it reads is for `rendering` and `phone`.
"""

from dataclasses import dataclass, field

from sandbox.people import ChatKind, Standing
from sandbox.values import JsonObject

FIRST_MESSAGE_ID = 1


@dataclass(slots=True)
class Message:
    """One message. `content` holds the fields of its kind as the Bot API names them."""

    chat_id: int
    message_id: int
    date: int
    sender_id: int
    content: JsonObject = field(repr=False)
    outgoing: bool = False
    markup: JsonObject | None = None
    edit_date: int = 0
    reply_to: int = 0
    extra: JsonObject = field(default_factory=dict, repr=False)
    protected: bool = False
    service: bool = False
    reactions: dict[int, list[JsonObject]] = field(default_factory=dict)

    @property
    def inline_keyboard(self) -> JsonObject | None:
        """Give the markup if it is the only kind a message shows to the bot."""
        return self.markup if self.markup is not None and "inline_keyboard" in self.markup else None

    @property
    def has_reply_keyboard(self) -> bool:
        """Tell whether the message changed the keyboard below the chat."""
        return self.markup is not None and "inline_keyboard" not in self.markup


@dataclass(slots=True)
class Chat:
    """One chat as Telegram's server keeps it."""

    chat_id: int
    kind: ChatKind = ChatKind.PRIVATE
    title: str = ""
    username: str = ""
    description: str = ""
    messages: dict[int, Message] = field(default_factory=dict, repr=False)
    next_message_id: int = FIRST_MESSAGE_ID
    members: dict[int, Standing] = field(default_factory=dict)
    bot_standing: Standing = Standing.MEMBER
    rights: JsonObject = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    invitations: list[JsonObject] = field(default_factory=list, repr=False)
    migrated_to: int = 0
    migrated_from: int = 0
    protected: bool = False
    keyboard: JsonObject | None = None

    def add(self, message: Message) -> Message:
        """Put a message in under its id."""
        self.messages[message.message_id] = message
        self.next_message_id = max(self.next_message_id, message.message_id + 1)
        return message

    def new_id(self) -> int:
        """Give the next message id: every chat counts for itself from the same small number."""
        number = self.next_message_id
        self.next_message_id += 1
        return number

    def last(self) -> Message | None:
        """Give the newest message that still exists."""
        return self.messages[max(self.messages)] if self.messages else None
