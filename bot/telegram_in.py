"""What Telegram brings, read into events: one update at a time, and nothing in it is trusted.

Law: whatever arrives becomes a ``Taken`` or an ``Unreadable``, never another exception: one update that
cannot be read must not hold up the next. Only private chats are heard, and authority is the sender's id
alone. Parts of an update that we do not use are not even parsed: a novelty of Telegram's cannot make a
message unreadable.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeGuard

from telegram import (
    Animation,
    Audio,
    ChatMemberUpdated,
    Document,
    Message,
    PhotoSize,
    Update,
    Video,
    VideoNote,
    Voice,
)

from conversations.events import (
    Attached,
    Edited,
    Event,
    Left,
    MediaKind,
    Opened,
    Pressed,
    Returned,
    Strange,
    Typed,
)

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
LONGEST_TEXT: Final = 4096
LARGEST_NUMBER: Final = 2**63 - 1
_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MESSAGE: Final = ("message_id", "date", "edit_date", "chat", "from", "text", "caption")
_FILES: Final = ("photo", "voice", "video", "video_note", "audio", "animation", "document")
_PRESS: Final = ("id", "from", "data", "message")
_SENDER: Final = ("id", "is_bot", "language_code")
_UNSPOKEN: Final = frozenset(
    {
        "pinned_message",
        "message_auto_delete_timer_changed",
        "chat_background_set",
        "write_access_allowed",
        "connected_website",
        "users_shared",
        "chat_shared",
        "web_app_data",
    }
)
"""What Telegram notes in a chat by itself: nobody said it, nobody waits for an answer."""


class Unreadable(Exception):  # noqa: N818 - reads as what the update is
    """An update that cannot be read; it is parked, and the rest go on."""

    def __init__(self, update_id: int | None) -> None:
        super().__init__("An update cannot be read.")
        self.update_id = update_id
        """None: it does not even tell which one it is."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One update as we understand it."""

    update_id: int
    chat: int = field(default=0, repr=False)
    sender: int = field(default=0, repr=False)
    event: Event | None = None
    """None: not for us (a group, a channel, a note of Telegram's). It is confirmed and nobody is answered."""
    date: int = 0
    """Unix seconds at which it was written, as Telegram tells them; 0 where it does not (presses)."""
    language: str = ""
    """The language of the sender's Telegram, such as ``id``; empty where it is not told."""


def read(raw: object) -> Taken:
    """Read one update.

    Raises:
        Unreadable: it is not an update that this program can read.

    """
    update_id = number_of(raw)
    try:
        return _read(update_id, raw)
    except Exception:  # noqa: BLE001 - junk breaks the library in every way that there is
        unreadable = Unreadable(update_id)
    # Raised out here, so that no trace leads back to what somebody wrote.
    raise unreadable


def number_of(raw: object) -> int | None:
    """Tell an update's number, if it has one: needed even for those that cannot be read."""
    found = raw.get("update_id") if isinstance(raw, Mapping) else None
    return found if _is_number(found) and found >= 0 else None


def _read(update_id: int | None, raw: object) -> Taken:
    if update_id is None or not isinstance(raw, Mapping):
        raise TypeError
    if raw.get("callback_query") is not None:
        return _press(update_id, raw["callback_query"])
    update = Update.de_json(_pruned(raw), None)
    match update:
        case Update(message=Message() as message):
            return _message(update_id, message, _event_of(message, raw["message"]))
        case Update(edited_message=Message() as message):
            return _message(update_id, message, Edited(message.message_id))
        case Update(my_chat_member=ChatMemberUpdated() as change):
            return _standing(update_id, change)
        case _:
            return Taken(update_id)


def _pruned(raw: Mapping[str, object]) -> dict[str, object]:
    kept = {name: raw[name] for name in ("update_id", "my_chat_member") if name in raw}
    for name in ("message", "edited_message"):
        if name in raw:
            kept[name] = _only(raw[name], (*_MESSAGE, *_FILES))
    return kept


def _only(given: object, names: Sequence[str]) -> dict[str, object]:
    if not isinstance(given, Mapping):
        raise TypeError
    return {name: given[name] for name in names if given.get(name) is not None}


def _message(update_id: int, message: Message, event: Event | None) -> Taken:
    sender = message.from_user
    if sender is None or sender.is_bot or not _is_private(message.chat.type, message.chat.id, sender.id):
        return Taken(update_id)
    _check(message.message_id)
    language = _text(sender.language_code or "")
    date = int((message.edit_date or message.date).timestamp())
    return Taken(update_id, message.chat.id, sender.id, event, date, language)


def _press(update_id: int, raw: object) -> Taken:
    """Read a press by hand: the library takes ten times as long over it, and most updates are presses."""
    press = _only(raw, _PRESS)
    sender = _only(press["from"], _SENDER)
    chat, data = sender["id"], press.get("data")
    if "message" not in press or not isinstance(data, str) or sender["is_bot"]:
        return Taken(update_id)
    number, (kind, place) = _place(press["message"])
    if not _is_private(kind, place, chat) or not _is_number(chat):
        return Taken(update_id)
    event = Pressed(number, _text(data), _text(press["id"]))
    return Taken(update_id, chat, chat, event, language=_text(sender.get("language_code", "")))


def _place(message: object) -> tuple[int, tuple[object, object]]:
    found = _only(message, ("message_id", "chat"))
    chat = _only(found["chat"], ("type", "id"))
    number = found["message_id"]
    if not _is_number(number):
        raise TypeError
    return number, (chat["type"], chat["id"])


def _standing(update_id: int, change: ChatMemberUpdated) -> Taken:
    if not _is_private(change.chat.type, change.chat.id, change.from_user.id):
        return Taken(update_id)
    standing: dict[str, Event] = {"kicked": Left(), "member": Returned()}
    event = standing.get(change.new_chat_member.status)
    return Taken(update_id, change.chat.id, change.from_user.id, event, int(change.date.timestamp()))


def _is_private(kind: object, chat: object, sender: object) -> bool:
    if not _is_number(chat) or not _is_number(sender):
        raise TypeError
    return kind == "private" and chat == sender


def _event_of(message: Message, raw: Mapping[str, object]) -> Event | None:
    if message.text:
        return _written(message.message_id, _text(message.text))
    if (attached := _attached(message)) is not None:
        return attached
    return None if _UNSPOKEN.intersection(raw) else Strange(message.message_id)


def _written(message: int, text: str) -> Event:
    if len(text) > LONGEST_TEXT:
        raise ValueError
    command, _, rest = text.partition(" ")
    # Whoever writes a sentence behind /start by hand means the sentence.
    if command == "/start" and (not rest.strip() or _PAYLOAD.fullmatch(rest)):
        return Opened(message, rest.strip())
    return Typed(message, text)


_File = PhotoSize | Voice | Video | VideoNote | Audio | Animation | Document


def _attached(message: Message) -> Attached | None:
    found = _file_of(message)
    if found is None:
        return None
    kind, file = found
    mime = "" if isinstance(file, PhotoSize | VideoNote) else _text(file.mime_type or "")
    name = "" if isinstance(file, PhotoSize | VideoNote | Voice) else _text(file.file_name or "")
    size = file.file_size or 0
    if not _is_number(size) or not file.file_id:
        raise TypeError
    return Attached(
        message.message_id, kind, _text(file.file_id), max(size, 0), name, mime, _text(message.caption or "")
    )


def _file_of(message: Message) -> tuple[MediaKind, _File] | None:
    moving = message.animation
    if moving is not None:
        is_film = _text(moving.mime_type or "").startswith("video/")
        return (MediaKind.VIDEO if is_film else MediaKind.DOCUMENT), moving
    if message.photo:
        return MediaKind.PHOTO, max(message.photo, key=lambda size: size.width * size.height)
    for kind, file in (
        (MediaKind.VOICE, message.voice),
        (MediaKind.VIDEO, message.video or message.video_note),
        (MediaKind.AUDIO, message.audio),
        (MediaKind.DOCUMENT, message.document),
    ):
        if file is not None:
            return kind, file
    return None


def _check(number: object) -> None:
    if not _is_number(number):
        raise TypeError


def _is_number(found: object) -> TypeGuard[int]:
    return isinstance(found, int) and not isinstance(found, bool) and abs(found) <= LARGEST_NUMBER


def _text(found: object) -> str:
    """Give text that every store and every wire can carry: half a surrogate pair becomes a question mark."""
    if not isinstance(found, str):
        raise TypeError
    return found.encode("utf-8", "replace").decode()
