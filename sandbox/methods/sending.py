"""Messages the bot sends. Law: everything is read and checked before anything is placed in the chat."""

from sandbox.attachments import as_content, keep
from sandbox.chats import Chat, Message
from sandbox.errors import bad_request
from sandbox.media import StoredFile
from sandbox.methods.keyboards import read_markup
from sandbox.methods.reading import (
    caption_content,
    read_caption,
    read_reply,
    read_text,
    text_content,
    writable_chat,
)
from sandbox.methods.registry import Registry
from sandbox.params import Params, Upload
from sandbox.pictures import PictureError
from sandbox.values import JsonObject
from sandbox.world import World

SENDING = Registry()
PHOTO_CAP = 10 << 20
FILE_CAP = 50 << 20
TOLD = ("duration", "width", "height", "length")


def place(
    world: World, chat: Chat, params: Params, content: JsonObject, extra: JsonObject | None = None
) -> Message:
    """Put one message of the bot into a chat."""
    reply = read_reply(chat, params)
    return world.put(
        chat,
        Message(
            chat_id=chat.chat_id,
            message_id=chat.new_id(),
            date=int(world.now()),
            sender_id=world.bot.user_id,
            content=content,
            outgoing=True,
            markup=read_markup(params),
            reply_to=reply.message_id,
            extra=(extra or {}) | (reply.extra or {}),
            protected=params.flag("protect_content"),
        ),
    )


def sent(world: World, params: Params, content: JsonObject) -> JsonObject:
    """Send one message and answer with it."""
    chat = writable_chat(world, params)
    read_markup(params)
    return world.render(place(world, chat, params, content))


@SENDING.add("sendMessage")
def send_message(world: World, params: Params) -> object:
    """Send a text."""
    chat = writable_chat(world, params)
    content = text_content(read_text(params), params)
    return world.render(place(world, chat, params, content))


def file_of(world: World, kind: str, params: Params, name: str, given: str) -> StoredFile:
    """Give the file a call sends: uploaded with it, or known by its id."""
    upload = params.upload(name)
    if upload is not None:
        return _uploaded(world, kind, upload, params)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    stored = world.cloud.find_whole(given) or _fetched(world, kind, params, given)
    if stored is None:
        raise bad_request("Wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"Can't use file of type {_typed(stored.kind)} as {_typed(kind)}")
    return stored


def _cover(params: Params) -> bytes:
    upload = params.upload("thumbnail") or params.upload("thumb")
    return upload.content if upload is not None else b""


def _fetched(world: World, kind: str, params: Params, address: str) -> StoredFile | None:
    """Take a file from the pretended web: the sandbox never opens an address outside."""
    content = world.web.get(address)
    if content is None:
        return None
    return _uploaded(world, kind, Upload(address.rpartition("/")[2], "", content), params)


def _typed(kind: str) -> str:
    words = {"voice": "VoiceNote", "video_note": "VideoNote"}
    return words.get(kind, kind.capitalize())


def _uploaded(world: World, kind: str, upload: Upload, params: Params) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > (PHOTO_CAP if kind == "photo" else FILE_CAP):
        raise bad_request("file is too big")
    told: JsonObject = {name: params.integer(name) for name in TOLD}
    told |= {"title": params.text("title"), "performer": params.text("performer")}
    try:
        return keep(world.cloud, kind, upload.content, upload.name, upload.mime, told, _cover(params))
    except PictureError as refused:
        raise bad_request(str(refused)) from None


def _send_file(world: World, params: Params, kind: str, *, captioned: bool = True) -> object:
    chat = writable_chat(world, params)
    stored = file_of(world, kind, params, kind, params.text(kind))
    content = as_content(world.cloud, stored)
    if captioned:
        content |= caption_content(read_caption(params), above=params.flag("show_caption_above_media"))
    if params.flag("has_spoiler") and kind in {"photo", "video", "animation"}:
        content["has_media_spoiler"] = True
    return world.render(place(world, chat, params, content))


@SENDING.add("sendPhoto")
def send_photo(world: World, params: Params) -> object:
    """Send a photo."""
    return _send_file(world, params, "photo")


@SENDING.add("sendDocument")
def send_document(world: World, params: Params) -> object:
    """Send a file."""
    return _send_file(world, params, "document")


@SENDING.add("sendVoice")
def send_voice(world: World, params: Params) -> object:
    """Send a voice note."""
    return _send_file(world, params, "voice")


@SENDING.add("sendVideo")
def send_video(world: World, params: Params) -> object:
    """Send a video."""
    return _send_file(world, params, "video")


@SENDING.add("sendAudio")
def send_audio(world: World, params: Params) -> object:
    """Send music."""
    return _send_file(world, params, "audio")


@SENDING.add("sendAnimation")
def send_animation(world: World, params: Params) -> object:
    """Send a silent film."""
    return _send_file(world, params, "animation")


@SENDING.add("sendVideoNote")
def send_video_note(world: World, params: Params) -> object:
    """Send a round video."""
    return _send_file(world, params, "video_note", captioned=False)
