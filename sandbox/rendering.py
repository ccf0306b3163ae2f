"""A message as the bot reads it.

Law: field names and required fields of Bot API 10; nothing the bot may not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.people import ChatKind
from sandbox.values import JsonObject

if TYPE_CHECKING:
    from sandbox.chats import Chat, Message
    from sandbox.world import World

NO_GIFTS: JsonObject = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def chat_json(world: World, chat: Chat) -> JsonObject:
    """Give a Bot API Chat."""
    if chat.kind is ChatKind.PRIVATE:
        return _private_chat(world, chat)
    body: JsonObject = {"id": chat.chat_id, "title": chat.title}
    if chat.username:
        body["username"] = chat.username
    body["type"] = chat.kind.value
    if chat.kind is ChatKind.GROUP:
        body["all_members_are_administrators"] = False
        body["accepted_gift_types"] = NO_GIFTS
    return body


def _private_chat(world: World, chat: Chat) -> JsonObject:
    person = world.people[chat.chat_id]
    body: JsonObject = {"id": chat.chat_id, "first_name": person.first_name}
    if person.last_name:
        body["last_name"] = person.last_name
    if person.username:
        body["username"] = person.username
    body["type"] = "private"
    return body


def _sender(world: World, chat: Chat, message: Message) -> JsonObject:
    if chat.kind is ChatKind.CHANNEL:
        return {"sender_chat": chat_json(world, chat)}
    return {"from": world.user_json(message.sender_id)}


def render(world: World, message: Message, *, with_reply: bool = True) -> JsonObject:
    """Give a Bot API Message."""
    chat = world.chats[message.chat_id]
    body: JsonObject = {"message_id": message.message_id}
    body |= _sender(world, chat, message)
    body["chat"] = chat_json(world, chat)
    body["date"] = message.date
    if message.edit_date:
        body["edit_date"] = message.edit_date
    if with_reply and message.reply_to in chat.messages:
        body["reply_to_message"] = render(world, chat.messages[message.reply_to], with_reply=False)
    body |= message.extra
    body |= message.content
    if message.protected or chat.protected:
        body["has_protected_content"] = True
    if message.inline_keyboard is not None:
        body["reply_markup"] = message.inline_keyboard
    return body


def inaccessible(world: World, chat: Chat, message_id: int) -> JsonObject:
    """Give what stands for a deleted message in a callback query."""
    return {"message_id": message_id, "chat": chat_json(world, chat), "date": 0}
