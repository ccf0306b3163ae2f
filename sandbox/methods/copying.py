"""Messages sent on: forwarded with their author, copied without. Law: protected content goes nowhere."""

from sandbox.chats import Chat, Message
from sandbox.errors import ApiError, bad_request
from sandbox.methods.reading import (
    caption_content,
    find_chat,
    find_message,
    message_ids,
    read_caption,
    writable_chat,
)
from sandbox.methods.registry import Registry
from sandbox.methods.sending import place
from sandbox.params import Params
from sandbox.people import ChatKind
from sandbox.phone import media_of
from sandbox.rendering import chat_json
from sandbox.values import JsonObject
from sandbox.world import World

COPYING = Registry()
CAPTION_FIELDS = ("caption", "caption_entities", "show_caption_above_media")
WORDS = {"forwarded": "forward", "copied": "copy"}
OWN = ("forward_origin", "forward_from", "forward_date")


def _source(world: World, params: Params) -> Chat:
    if not params.text("from_chat_id"):
        raise bad_request("from_chat_id is empty")
    return find_chat(world, params, "from_chat_id", write=False)


def _one(world: World, params: Params, word: str) -> Message:
    source = _source(world, params)
    if params.integer("message_id") <= 0:
        raise bad_request("Message identifier is not specified")
    return find_message(source, params.integer("message_id"), f"message to {word}")


def _refusal(world: World, message: Message, word: str) -> ApiError | None:
    closed = message.protected or world.chats[message.chat_id].protected
    if closed or message.service:
        return bad_request(f"the message can't be {word}")
    return None


def origin(world: World, message: Message) -> JsonObject:
    """Tell who wrote a message first; a message forwarded twice keeps its first author."""
    if "forward_origin" in message.extra:
        return {name: message.extra[name] for name in OWN if name in message.extra}
    chat = world.chats[message.chat_id]
    if chat.kind is ChatKind.CHANNEL:
        facts: JsonObject = {"type": "channel", "date": message.date, "message_id": message.message_id}
        return {"forward_origin": facts | {"chat": chat_json(world, chat)}}
    author = world.user_json(message.sender_id)
    origin: JsonObject = {"type": "user", "sender_user": author, "date": message.date}
    return {"forward_origin": origin, "forward_from": author, "forward_date": message.date}


def _forwarded(world: World, chat: Chat, message: Message, params: Params) -> Message:
    plain = Params({name: params.text(name) for name in ("protect_content",) if params.has(name)})
    return place(world, chat, plain, dict(message.content), origin(world, message))


@COPYING.add("forwardMessage")
def forward_message(world: World, params: Params) -> object:
    """Send a message on, with its author."""
    chat = writable_chat(world, params)
    message = _one(world, params, "forward")
    refusal = _refusal(world, message, "forwarded")
    if refusal is not None:
        raise refusal
    return world.render(_forwarded(world, chat, message, params))


@COPYING.add("copyMessage")
def copy_message(world: World, params: Params) -> object:
    """Send a message's content anew."""
    chat = writable_chat(world, params)
    message = _one(world, params, "copy")
    refusal = _refusal(world, message, "copied")
    if refusal is not None:
        raise refusal
    content = _content(message, params)
    return {"message_id": place(world, chat, params, content).message_id}


def _content(message: Message, params: Params) -> JsonObject:
    content = dict(message.content)
    if not params.has("caption") or media_of(content) is None:
        return content
    for name in CAPTION_FIELDS:
        content.pop(name, None)
    return content | caption_content(read_caption(params), above=params.flag("show_caption_above_media"))


def _several(world: World, params: Params, word: str) -> tuple[Chat, list[Message]]:
    chat = writable_chat(world, params)
    source = _source(world, params)
    wanted = message_ids(params)
    if not wanted:
        raise bad_request("Message identifiers are not specified")
    if sorted(set(wanted)) != wanted:
        raise bad_request("Message identifiers must be in a strictly increasing order")
    present = [source.messages[number] for number in wanted if number in source.messages]
    free = [message for message in present if _refusal(world, message, word) is None]
    if not free:
        refusals = (_refusal(world, message, word) for message in present)
        raise next(refusals, None) or bad_request("there are no messages to " + WORDS[word])
    return chat, free


@COPYING.add("forwardMessages")
def forward_messages(world: World, params: Params) -> object:
    """Send up to a hundred messages on; what cannot be sent on is skipped."""
    chat, messages = _several(world, params, "forwarded")
    placed = [_forwarded(world, chat, message, params) for message in messages]
    return [{"message_id": message.message_id} for message in placed]


@COPYING.add("copyMessages")
def copy_messages(world: World, params: Params) -> object:
    """Send the content of up to a hundred messages anew."""
    chat, messages = _several(world, params, "copied")
    dropped = CAPTION_FIELDS if params.flag("remove_caption") else ()
    contents = [
        {name: value for name, value in message.content.items() if name not in dropped}
        for message in messages
    ]
    plain = Params({name: params.text(name) for name in ("protect_content",) if params.has(name)})
    return [{"message_id": place(world, chat, plain, content).message_id} for content in contents]
