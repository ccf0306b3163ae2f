"""A chat as the phone shows it. Law: only what a person could see on the screen, never what the bot keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.values import JsonObject, list_or_none, object_or_none

if TYPE_CHECKING:
    from sandbox.chats import Message
    from sandbox.world import World

MEDIA_KINDS = ("photo", "voice", "document", "video", "audio", "video_note", "animation")
PLAIN_KINDS = ("location", "contact", "venue", "dice", "poll", "sticker")
FACTS = ("file_id", "file_unique_id", "file_size", "file_name", "mime_type", "width", "height", "duration")


def media_of(content: JsonObject) -> tuple[str, JsonObject] | None:
    """Give the kind of media and its best file."""
    kinds = ("animation", *MEDIA_KINDS) if "animation" in content else MEDIA_KINDS
    for kind in kinds:
        if kind in content:
            sizes = list_or_none(content[kind])
            return kind, object_or_none(sizes[-1] if sizes else content[kind]) or {}
    return None


def as_seen(world: World, message: Message) -> JsonObject:
    """Give one message as its bubble."""
    content = message.content
    inline = message.inline_keyboard or {}
    seen: JsonObject = {
        "id": message.message_id,
        "message_id": message.message_id,
        "date": message.date,
        "from": _sender(world, message),
        "outgoing": not message.outgoing,
        "text": content.get("text"),
        "entities": content.get("entities", []),
        "caption": content.get("caption"),
        "caption_entities": content.get("caption_entities", []),
        "media_kind": None,
        "media": None,
        "buttons": inline.get("inline_keyboard", []),
        "protected": message.protected,
        "edited": bool(message.edit_date),
        "edit_date": message.edit_date or None,
        "service": message.service,
        "reply_to": _quoted(world, message),
        "forward_origin": message.extra.get("forward_origin"),
        "media_group_id": message.extra.get("media_group_id"),
        "reactions": [kind for kinds in message.reactions.values() for kind in kinds],
    }
    return seen | _media(content) | _plain(content)


def _sender(world: World, message: Message) -> JsonObject:
    user = world.user_json(message.sender_id)
    return {"id": user["id"], "is_bot": user["is_bot"], "first_name": user["first_name"]}


def _media(content: JsonObject) -> JsonObject:
    found = media_of(content)
    if found is None:
        return {}
    kind, file = found
    return {
        "media_kind": kind,
        "media": {"kind": kind} | {name: file[name] for name in FACTS if name in file},
    }


def _plain(content: JsonObject) -> JsonObject:
    return {name: content[name] for name in PLAIN_KINDS if name in content}


def _quoted(world: World, message: Message) -> JsonObject | None:
    original = world.chats[message.chat_id].messages.get(message.reply_to)
    if original is None:
        return None
    text = original.content.get("text") or original.content.get("caption")
    return {"message_id": original.message_id, "text": text}


def keyboard_below(world: World, chat_id: int) -> JsonObject:
    """Give what lies below the chat: a reply keyboard, a wish for a reply, or nothing."""
    markup = world.chats[chat_id].keyboard or {}
    return {
        "reply_keyboard": markup.get("keyboard", []),
        "one_time_keyboard": bool(markup.get("one_time_keyboard")),
        "is_persistent": bool(markup.get("is_persistent")),
        "placeholder": markup.get("input_field_placeholder", ""),
        "force_reply": bool(markup.get("force_reply")),
    }
