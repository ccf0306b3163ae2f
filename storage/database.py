"""The door to SQLite and PostgreSQL: work is a plain function on a connection, done in one transaction.

Law: whatever was handed in while a transaction ran shares the next one, and with it one ``fsync``; where
the shared one fails, each is tried alone, so that no work pays for another's. Nobody outside can tell which
engine it is.

``Database.write`` is the one seam that relies on a single writer: on SQLite a thread of its own (hops
between threads cost more than the disk), on PostgreSQL an advisory lock held for the length of the
transaction.
"""

import asyncio
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool

from storage.errors import StoreFailed, StoreRefused, Unkeepable

T = TypeVar("T")
Work = Callable[[Connection], T]
MOST_TOGETHER = 64
"""Pieces of work that share one transaction."""
READERS = 2
"""A long list must not keep an alert waiting."""
_WRITER_LOCK = 0x7465647568
"""PostgreSQL's advisory lock of the writers: "teduh" in ASCII."""
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "busy_timeout=5000",
    "temp_store=MEMORY",
)


class Cursor(Protocol):
    """What a driver's cursor offers here."""

    def execute(self, statement: str, /) -> object:
        """Carry out one statement."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class DriverConnection(Protocol):
    """What a driver's connection offers here."""

    isolation_level: str | None

    def cursor(self) -> Cursor:
        """Give a cursor."""
        ...


class _Waiting:
    """One piece of work and who waits for it."""

    __slots__ = ("done", "work")

    def __init__(self, work: Work[object], done: asyncio.Future[object]) -> None:
        self.work = work
        self.done = done


class Database(ABC):
    """Opened once; ``close`` ends it."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, work: Work[T]) -> T:
        """Carry work out in a transaction, and return once it is committed.

        Raises:
            StoreFailed: nothing may be assumed kept.
            Unkeepable: it breaks a rule of the database's, and would again.

        """
        waiting = _Waiting(work, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        # The future holds what this very work returned.
        return cast("T", await waiting.done)

    async def _finish(self) -> None:
        """Write whatever waits."""
        if self._writing is not None:
            await self._writing

    @abstractmethod
    async def read(self, work: Work[T]) -> T:
        """Carry work out that changes nothing, beside whoever writes."""

    @abstractmethod
    async def survey(self, work: Work[T]) -> T:
        """Read at length (a whole chain, a whole outbox), in nobody's way."""

    @abstractmethod
    async def close(self) -> None:
        """Finish what is under way and let go of the database."""

    @abstractmethod
    async def _transact(self, works: Sequence[Work[object]]) -> list[object]:
        """Carry all works out in one transaction."""

    @abstractmethod
    async def checkpoint(self) -> None:
        """Have what was deleted vanish from the write-ahead log as well, where that is ours to do."""

    async def _write_all(self) -> None:
        while self._waiting:
            together, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            try:
                results = await self._transact([one.work for one in together])
            except Exception as failure:  # noqa: BLE001 - the outermost frame: told to whoever waits
                await self._each_alone(together, failure)
            else:
                for one, result in zip(together, results, strict=True):
                    _tell(one.done, result)

    async def _each_alone(self, together: list[_Waiting], failure: Exception) -> None:
        if len(together) == 1:
            _tell_failure(together[0].done, failure)
            return
        for one in together:
            try:
                _tell(one.done, (await self._transact([one.work]))[0])
            except Exception as own:  # noqa: BLE001 - the same
                _tell_failure(one.done, own)


def _tell(done: asyncio.Future[object], result: object) -> None:
    if not done.done():
        done.set_result(result)


def _tell_failure(done: asyncio.Future[object], failure: Exception) -> None:
    if not done.done():
        done.set_exception(_translated(failure))


def _translated(failure: Exception) -> Exception:
    if isinstance(failure, OSError):
        # PostgreSQL's driver tells a server out of reach by the system's own error.
        return StoreFailed(f"The database is out of reach ({type(failure).__name__}).")
    if not isinstance(failure, SQLAlchemyError | sqlite3.Error):
        return failure
    cause = getattr(failure, "orig", failure)
    if isinstance(failure, DataError | IntegrityError):
        # Whoever would wait for the database to get well would wait for ever.
        return Unkeepable(f"The database refuses a row ({type(cause or failure).__name__}: {_why(cause)}).")
    return StoreFailed(
        f"The database cannot keep anything now ({type(cause or failure).__name__}: {_why(cause)})."
    )


def _why(cause: object) -> str:
    """Tell SQLite's own name of a failure; a driver's sentence may quote values."""
    return str(getattr(cause, "sqlite_errorname", "")) or "see the database's log"


class SqliteDatabase(Database):
    """One file, one writing thread, and threads that read beside it.

    Through aiosqlite every statement is a hop between threads, which costs more than the statement: drawing
    one alert took 9 ms of processor time. A whole piece of work hops once here. What reads at length goes
    through aiosqlite all the same: it holds none of these threads.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="reading")
        url, options = f"sqlite:///{path}", {"check_same_thread": False, "timeout": 5}
        self._engine = create_engine(url, poolclass=StaticPool, connect_args=options, hide_parameters=True)
        self._readers = create_engine(
            url, pool_size=READERS, max_overflow=0, connect_args=options, hide_parameters=True
        )
        self._surveyors = _async_engine(f"sqlite+aiosqlite:///{path}", 1)
        _prepare(self._engine, "BEGIN IMMEDIATE")
        _prepare(self._readers, "BEGIN")
        _prepare(self._surveyors.sync_engine, "BEGIN")

    async def _transact(self, works: Sequence[Work[object]]) -> list[object]:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._carry_out, works)

    def _carry_out(self, works: Sequence[Work[object]]) -> list[object]:
        with self._engine.begin() as connection:
            return [work(connection) for work in works]

    async def read(self, work: Work[T]) -> T:
        """Read from a snapshot, while the writer goes on."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._reading, self._look, work)
        except (SQLAlchemyError, sqlite3.Error, OSError) as failure:
            raise _translated(failure) from None

    def _look(self, work: Work[T]) -> T:
        with self._readers.begin() as connection:
            return work(connection)

    async def survey(self, work: Work[T]) -> T:
        """Read a snapshot through aiosqlite."""
        return await _surveyed(self._surveyors, work)

    async def checkpoint(self) -> None:
        """Copy the write-ahead log into the file and cut it to nothing."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._truncate)

    def _truncate(self) -> None:
        with self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            try:
                busy = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except sqlite3.Error as failure:
                raise StoreFailed(f"The write-ahead log cannot be emptied ({_why(failure)}).") from None
        if busy:
            raise StoreFailed("The write-ahead log is in use and could not be emptied; try again.")

    async def close(self) -> None:
        """Finish the writing in hand, then close the file."""
        await self._finish()
        await self._surveyors.dispose()
        self._reading.shutdown()
        self._readers.dispose()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown()


def _prepare(engine: Engine, begin: str) -> None:
    """Take transactions into our own hands (the driver would begin them late) and set the pragmas."""

    @event.listens_for(engine, "connect")
    def _connected(driver: DriverConnection, _record: object) -> None:
        driver.isolation_level = None
        cursor = driver.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # By the driver: through SQLAlchemy it takes as long as a statement that does something.
        connection.connection.cursor().execute(begin)


class PostgresDatabase(Database):
    """A server that several programs may share."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._engine = _async_engine(url, 4)
        # What is read in several statements is of one moment, as on SQLite.
        self._readers = self._engine.execution_options(isolation_level="REPEATABLE READ")

    async def _transact(self, works: Sequence[Work[object]]) -> list[object]:
        def carry_out(connection: Connection) -> list[object]:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITER_LOCK})
            return [work(connection) for work in works]

        async with self._engine.begin() as connection:
            return await connection.run_sync(carry_out)

    async def read(self, work: Work[T]) -> T:
        """Read beside whoever writes."""
        return await _surveyed(self._readers, work)

    async def survey(self, work: Work[T]) -> T:
        """Read beside whoever writes."""
        return await _surveyed(self._readers, work)

    async def checkpoint(self) -> None:
        """Leave it to the server: its log is the administrator's, and is said to be so."""

    async def close(self) -> None:
        """Finish the writing in hand, then hang up."""
        await self._finish()
        await self._engine.dispose()


def _async_engine(url: str, size: int) -> AsyncEngine:
    return create_async_engine(url, hide_parameters=True, pool_size=size, max_overflow=0)


async def _surveyed(engine: AsyncEngine, work: Work[T]) -> T:
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    except (SQLAlchemyError, sqlite3.Error, OSError) as failure:
        raise _translated(failure) from None


def open_database(url: str) -> Database:
    """Open what a URL names: ``sqlite:///path`` or ``postgresql+asyncpg://…``.

    Raises:
        StoreRefused: another kind of database.

    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return SqliteDatabase(Path(parsed.database or ""))
    if parsed.drivername == "postgresql+asyncpg":
        return PostgresDatabase(url)
    raise StoreRefused(
        f"Database {parsed.drivername!r} tidak dikenal: tulis sqlite:///berkas atau postgresql+asyncpg://server/nama."
    )


def database_is_there(url: str) -> bool:
    """Whether a database can be opened without making an empty one; a server tells by itself."""
    parsed = make_url(url)
    return parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").is_file()
