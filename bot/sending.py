"""One letter, said to Telegram.

Law: whatever a screen shows is put into words here and nowhere else; nothing here decides what is shown. A
file's plaintext is in memory alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.telegram_errors import FileRefused, FileTooLarge, MessageGone, NotModified
from bot.telegram_out import Telegram
from bot.wording import Words
from conversations.events import FetchProblem, NotFetched
from conversations.moment import Moment
from storage.batch import Answer, Applied, Incoming
from storage.blobs import ChunkSealer
from storage.drawing import NEUTRAL, Clear, Drawn, Fetch, Nothing, Remove, Show, ShowFile
from storage.letters import FetchLetter
from storage.outbox import Outgoing
from storage.settling import Delivered
from storage.store import Store

FILE_NAME = "lampiran"
"""What every file is called on an officer's phone: a reporter's own name for it never becomes one."""


def is_new_message(drawn: Drawn) -> bool:
    """Whether Telegram counts it as a message."""
    return isinstance(drawn, Show) and drawn.message is None


@dataclass(frozen=True, slots=True)
class Sender:
    """What it takes to speak."""

    telegram: Telegram
    words: Words
    zone: ZoneInfo

    async def send(self, chat: int, drawn: Drawn) -> Delivered:
        """Bring what was drawn onto a phone.

        Raises:
            TelegramFailed: whatever Telegram says, or does not.

        """
        match drawn:
            case Show():
                return await self._show(chat, drawn)
            case ShowFile():
                caption = self.words.render(drawn.screen, drawn.language, self.zone)
                await self.telegram.turn_into_file(
                    chat, drawn.message, drawn.media, drawn.content, caption, FILE_NAME
                )
                return Delivered(is_file=True)
            case Remove(messages=messages):
                for left in await self.telegram.delete(chat, messages):
                    await self._neutral(chat, left, Show(NEUTRAL, drawn.language))
                return Delivered(gone=messages)
            case Clear():
                return await self._clear(chat, drawn)
            case Fetch() | Nothing():
                return Delivered()

    async def _show(self, chat: int, drawn: Show) -> Delivered:
        rendered = self.words.render(drawn.screen, drawn.language, self.zone)
        if drawn.message is not None:
            await self.telegram.edit(chat, drawn.message, rendered)
            return Delivered()
        protected = drawn.screen.protected
        return Delivered(await self.telegram.say(chat, rendered, protected=protected, silent=drawn.silent))

    async def _clear(self, chat: int, drawn: Clear) -> Delivered:
        """Quick exit: the neutral line first (an edit makes no sound), then everything else."""
        neutral = Show(drawn.neutral, drawn.language)
        left: tuple[int, ...] = ()
        if drawn.card is not None:
            await self._neutral(chat, drawn.card, neutral)
        gone = (*drawn.messages, *drawn.between, *drawn.beyond)
        if gone:
            left = await self.telegram.delete(chat, gone)
        for message in (*(one for one in left if one in drawn.messages), *drawn.too_old):
            await self._neutral(chat, message, neutral)
        return Delivered(gone=(*drawn.messages, *drawn.too_old))

    async def _neutral(self, chat: int, message: int, neutral: Show) -> None:
        try:
            rendered = self.words.render(neutral.screen, neutral.language, self.zone)
            await self.telegram.edit(chat, message, rendered)
        except (MessageGone, NotModified):
            return

    async def answer(self, answer: Answer) -> None:
        """Answer a press, with a line or with nothing."""
        text = self.words.line(answer.line, answer.language, self.zone) if answer.line else ""
        await self.telegram.answer(answer.press, text)

    async def fetch(
        self, letter: Outgoing, wanted: FetchLetter, store: Store, moment: Callable[[], Moment]
    ) -> Applied:
        """Take a file in, sealed as it comes."""
        sealer = ChunkSealer(store.keyring.office, wanted.token, wanted.key)
        try:
            async for piece in self.telegram.download(wanted.file, store.house.largest_file):
                sealer.take(piece)
        except FileTooLarge:
            return await self._refuse(letter, wanted, FetchProblem.TOO_LARGE, store, moment)
        except FileRefused:
            return await self._refuse(letter, wanted, FetchProblem.REFUSED, store, moment)
        sealer.finish()
        return await store.keep_file(letter, sealer, moment())

    async def refuse(
        self, letter: Outgoing, wanted: FetchLetter, store: Store, moment: Callable[[], Moment]
    ) -> Applied:
        """Give a file up, in words."""
        return await self._refuse(letter, wanted, FetchProblem.REFUSED, store, moment)

    async def _refuse(
        self,
        letter: Outgoing,
        wanted: FetchLetter,
        problem: FetchProblem,
        store: Store,
        moment: Callable[[], Moment],
    ) -> Applied:
        event = Incoming(letter.chat, NotFetched(wanted.token, problem))
        return await store.refuse_file(letter, event, moment())
