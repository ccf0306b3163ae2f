"""How a call reaches Telegram: python-telegram-bot's ``BaseRequest`` over aiohttp, and what can go wrong.

::

    telegram.error.TelegramError
    ├── Answered              Telegram said no: a code, its words, perhaps how many seconds to wait
    ├── TooManyBytes          a file went past the limit while it came in
    ├── NetworkError
    │   ├── NotSent           nothing left this machine: safe to repeat
    │   └── PerhapsSent       it may have been carried out, the answer was lost
    └── TimedOut
        ├── NotSentInTime     no connection in time: safe to repeat
        └── PerhapsSentInTime it may have been carried out, the answer came too late

Law: no exception and no log line of this door holds an address (it carries the token), a body or a file's
bytes. An exception of the HTTP library ends here, with its text.
"""

import io
import json
import re
from collections.abc import AsyncIterator, Mapping
from functools import lru_cache
from typing import Final

import aiohttp
import yarl
from pydantic_core import from_json, to_json
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTIONS: Final = 32
CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 15.0
WRITE_SECONDS: Final = 20.0
UPLOAD_SECONDS: Final = 120.0
DOWNLOAD_SECONDS: Final = 300.0
KEEP_ALIVE_SECONDS: Final = 30.0
"""Shorter than Telegram keeps them: a connection closed as we write to it looks like a lost answer."""
CHUNK_BYTES: Final = 64 * 1024
_UPDATES: Final = b'{"ok":true,"result":[{"update_id":'
"""How every answer begins that brings updates."""
_UPDATE_DEPTH: Final = 3
_NUMBER: Final = re.compile(rb'\{"update_id":(\d{1,18}),')
_SIGNS: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
"""Brackets, and strings as wholes, so that no bracket inside one counts."""
_JSON: Final = {"Content-Type": "application/json"}


class Answered(TelegramError):  # noqa: N818 - reads as what Telegram did
    """Telegram answered, and refused."""

    __slots__ = ("code", "seconds", "words")

    def __init__(self, code: int, words: str = "", seconds: int = 0) -> None:
        super().__init__(f"Telegram answered {code}")
        self.code = code
        self.words = words
        """Telegram's own description: to be compared, never to be shown or logged."""
        self.seconds = seconds
        """How long to wait; 0 where it does not say."""


class TooManyBytes(TelegramError):  # noqa: N818 - reads as what came
    """A file is larger than it may be."""


class NotSent(NetworkError):  # noqa: N818 - reads as what became of the call
    """Nothing left this machine."""


class PerhapsSent(NetworkError):  # noqa: N818 - the same
    """The call may have been carried out."""


class NotSentInTime(TimedOut):
    """No connection in time: nothing left this machine."""


class PerhapsSentInTime(TimedOut):
    """The call may have been carried out; its answer came too late."""


class AiohttpRequest(BaseRequest):
    """An HTTP client for python-telegram-bot that keeps its connections and says whether a call had left."""

    __slots__ = ("_connections", "_read", "_session", "_urls")

    def __init__(self, connections: int = CONNECTIONS, read: float = READ_SECONDS) -> None:
        self._connections = connections
        self._read = read
        self._session: aiohttp.ClientSession | None = None
        self._urls: dict[str, yarl.URL] = {}

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return self._read

    async def initialize(self) -> None:
        """Open for calls; inside the loop that makes them."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEEP_ALIVE_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                timeout=_limits(self._read, WRITE_SECONDS, CONNECT_SECONDS),
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call for python-telegram-bot.

        Raises:
            TelegramError: see the tree above.

        """
        del pool_timeout  # Waiting for a free connection counts as connecting.
        files = request_data is not None and request_data.contains_files
        limits = _limits(
            _seconds(read_timeout, self._read),
            _seconds(write_timeout, UPLOAD_SECONDS if files else WRITE_SECONDS),
            _seconds(connect_timeout, CONNECT_SECONDS),
        )
        body = _form(request_data) if request_data is not None and files else _json(request_data)
        return 200, await self._sent(method, url, body, limits)

    async def call(self, url: str, values: Mapping[str, object], read: float | None = None) -> object:
        """Make one call with JSON both ways, and give its result.

        Raises:
            TelegramError: see the tree above.

        """
        limits = _short_limits(self._read if read is None else read)
        payload = await self._sent("POST", url, to_json(values), limits)
        return self.parse_json_payload(payload)["result"]

    async def download(self, url: str, limit: int) -> AsyncIterator[bytes]:
        """Give a file piece by piece, at most ``limit`` bytes in all.

        Raises:
            TelegramError: see the tree above.

        """
        taken = 0
        try:
            async with self._opened().get(
                yarl.URL(url), allow_redirects=False, timeout=_download_limits(self._read)
            ) as answer:
                if answer.status != 200:  # noqa: PLR2004 - OK
                    raise _refusal(answer.status, await answer.content.read(CHUNK_BYTES))
                async for piece in answer.content.iter_chunked(CHUNK_BYTES):
                    taken += len(piece)
                    if taken > limit:
                        raise TooManyBytes("The file is too large.")
                    yield piece
                return
        except (aiohttp.ClientError, TimeoutError, OSError) as failed:
            trouble = _trouble(failed)
        raise trouble

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, object]:
        """Read an answer; one that is no answer of Telegram's is as good as lost."""
        answer = _object(payload)
        if "result" not in answer:
            raise PerhapsSent("The answer was not Telegram's.")
        return answer

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise NotSent("The door is closed.")
        return self._session

    async def _sent(
        self,
        method: str,
        url: str,
        body: bytes | aiohttp.FormData | None,
        limits: aiohttp.ClientTimeout | None,
    ) -> bytes:
        session = self._opened()
        address = self._urls.get(url) or self._urls.setdefault(url, yarl.URL(url))
        headers = _JSON if isinstance(body, bytes) else None
        timeout = limits or session.timeout
        try:
            async with session.request(
                method, address, data=body, headers=headers, allow_redirects=False, timeout=timeout
            ) as answer:
                payload = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as failed:
            trouble: TelegramError = _trouble(failed)
        else:
            if answer.status == 200:  # noqa: PLR2004 - OK
                return payload
            trouble = _refusal(answer.status, payload)
        # Raised out here, so that not even ``__context__`` leads back to a text with the address.
        raise trouble


def _trouble(failed: Exception) -> TelegramError:
    match failed:
        case aiohttp.ConnectionTimeoutError():
            return NotSentInTime("No connection in time.")
        case aiohttp.ClientConnectorError():
            return NotSent("No connection.")
        case TimeoutError():
            return PerhapsSentInTime("No answer in time.")
        case _:
            return PerhapsSent("The connection broke.")


def _refusal(code: int, payload: bytes) -> Answered:
    answer = _object(payload)
    words, parameters = answer.get("description"), answer.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else 0
    return Answered(code, words if isinstance(words, str) else "", seconds if isinstance(seconds, int) else 0)


def _object(payload: bytes) -> dict[str, object]:
    try:
        read: object = _parsed(payload)
    except (ValueError, RecursionError):
        read = _piece_by_piece(payload)
    return read if isinstance(read, dict) else {}


def _piece_by_piece(payload: bytes) -> dict[str, object]:
    """Read updates one by one, where one of them breaks every reader: that one is text, under its number."""
    if not payload.startswith(_UPDATES):
        return {}
    updates: list[object] = []
    depth = start = 0
    for sign in _SIGNS.finditer(payload):
        if sign[0] in b"[{":
            depth += 1
            start = sign.start() if depth == _UPDATE_DEPTH else start
        elif sign[0] in b"]}":
            updates += [_update(payload[start : sign.end()])] if depth == _UPDATE_DEPTH else []
            depth -= 1
    return {} if depth else {"ok": True, "result": updates}


def _update(piece: bytes) -> object:
    try:
        return _parsed(piece)
    except (ValueError, RecursionError):
        number = _NUMBER.match(piece)
        return {"update_id": int(number[1]), "message": piece.decode(errors="replace")} if number else None


def _parsed(payload: bytes) -> object:
    try:
        parsed: object = from_json(payload)
    except ValueError:
        # Half a surrogate pair, which the quick reader refuses: the other updates must not pay for it.
        parsed = json.loads(payload)
    return parsed


def _json(given: RequestData | None) -> bytes | None:
    return to_json(given.parameters) if given is not None else None


def _form(given: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(given.json_parameters)
    for name, (file_name, content, kind) in (given.multipart_data or {}).items():
        # Wrapped: bare bytes above a mebibyte make aiohttp warn, with the bytes in the warning.
        form.add_field(name, io.BytesIO(_bytes(content)), filename=file_name, content_type=kind)
    return form


def _bytes(content: object) -> bytes:
    return content if isinstance(content, bytes) else b""


def _seconds(given: object, usual: float) -> float:
    return float(given) if isinstance(given, int | float) else usual


@lru_cache(maxsize=8)
def _short_limits(read: float) -> aiohttp.ClientTimeout:
    """Bound a call of a few hundred bytes as a whole: a clock for each read costs a tenth of the call."""
    connect = min(CONNECT_SECONDS, read / 2)
    return aiohttp.ClientTimeout(total=read, connect=connect, sock_connect=connect)


def _limits(read: float, write: float, connect: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(
        total=connect + write + read, connect=connect, sock_connect=connect, sock_read=read
    )


def _download_limits(read: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(
        total=DOWNLOAD_SECONDS, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=read
    )
