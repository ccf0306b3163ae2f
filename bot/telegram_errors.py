"""What Telegram's refusals, and what happens on the way to it, mean to us.

::

    TelegramFailed
    ├── NeverSent         nothing left this machine: safe to repeat
    ├── MaybeSent         it may have been carried out; the caller knows whether repeating harms
    ├── Busy              not now: so many seconds, for this chat or for the whole bot
    ├── Unreachable       this person blocked us, is gone, or never pressed Start
    ├── NotModified       the message already says exactly this
    ├── MessageGone       there is no such message any more
    │   └── MessageFixed  it is there, and cannot be changed or deleted by us
    ├── FileTooLarge      larger than Telegram hands to bots, or than the caller wants
    ├── FileRefused       Telegram does not hand this file out
    ├── Refused           anything else it will not do; carries a short reason code
    ├── Conflict          somebody else takes this bot's updates
    └── BadToken          Telegram does not know this bot

Law: the rest of the room knows these names and none of the library's. No exception holds a description of
Telegram's, an address or a word of anybody.
"""

from dataclasses import dataclass, field
from typing import Final

from telegram.error import TelegramError

from bot.telegram_http import Answered, NotSent, NotSentInTime, TooManyBytes

CHATS_BEFORE_ALL: Final = 3
"""So many chats refused one after the other, and none served in between: the whole bot has to wait."""


class TelegramFailed(Exception):  # noqa: N818 - reads as what happened
    """Anything that this door raises."""


class NeverSent(TelegramFailed):
    """Nothing left this machine."""


class MaybeSent(TelegramFailed):
    """The call may have been carried out."""


class Busy(TelegramFailed):
    """Telegram wants us to wait."""

    def __init__(self, seconds: int, *, whole_bot: bool) -> None:
        super().__init__(f"Telegram asks to wait {seconds} s.")
        self.seconds = seconds
        self.whole_bot = whole_bot
        """Every chat, not only the one that the call was for."""


class Unreachable(TelegramFailed):
    """Nothing can be said to this person now."""


class NotModified(TelegramFailed):
    """The message already says exactly this."""


class MessageGone(TelegramFailed):
    """The message does not exist any more."""


class MessageFixed(MessageGone):
    """The message is there and cannot be changed, or not be deleted, by us."""


class FileTooLarge(TelegramFailed):
    """The file is larger than may be taken."""


class FileRefused(TelegramFailed):
    """Telegram does not hand the file out."""


class Refused(TelegramFailed):
    """Telegram will not do it, and repeating does not help."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Telegram refused: {reason}.")
        self.reason = reason


class Conflict(TelegramFailed):
    """Another program takes this bot's updates, or a webhook is set."""


class BadToken(TelegramFailed):
    """Telegram does not know this bot."""


_MEANINGS: Final[tuple[tuple[str, type[TelegramFailed]], ...]] = (
    ("message is not modified", NotModified),
    ("message to edit not found", MessageGone),
    ("message to delete not found", MessageGone),
    ("message_id_invalid", MessageGone),
    ("message can't be edited", MessageFixed),
    ("message can't be deleted", MessageFixed),
    ("there is no text in the message", MessageFixed),
    ("there is no caption in the message", MessageFixed),
    ("chat not found", Unreachable),
    ("group chat was upgraded", Unreachable),
    ("user is deactivated", Unreachable),
    ("can't initiate conversation", Unreachable),
    ("peer_id_invalid", Unreachable),
    ("file is too big", FileTooLarge),
    ("wrong file_id", FileRefused),
    ("invalid file_id", FileRefused),
    ("wrong file identifier", FileRefused),
    ("file is temporarily unavailable", FileRefused),
)
"""What a 400 means, by a piece of Telegram's sentence (tdlib/telegram-bot-api, Client.cpp; tdlib/td)."""

_REASONS: Final = (
    ("too long", "too-long"),
    ("text is empty", "empty"),
    ("must be non-empty", "empty"),
    ("button", "button"),
    ("entit", "entity"),
    ("query is too old", "press-too-old"),
)


@dataclass(slots=True)
class Floods:
    """Tells whether one chat has to wait, or all of them: Telegram does not say which."""

    _refused: set[str] = field(default_factory=set)

    def refused(self, chat: str) -> bool:
        """Note that a chat was refused; true when it looks like every chat is."""
        if chat:
            self._refused.add(chat)
        return len(self._refused) >= CHATS_BEFORE_ALL

    def served(self, chat: str) -> None:
        """Note that a call went through; one for no chat tells nothing, Telegram counts those apart."""
        if chat:
            self._refused.clear()


def meaning_of(failed: TelegramError, chat: str, floods: Floods) -> TelegramFailed:
    """Say what a failed call means; ``chat``: whom it was for, empty where it was for no chat."""
    match failed:
        case NotSent() | NotSentInTime():
            return NeverSent("Nothing was sent.")
        case Answered(code=429, seconds=seconds):
            return Busy(max(seconds, 1), whole_bot=floods.refused(chat))
        case Answered(code=code, words=words):
            return _refusal(code, words.lower())
        case _:
            return MaybeSent("It may have been sent.")


def _refusal(code: int, words: str) -> TelegramFailed:  # noqa: PLR0911 - a table
    match code:
        case 401 | 404:
            return BadToken("Telegram does not know this bot.")
        case 403:
            return Unreachable("This person cannot be reached.")
        case 409:
            return Conflict("Another program takes this bot's updates.")
        case 413:
            return FileTooLarge("The file is too large.")
        case 400:
            for piece, meaning in _MEANINGS:
                if piece in words:
                    return meaning("Telegram refused.")
            return Refused(next((reason for piece, reason in _REASONS if piece in words), "other"))
        case _:
            return MaybeSent("It may have been sent.")


def download_meaning_of(failed: TelegramError) -> TelegramFailed:
    """Say what a download that broke off means."""
    match failed:
        case TooManyBytes():
            return FileTooLarge("The file is too large.")
        case Answered(code=code) if 400 <= code < 500 and code != 429:  # noqa: PLR2004 - refused for good
            return FileRefused("Telegram does not hand the file out.")
        case _:
            # Taking a file in twice harms nobody.
            return NeverSent("The file did not come whole.")
