"""Messages the bot changes. Law: only its own, only what they are, and never to what they already are."""

from sandbox.chats import Chat, Message
from sandbox.errors import bad_request
from sandbox.methods.albums import IN_ALBUMS as ALBUM_KINDS
from sandbox.methods.albums import KINDS as IN_PLACE
from sandbox.methods.albums import input_media
from sandbox.methods.keyboards import read_markup
from sandbox.methods.reading import (
    caption_content,
    find_chat,
    find_message,
    read_caption,
    read_text,
    refuse_unreachable,
    text_content,
)
from sandbox.methods.registry import Registry
from sandbox.params import Params
from sandbox.phone import media_of
from sandbox.values import JsonObject
from sandbox.world import World

EDITING = Registry()
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)
CAPTION_FIELDS = ("caption", "caption_entities", "show_caption_above_media")


def editable(world: World, params: Params) -> Message:
    """Give the bot's own message that a call wants to change."""
    if params.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = find_chat(world, params)
    refuse_unreachable(world, chat)
    message = find_message(chat, _message_id(params), "message to edit")
    if not message.outgoing or message.service or message.has_reply_keyboard:
        raise bad_request("message can't be edited")
    return message


def _message_id(params: Params) -> int:
    message_id = params.integer("message_id")
    if not params.text("message_id"):
        raise bad_request("message identifier is not specified")
    return message_id


def changed(world: World, message: Message, content: JsonObject, markup: JsonObject | None) -> JsonObject:
    """Change a message and answer with it."""
    if content == message.content and markup == message.inline_keyboard:
        raise bad_request(NOT_MODIFIED)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    message.content = content
    message.markup = markup
    message.edit_date = int(world.now())
    world.show(message, "edited")
    return world.render(message)


@EDITING.add("editMessageText")
def edit_text(world: World, params: Params) -> object:
    """Change the words; a keyboard that is not sent again is gone."""
    message = editable(world, params)
    formatted = read_text(params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return changed(world, message, text_content(formatted, params), read_markup(params))


@EDITING.add("editMessageCaption")
def edit_caption(world: World, params: Params) -> object:
    """Change the words below a file."""
    message = editable(world, params)
    caption = read_caption(params)
    found = media_of(message.content)
    if found is None or found[0] == "video_note":
        raise bad_request("there is no caption in the message to edit")
    kept = {name: value for name, value in message.content.items() if name not in CAPTION_FIELDS}
    content = kept | caption_content(caption, above=params.flag("show_caption_above_media"))
    return changed(world, message, content, read_markup(params))


@EDITING.add("editMessageMedia")
def edit_media(world: World, params: Params) -> object:
    """Put another file in place, also where there was only text."""
    message = editable(world, params)
    given = params.json("media", "media")
    if given is None:
        raise bad_request("media is empty")
    media = input_media(world, params, given)
    if not ({"text"} | IN_PLACE) & message.content.keys():
        raise bad_request("there is no media in the message to edit")
    _refuse_other_album(message, media.kind)
    return changed(world, message, media.content, read_markup(params))


def _refuse_other_album(message: Message, kind: str) -> None:
    if "media_group_id" in message.extra and kind not in ALBUM_KINDS:
        raise bad_request("message media type can't be changed to the specified in an album")


@EDITING.add("editMessageReplyMarkup")
def edit_markup(world: World, params: Params) -> object:
    """Change the buttons alone."""
    message = editable(world, params)
    return changed(world, message, message.content, read_markup(params))


def own_chat(world: World, params: Params) -> Chat:
    """Give the chat of a call that changes it without writing."""
    chat = find_chat(world, params)
    refuse_unreachable(world, chat)
    return chat
