"""Contestants on aiogram 3: the form with its memory storage, with SQLite at FULL, and with Redis.

Law: as its documentation shows it: one state a step, answers in the state's data.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import aiosqlite
import orjson
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tools.bench.steps import QUESTIONS, Asked, card, step_of

_SCHEMA = "CREATE TABLE IF NOT EXISTS chats (chat INTEGER PRIMARY KEY, state TEXT, answers TEXT)"
_KEEP_STATE = (
    "INSERT INTO chats (chat, state) VALUES (?, ?) ON CONFLICT (chat) DO UPDATE SET state = excluded.state"
)
_KEEP_DATA = (
    "INSERT INTO chats (chat, answers) VALUES (?, ?)"
    " ON CONFLICT (chat) DO UPDATE SET answers = excluded.answers"
)


class Report(StatesGroup):
    """Where somebody stands: one state for all questions, the number in the press."""

    answering = State()


class SqliteStorage(BaseStorage):
    """What a careful developer would write: one SQLite file, write-ahead log, ``synchronous=FULL``."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        self._database = database

    @classmethod
    async def open(cls, path: Path) -> "SqliteStorage":
        """Open the file, and make the table if need be."""
        database = await aiosqlite.connect(path, isolation_level=None)
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", _SCHEMA):
            await database.execute(statement)
        return cls(database)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Keep where somebody stands."""
        name = state.state if isinstance(state, State) else state
        await self._database.execute(_KEEP_STATE, (key.chat_id, name))

    async def get_state(self, key: StorageKey) -> str | None:
        """Tell where somebody stands."""
        found = await self._one("state", key)
        return found if isinstance(found, str) else None

    async def set_data(self, key: StorageKey, data: Mapping[str, object]) -> None:
        """Keep what somebody answered."""
        await self._database.execute(_KEEP_DATA, (key.chat_id, orjson.dumps(dict(data)).decode()))

    async def get_data(self, key: StorageKey) -> dict[str, object]:
        """Give what somebody answered."""
        found = await self._one("answers", key)
        read: dict[str, object] = orjson.loads(found) if isinstance(found, str) else {}
        return read

    async def _one(self, column: str, key: StorageKey) -> object:
        query = f"SELECT {column} FROM chats WHERE chat = ?"  # noqa: S608 - one of two names of our own
        async with self._database.execute(query, (key.chat_id,)) as cursor:
            row = await cursor.fetchone()
        return row[0] if row else None

    async def close(self) -> None:
        """Close the file."""
        await self._database.close()


def run_form_memory(token: str, server: str, _folder: Path) -> None:
    """Run the form; what is told is gone when the program ends."""
    asyncio.run(_run(token, server, MemoryStorage()))


def run_form_sqlite_full(token: str, server: str, folder: Path) -> None:
    """Run the form; every step is on disk before it is answered."""

    async def run() -> None:
        await _run(token, server, await SqliteStorage.open(folder / "states.db"))

    asyncio.run(run())


def run_form_redis(token: str, server: str, folder: Path) -> None:
    """Run the form with Redis on a socket in ``folder``."""
    from aiogram.fsm.storage.redis import RedisStorage

    asyncio.run(_run(token, server, RedisStorage.from_url(f"unix://{folder / 'redis.sock'}")))


async def _run(token: str, server: str, storage: BaseStorage) -> None:
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(server)))
    dispatcher = Dispatcher(storage=storage)
    dispatcher.message.register(_began, CommandStart())
    dispatcher.callback_query.register(_pressed, Report.answering)
    await dispatcher.start_polling(bot)


async def _began(message: Message, state: FSMContext) -> None:
    first = card(0)
    await state.set_state(Report.answering)
    await state.set_data({})
    await message.answer(first.text, reply_markup=_keyboard(first))


async def _pressed(press: CallbackQuery, state: FSMContext) -> None:
    assert press.data is not None
    assert isinstance(press.message, Message)
    following = step_of(press.data) + 1
    shown = card(following)
    await state.update_data({f"answer {following - 1}": press.data})
    if following >= len(QUESTIONS):
        await state.set_state(None)
    await press.answer()
    await press.message.edit_text(shown.text, reply_markup=_keyboard(shown))


def _keyboard(asked: Asked) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in asked.rows
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
