"""Contestants on python-telegram-bot: the form with its pickles, the echo, and the echo over our HTTP client.

Law: as its documentation shows it. The echo keeps nothing: what is asked next stands in the press.
"""

import asyncio
import warnings
from collections import defaultdict
from collections.abc import Awaitable
from pathlib import Path

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    BaseUpdateProcessor,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

from bot.telegram_http import AiohttpRequest
from tools.bench.steps import QUESTIONS, Asked, card, step_of

TOGETHER = 256
Context = ContextTypes.DEFAULT_TYPE


def run_form(token: str, server: str, folder: Path) -> None:
    """Run the form: ConversationHandler, PicklePersistence, everything at its default."""
    warnings.filterwarnings("ignore", message=".*per_message=False.*")
    builder = _built(token, server).persistence(PicklePersistence(folder / "conversations.pickle"))
    steps: dict[object, list[BaseHandler[Update, Context, object]]] = {
        at: [CallbackQueryHandler(_pressed_in_form)] for at in range(len(QUESTIONS))
    }
    application = builder.build()
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", _began)],
            states=steps,
            fallbacks=[CommandHandler("start", _began)],
            name="report",
            persistent=True,
        )
    )
    application.run_polling()


def run_echo(token: str, server: str, _folder: Path) -> None:
    """Run the echo, everything at its default."""
    _echoing(_built(token, server).build()).run_polling()


def run_echo_our_client(token: str, server: str, _folder: Path) -> None:
    """Run the echo over our HTTP client, chats together and each in its order: the ceiling."""
    builder = (
        _built(token, server)
        .request(AiohttpRequest())
        .get_updates_request(AiohttpRequest(connections=1))
        .concurrent_updates(ChatsInOrder(TOGETHER))
    )
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, _began))
    application.add_handler(CallbackQueryHandler(_pressed_at_once))
    application.run_polling()


class ChatsInOrder(BaseUpdateProcessor):
    """Many updates at a time, those of one chat one after another."""

    def __init__(self, together: int) -> None:
        super().__init__(together)
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        """Wait for the chat's turn."""
        chat = update.effective_chat if isinstance(update, Update) else None
        async with self._turns[chat.id if chat else 0]:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def _built(token: str, server: str) -> "ApplicationBuilder":  # type: ignore[type-arg]
    return ApplicationBuilder().token(token).base_url(f"{server}/bot").base_file_url(f"{server}/file/bot")


def _echoing(application: "Application") -> "Application":  # type: ignore[type-arg]
    application.add_handler(MessageHandler(filters.TEXT, _began))
    application.add_handler(CallbackQueryHandler(_pressed))
    return application


async def _began(update: Update, _context: Context) -> int:
    message = update.message
    assert isinstance(message, Message)
    first = card(0)
    await message.reply_text(first.text, reply_markup=_keyboard(first))
    return 0


async def _pressed_in_form(update: Update, context: Context) -> int:
    press = update.callback_query
    assert isinstance(press, CallbackQuery)
    assert context.user_data is not None
    assert press.data is not None
    context.user_data[f"answer {step_of(press.data)}"] = press.data
    return await _pressed(update, context)


async def _pressed(update: Update, _context: Context) -> int:
    press = update.callback_query
    assert isinstance(press, CallbackQuery)
    assert press.data is not None
    following = step_of(press.data) + 1
    shown = card(following)
    await press.answer()
    await press.edit_message_text(shown.text, reply_markup=_keyboard(shown))
    return following if following < len(QUESTIONS) else ConversationHandler.END


async def _pressed_at_once(update: Update, _context: Context) -> None:
    press = update.callback_query
    assert isinstance(press, CallbackQuery)
    assert press.data is not None
    shown = card(step_of(press.data) + 1)
    await asyncio.gather(
        press.edit_message_text(shown.text, reply_markup=_keyboard(shown)),
        press.answer(),
    )


def _keyboard(asked: Asked) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in asked.rows]
    return InlineKeyboardMarkup(rows) if rows else None
