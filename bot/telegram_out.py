"""What we say to Telegram.

Law: the only module that sends. No ``parse_mode`` ever: what is marked, is marked by entities, so that no
word of a reporter can act. Link previews are off. Whatever goes wrong is told in ``telegram_errors``'s
names.
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    MessageEntity,
)
from telegram.error import TelegramError

from bot.telegram_errors import (
    FileRefused,
    FileTooLarge,
    Floods,
    MaybeSent,
    MessageFixed,
    MessageGone,
    Refused,
    download_meaning_of,
    meaning_of,
)
from bot.telegram_http import READ_SECONDS, AiohttpRequest
from bot.telegram_in import ALLOWED_UPDATES
from bot.wording import LONGEST_TOAST, Profile, Rendered
from conversations.events import MediaKind

SERVER: Final = "https://api.telegram.org"
MOST_DELETED: Final = 100
POLL_GRACE_SECONDS: Final = 10.0
"""How much longer than the long poll itself we wait for its answer."""
_NO_PREVIEW: Final = {"is_disabled": True}
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Me:
    """Who this bot is."""

    id: int
    username: str


class Telegram:
    """The door to Telegram. ``open`` it inside the loop that uses it, and ``close`` it there."""

    def __init__(self, token: str, server: str = SERVER, read: float = READ_SECONDS) -> None:
        quiet()
        self._poll = AiohttpRequest(connections=1, read=read)
        self._request = AiohttpRequest(read=read)
        self._bot = Bot(
            token,
            base_url=f"{server}/bot",
            base_file_url=f"{server}/file/bot",
            request=self._request,
            get_updates_request=self._poll,
        )
        self._floods = Floods()

    async def open(self) -> None:
        """Make ready; nothing is sent yet."""
        await self._poll.initialize()
        await self._request.initialize()

    async def close(self) -> None:
        """Close every connection."""
        await self._poll.shutdown()
        await self._request.shutdown()

    async def me(self) -> Me:
        """Ask who we are: also the proof that the token is good."""
        user = await self._named("", self._bot.get_me())
        return Me(user.id, user.username or "")

    async def take(self, offset: int, limit: int, seconds: int) -> list[object]:
        """Wait up to ``seconds`` for updates from ``offset`` on, raw: one bad one must not spoil the rest.

        Telegram forgets every update below ``offset``.
        """
        values = {
            "offset": offset,
            "limit": limit,
            "timeout": seconds,
            "allowed_updates": ALLOWED_UPDATES,
        }
        taken = await self._call("getUpdates", values, read=seconds + POLL_GRACE_SECONDS)
        if not isinstance(taken, list):
            raise MaybeSent("The updates cannot be read.")
        return taken

    async def confirm(self, offset: int) -> None:
        """Let Telegram forget every update below ``offset`` and wait for no more: the last act of all."""
        await self.take(offset, 1, 0)

    async def say(
        self, chat: int, rendered: Rendered, *, protected: bool = False, silent: bool = False
    ) -> int:
        """Send a message and give Telegram's id of it."""
        values = {"chat_id": chat, **_words(rendered)}
        if protected:
            values["protect_content"] = True
        if silent:
            values["disable_notification"] = True
        return _message_id(await self._call("sendMessage", values, str(chat)))

    async def edit(self, chat: int, message: int, rendered: Rendered) -> None:
        """Change a message of ours; it makes no sound."""
        values = {"chat_id": chat, "message_id": message, **_words(rendered)}
        await self._call("editMessageText", values, str(chat))

    async def delete(self, chat: int, messages: Sequence[int]) -> tuple[int, ...]:
        """Delete messages on both sides, and give those that cannot be deleted."""
        left: list[int] = []
        for start in range(0, len(messages), MOST_DELETED):
            left += await self._delete_some(chat, messages[start : start + MOST_DELETED])
        return tuple(left)

    async def _delete_some(self, chat: int, messages: Sequence[int]) -> list[int]:
        try:
            await self._call("deleteMessages", {"chat_id": chat, "message_ids": list(messages)}, str(chat))
        except (MessageGone, Refused):
            # One that cannot be deleted fails the whole call.
            return [message for message in messages if not await self._delete_one(chat, message)]
        return []

    async def _delete_one(self, chat: int, message: int) -> bool:
        try:
            await self._call("deleteMessage", {"chat_id": chat, "message_id": message}, str(chat))
        except (MessageFixed, Refused):
            return False
        except MessageGone:
            pass
        return True

    async def answer(self, press: str, text: str = "") -> bool:
        """Answer a press, so that the button stops waiting; false when it was too late for that."""
        values = (
            {"callback_query_id": press, "text": text[:LONGEST_TOAST]}
            if text
            else {"callback_query_id": press}
        )
        try:
            await self._call("answerCallbackQuery", values)
        except Refused:
            return False
        return True

    async def turn_into_file(
        self, chat: int, message: int, kind: MediaKind, content: bytes, caption: Rendered, name: str
    ) -> None:
        """Put a file into a message of ours; what Telegram cannot show comes as a document."""
        try:
            await self._put(chat, message, _media(kind, content, caption, name), caption)
        except Refused:
            if kind is MediaKind.DOCUMENT:
                raise
            await self._put(chat, message, _media(MediaKind.DOCUMENT, content, caption, name), caption)

    async def _put(self, chat: int, message: int, media: "_Media", caption: Rendered) -> None:
        edited = self._bot.edit_message_media(media, chat, message, reply_markup=_keyboard(caption))
        await self._named(str(chat), edited)

    async def download(self, file: str, limit: int) -> AsyncIterator[bytes]:
        """Give a file piece by piece, at most ``limit`` bytes in all."""
        found = await self._call("getFile", {"file_id": file})
        path = found.get("file_path") if isinstance(found, Mapping) else None
        size = found.get("file_size") if isinstance(found, Mapping) else None
        if isinstance(size, int) and size > limit:
            raise FileTooLarge("The file is too large.")
        if not isinstance(path, str):
            raise FileRefused("Telegram does not hand the file out.")
        try:
            async for piece in self._request.download(f"{self._bot.base_file_url}/{path}", limit):
                yield piece
        except TelegramError as failed:
            trouble = download_meaning_of(failed)
        else:
            return
        raise trouble

    async def present(self, profiles: Sequence[Profile]) -> None:
        """Show a neutral face: name and description by language, and no list of commands."""
        await self._call("deleteMyCommands", {})
        for profile in profiles:
            language = {"language_code": profile.language}
            await self._call("setMyName", {"name": profile.name, **language})
            await self._call("setMyDescription", {"description": profile.description, **language})
            await self._call("setMyShortDescription", {"short_description": profile.short, **language})

    async def _call(
        self, method: str, values: Mapping[str, object], chat: str = "", read: float | None = None
    ) -> object:
        request = self._request if read is None else self._poll
        return await self._named(chat, request.call(f"{self._bot.base_url}/{method}", values, read))

    async def _named(self, chat: str, call: Awaitable[_Answer]) -> _Answer:
        """Make a call; what goes wrong gets our own name."""
        try:
            answer = await call
        except TelegramError as failed:
            trouble = meaning_of(failed, chat, self._floods)
        else:
            self._floods.served(chat)
            return answer
        # Raised out here, so that nothing leads back to a text of Telegram's.
        raise trouble


def quiet() -> None:
    """Silence the libraries: their lines hold the token (it is part of every address) and people's words."""
    for name in ("telegram", "aiohttp", "httpx"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _words(rendered: Rendered) -> dict[str, object]:
    values: dict[str, object] = {"text": rendered.text, "link_preview_options": _NO_PREVIEW}
    if rendered.entities:
        values["entities"] = [
            {"type": kind, "offset": offset, "length": length} for kind, offset, length in rendered.entities
        ]
    if rendered.rows:
        values["reply_markup"] = {
            "inline_keyboard": [
                [{"text": label, "callback_data": data} for label, data in row] for row in rendered.rows
            ]
        }
    return values


def _message_id(answer: object) -> int:
    found = answer.get("message_id") if isinstance(answer, Mapping) else None
    if not isinstance(found, int):
        raise MaybeSent("The answer names no message.")
    return found


def _keyboard(rendered: Rendered) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rendered.rows]
    )


_Media = InputMediaPhoto | InputMediaVideo | InputMediaAudio | InputMediaDocument


def _media(kind: MediaKind, content: bytes, caption: Rendered, name: str) -> _Media:
    marks = [MessageEntity(kind, offset, length) for kind, offset, length in caption.entities]
    match kind:
        case MediaKind.PHOTO:
            return InputMediaPhoto(content, caption=caption.text, caption_entities=marks, filename=name)
        case MediaKind.VIDEO:
            return InputMediaVideo(content, caption=caption.text, caption_entities=marks, filename=name)
        case MediaKind.VOICE | MediaKind.AUDIO:
            return InputMediaAudio(content, caption=caption.text, caption_entities=marks, filename=name)
        case MediaKind.DOCUMENT:
            return InputMediaDocument(content, caption=caption.text, caption_entities=marks, filename=name)
