"""What a person does with the phone.

Law: everything the bot learns of it goes through the queue of updates.
"""

from base64 import b64decode
from binascii import Error as Base64Error

from sandbox.attachments import as_content, keep
from sandbox.chats import Chat, Message
from sandbox.entities.formatted import parse
from sandbox.errors import SimError
from sandbox.members import bot_standing_changed
from sandbox.methods.copying import origin
from sandbox.people import ChatKind, Person, Standing
from sandbox.pictures import PictureError
from sandbox.rendering import inaccessible
from sandbox.values import JsonObject, integer_of, list_or_none, object_or_none, text_of
from sandbox.world import World

SENDABLE = ("photo", "voice", "document", "video", "audio", "video_note", "animation")
TEXT_LIMIT = 4096
GIVEN = ("location", "contact", "venue", "sticker", "poll", "dice")


def speaker(world: World, chat: Chat, user_id: int) -> Person:
    """Give who speaks: the owner of a private chat, or the named member of a group."""
    person = world.person(chat.chat_id if chat.kind is ChatKind.PRIVATE else user_id)
    if chat.kind is not ChatKind.PRIVATE and person.user_id not in chat.members:
        raise SimError("This person is not in that group.", 409)
    if person.blocked and chat.kind is ChatKind.PRIVATE:
        raise SimError("This person has blocked the bot; unblock first, or press Start.", 409)
    return person


def say(world: World, wish: JsonObject) -> list[Message]:
    """Send what a person typed, recorded or picked; longer texts go out in pieces, as the apps cut them."""
    chat = world.chat(integer_of(wish.get("chat_id")))
    person = speaker(world, chat, integer_of(wish.get("user_id")))
    extra = _extra(world, wish)
    contents = _contents(world, wish)
    if len(contents) > 1 and "album" in wish:
        extra["media_group_id"] = world.new_album_id()
    reply_to = integer_of(wish.get("reply_to_message_id"))
    return [_send(world, chat, person, content, extra, reply_to) for content in contents]


def _extra(world: World, wish: JsonObject) -> JsonObject:
    """Read whose message this was before, when a person forwards one."""
    source = object_or_none(wish.get("forward_of"))
    if source is None:
        return {}
    original = world.chat(integer_of(source.get("chat_id"))).messages.get(
        integer_of(source.get("message_id"))
    )
    if original is None:
        raise SimError("There is no such message to forward.", 404)
    if original.protected:
        raise SimError("This message is protected: it cannot be forwarded.", 409)
    return origin(world, original)


def _contents(world: World, wish: JsonObject) -> list[JsonObject]:
    album = list_or_none(wish.get("album"))
    if album is not None:
        return [content for item in album for content in _contents(world, object_or_none(item) or {})]
    source = object_or_none(wish.get("forward_of"))
    if source is not None:
        chat = world.chat(integer_of(source.get("chat_id")))
        return [dict(chat.messages[integer_of(source.get("message_id"))].content)]
    for kind in SENDABLE:
        if wish.get(kind):
            return [_media(world, kind, wish)]
    for kind in GIVEN:
        given = object_or_none(wish.get(kind))
        if given is not None:
            return [{kind: given}]
    text = text_of(wish.get("text"))
    pieces = [text[at : at + TEXT_LIMIT] for at in range(0, len(text), TEXT_LIMIT)]
    contents = [typed(piece) for piece in pieces if piece.strip()]
    if not contents:
        raise SimError(
            f"There is nothing to send: give text, album, forward_of, {', '.join(SENDABLE + GIVEN)}."
        )
    return contents


def typed(text: str, entities: object = None) -> JsonObject:
    """Give the content of a text typed by a person."""
    formatted = parse(text, "", entities)
    content: JsonObject = {"text": formatted.text}
    return content | {"entities": formatted.entities} if formatted.entities else content


def _media(world: World, kind: str, wish: JsonObject) -> JsonObject:
    try:
        raw = b64decode(text_of(wish[kind]).rpartition("base64,")[2], validate=True)
        told: JsonObject = {
            "duration": integer_of(wish.get("duration")),
            "length": integer_of(wish.get("length")),
        }
        stored = keep(
            world.cloud, kind, raw, text_of(wish.get("file_name")), text_of(wish.get("mime_type")), told
        )
    except Base64Error:
        raise SimError(f"{kind} is not base64.") from None
    except PictureError:
        raise SimError("The photo is no picture that Telegram would take.") from None
    content = as_content(world.cloud, stored)
    caption = parse(text_of(wish.get("caption")), "", None)
    if caption.text:
        content["caption"] = caption.text
    if caption.entities:
        content["caption_entities"] = caption.entities
    return content


def _send(
    world: World, chat: Chat, person: Person, content: JsonObject, extra: JsonObject, reply_to: int
) -> Message:
    message = Message(
        chat_id=chat.chat_id,
        message_id=chat.new_id(),
        date=int(world.now()),
        sender_id=person.user_id,
        content=content,
        reply_to=reply_to,
        extra=dict(extra),
    )
    person.started = person.started or chat.kind is ChatKind.PRIVATE
    world.put(chat, message)
    if _heard(world, chat, message):
        world.queue_message(message)
    return message


def _heard(world: World, chat: Chat, message: Message) -> bool:
    """Tell whether the bot reads a message: in a group it runs nothing in, only what is meant for it."""
    if chat.bot_standing in {Standing.LEFT, Standing.KICKED}:
        return False
    if chat.kind in {ChatKind.PRIVATE, ChatKind.CHANNEL} or chat.bot_standing is Standing.ADMINISTRATOR:
        return True
    words = text_of(message.content.get("text") or message.content.get("caption"))
    answered = chat.messages.get(message.reply_to)
    meant = words.startswith("/") or f"@{world.bot.username}".lower() in words.lower()
    return meant or (answered is not None and answered.outgoing)


def start(world: World, chat_id: int, payload: str) -> Message:
    """Press Start, or open a deep link; a person who had blocked the bot restarts it."""
    if world.person(chat_id).blocked:
        unblock(world, chat_id)
    return say(world, {"chat_id": chat_id, "text": f"/start {payload}".strip()})[0]


def press(world: World, wish: JsonObject) -> JsonObject:
    """Press a button: by its words, or by message and callback data."""
    chat = world.chat(integer_of(wish.get("chat_id")))
    person = speaker(world, chat, integer_of(wish.get("user_id")) or chat.chat_id)
    if wish.get("callback_data") is not None:
        return _press_callback(
            world, chat, person, integer_of(wish.get("message_id")), text_of(wish["callback_data"])
        )
    text = text_of(wish.get("text"))
    found = _inline_button(chat, text, integer_of(wish.get("message_id")))
    if found is not None:
        return _press_callback(world, chat, person, *found)
    if text in _words_below(chat):
        return {"message_id": _send(world, chat, person, typed(text), {}, 0).message_id}
    raise SimError(f"No button on this phone says {text!r}.", 404)


def _inline_button(chat: Chat, text: str, message_id: int) -> tuple[int, str] | None:
    for number in sorted(chat.messages, reverse=True):
        if message_id and number != message_id:
            continue
        for button in _buttons(chat.messages[number].inline_keyboard, "inline_keyboard"):
            if button.get("text") == text and "callback_data" in button:
                return number, text_of(button["callback_data"])
    return None


def _buttons(markup: JsonObject | None, name: str) -> list[JsonObject]:
    rows = list_or_none((markup or {}).get(name)) or []
    return [button for row in rows for button in list_or_none(row) or [] if isinstance(button, dict)]


def _words_below(chat: Chat) -> list[str]:
    return [text_of(button.get("text")) for button in _buttons(chat.keyboard, "keyboard")]


def _press_callback(world: World, chat: Chat, person: Person, message_id: int, data: str) -> JsonObject:
    if not 0 < message_id < chat.next_message_id:
        raise SimError(f"There never was a message {message_id} in this chat.", 404)
    message = chat.messages.get(message_id)
    callback = world.new_callback(chat.chat_id, message_id, person.user_id)
    body: JsonObject = {
        "id": callback.callback_id,
        "from": person.as_user(),
        "message": world.render(message) if message else inaccessible(world, chat, message_id),
        "chat_instance": str(abs(chat.chat_id) * 7_919),
        "data": data,
    }
    world.queue_update("callback_query", person.user_id, body)
    return {"callback_query_id": callback.callback_id}


def edit(world: World, chat_id: int, message_id: int, text: str) -> Message:
    """Edit one's own message."""
    chat = world.chat(chat_id)
    message = _own(chat, message_id)
    name = "text" if "text" in message.content else "caption"
    formatted = parse(text, "", None)
    message.content[name] = formatted.text
    message.content[f"{name}_entities" if name == "caption" else "entities"] = formatted.entities
    message.edit_date = int(world.now())
    world.show(message, "edited")
    world.queue_message(message, edited=True)
    return message


def _own(chat: Chat, message_id: int) -> Message:
    message = chat.messages.get(message_id)
    if message is None or message.outgoing or message.service:
        raise SimError(f"Message {message_id} is not this person's.", 404)
    return message


def delete(world: World, chat_id: int, message_ids: list[int]) -> list[int]:
    """Delete messages on the phone; Telegram tells the bot nothing of it."""
    chat = world.chat(chat_id)
    gone = [number for number in message_ids if number in chat.messages]
    world.remove(chat, gone)
    return gone


def block(world: World, chat_id: int) -> None:
    """Block the bot: the update goes first, then sending fails."""
    person = world.person(chat_id)
    if not person.blocked:
        person.blocked = True
        bot_standing_changed(world, world.chat(chat_id), person, Standing.MEMBER, Standing.KICKED)
        world.events.tell("people")


def unblock(world: World, chat_id: int) -> None:
    """Let the bot write again."""
    person = world.person(chat_id)
    if person.blocked:
        person.blocked = False
        bot_standing_changed(world, world.chat(chat_id), person, Standing.KICKED, Standing.MEMBER)
        world.events.tell("people")


def close_account(world: World, wish: JsonObject) -> None:
    """Delete a person's account: nothing reaches it any more."""
    world.person(integer_of(wish.get("chat_id"))).deactivated = True
