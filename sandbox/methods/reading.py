"""How a call names a chat, a message, a text, a keyboard. Law: refusals in Telegram's order and words."""

from dataclasses import dataclass

from sandbox.chats import Chat, Message
from sandbox.entities.formatted import Formatted, parse
from sandbox.errors import ApiError, bad_request, forbidden
from sandbox.params import Params
from sandbox.people import ChatKind, Standing
from sandbox.values import JsonObject, integer_of, list_or_none, object_or_none, truth_of
from sandbox.world import World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
PREVIEW_FLAGS = ("prefer_small_media", "prefer_large_media", "show_above_text")
NAMES = {
    ChatKind.GROUP: "group chat",
    ChatKind.SUPERGROUP: "supergroup chat",
    ChatKind.CHANNEL: "channel chat",
}


def find_chat(world: World, params: Params, name: str = "chat_id", *, write: bool = True) -> Chat:
    """Give the chat of a call, when the bot may do there what it asks for."""
    given = params.text(name)
    if not given:
        raise bad_request("chat_id is empty")
    chat = _named(world, given)
    if chat is None or (chat.kind is ChatKind.PRIVATE and not _met(world, chat)):
        raise bad_request("chat not found")
    _check_standing(chat, write=write)
    return chat


def _named(world: World, given: str) -> Chat | None:
    if given.startswith("@"):
        name = given[1:].lower()
        return next((chat for chat in world.chats.values() if chat.username.lower() == name), None)
    return world.chats.get(integer_of(given))


def _met(world: World, chat: Chat) -> bool:
    person = world.people[chat.chat_id]
    known = (other for other in world.chats.values() if other.kind is not ChatKind.PRIVATE)
    return person.started or any(person.user_id in other.members for other in known)


def _check_standing(chat: Chat, *, write: bool) -> None:
    if chat.kind is ChatKind.PRIVATE:
        return
    name = NAMES[chat.kind]
    if chat.migrated_to and write:
        raise bad_request(
            "group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": chat.migrated_to}
        )
    if chat.bot_standing is Standing.KICKED:
        raise forbidden(f"bot was kicked from the {name}")
    if chat.bot_standing is Standing.LEFT and (write or not chat.username):
        raise forbidden(f"bot is not a member of the {name}")


def writable_chat(world: World, params: Params, name: str = "chat_id") -> Chat:
    """Give the chat of a call that puts a message there."""
    chat = find_chat(world, params, name)
    refuse_unreachable(world, chat)
    return chat


def refuse_unreachable(world: World, chat: Chat) -> None:
    """Refuse to write to somebody who blocked the bot, is gone, or never pressed Start."""
    if chat.kind is ChatKind.CHANNEL and not truth_of(chat.rights.get("can_post_messages")):
        raise bad_request("need administrator rights in the channel chat")
    if chat.kind is not ChatKind.PRIVATE:
        return
    person = world.people[chat.chat_id]
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def find_message(chat: Chat, message_id: int, what: str) -> Message:
    """Give a message that still exists; `what` names it in the refusal."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def message_ids(params: Params, name: str = "message_ids", most: int = 100) -> list[int]:
    """Read a list of message ids."""
    if not params.text(name):
        raise bad_request("Message identifiers are not specified")
    given = list_or_none(params.json(name, name))
    if given is None:
        raise bad_request("Expected an Array of message identifiers")
    if len(given) > most:
        raise bad_request("Too many message identifiers specified")
    return [_message_id(item) for item in given]


def _message_id(item: object) -> int:
    if not isinstance(item, (int, str)) or isinstance(item, bool):
        raise bad_request("Message identifier must be a Number")
    if isinstance(item, str) and not item.lstrip("-").isdigit():
        raise bad_request("Can't parse message identifier as a Number")
    if int(item) <= 0:
        raise bad_request("Invalid message identifier specified")
    return int(item)


def read_text(params: Params) -> Formatted:
    """Read the text of a message."""
    text = params.text("text")
    if not text:
        raise bad_request("Message text is empty")
    formatted = parse(text, params.text("parse_mode"), params.json("entities", "entities"))
    return checked_text(formatted)


def checked_text(formatted: Formatted) -> Formatted:
    """Refuse a text that is empty or too long once it is parsed."""
    if not formatted.text:
        raise bad_request("Text must be non-empty")
    if len(formatted.text) > TEXT_LIMIT:
        raise bad_request("Message is too long")
    return formatted


def read_caption(params: Params) -> Formatted:
    """Read the caption of a message."""
    return caption_of(
        params.text("caption"), params.text("parse_mode"), params.json("caption_entities", "caption_entities")
    )


def caption_of(text: str, parse_mode: str, entities: object) -> Formatted:
    """Read a caption from its parts."""
    formatted = parse(text, parse_mode, entities)
    if len(formatted.text) > CAPTION_LIMIT:
        raise bad_request("Message caption is too long")
    return formatted


def caption_content(caption: Formatted, *, above: bool = False) -> JsonObject:
    """Give the fields of a message that has this caption."""
    content: JsonObject = {}
    if caption.text:
        content["caption"] = caption.text
    if caption.entities:
        content["caption_entities"] = caption.entities
    if caption.text and above:
        content["show_caption_above_media"] = True
    return content


def text_content(formatted: Formatted, params: Params) -> JsonObject:
    """Give the fields of a text message."""
    content: JsonObject = {"text": formatted.text}
    if formatted.entities:
        content["entities"] = formatted.entities
    options = _preview(params)
    return content | ({"link_preview_options": options} if options else {})


def _preview(params: Params) -> JsonObject:
    """Read how the preview of a link looks, as it is given back: only what was asked for."""
    given = object_or_none(params.json("link_preview_options", "link preview options")) or {}
    if truth_of(given.get("is_disabled")) or params.flag("disable_web_page_preview"):
        return {"is_disabled": True}
    kept: JsonObject = {"url": given["url"]} if given.get("url") else {}
    return kept | {name: True for name in PREVIEW_FLAGS if truth_of(given.get(name))}


@dataclass(frozen=True, slots=True)
class Reply:
    """Which message is answered, and what of it is quoted."""

    message_id: int = 0
    extra: JsonObject | None = None


def read_reply(chat: Chat, params: Params) -> Reply:
    """Read what a message answers; a message that is gone is refused unless told otherwise."""
    given = object_or_none(params.json("reply_parameters", "reply parameters")) or {}
    wanted = integer_of(given.get("message_id")) if given else params.integer("reply_to_message_id")
    lenient = truth_of(given.get("allow_sending_without_reply")) or params.flag("allow_sending_without_reply")
    if wanted == 0:
        return Reply()
    original = chat.messages.get(wanted)
    if original is None:
        if lenient:
            return Reply()
        raise _reply_missing()
    return Reply(wanted, _quote(original, given))


def _reply_missing() -> ApiError:
    return bad_request("message to be replied not found")


def _quote(original: Message, given: JsonObject) -> JsonObject | None:
    words = given.get("quote")
    if not isinstance(words, str) or not words:
        return None
    text = str(original.content.get("text") or original.content.get("caption") or "")
    quoted = parse(words, str(given.get("quote_parse_mode") or ""), given.get("quote_entities"), find=False)
    position = text.find(quoted.text)
    if position < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    quote: JsonObject = {"text": quoted.text, "position": position, "is_manual": True}
    return {"quote": quote | ({"entities": quoted.entities} if quoted.entities else {})}
