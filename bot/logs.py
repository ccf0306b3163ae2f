"""What is written down of the running: what happened, and numbers. Nothing that anybody said.

Law: a line of a library is told by its name and place alone, for libraries quote addresses (they hold the
token) and bodies (they hold words). An exception is told by its kind and where it rose; its text only where
the text is ours. What is left passes a net that lets numbers and short texts through, and no token.
"""

import logging
import re
import sys
import threading
from collections.abc import Mapping, MutableMapping, Sequence
from traceback import extract_tb
from types import TracebackType
from typing import Literal, TextIO

import structlog

from storage.errors import StorageError

_TOKEN = re.compile(r"[0-9]{6,20}(:|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)
_LONGEST = 300
_FRAMES = 12
_QUIET = ("telegram", "aiohttp", "httpx", "httpcore", "apscheduler", "pyxform")
Event = MutableMapping[str, object]


def configure(level: str, form: Literal["console", "json"], stream: TextIO = sys.stderr) -> None:
    """Set up our own lines and those of every library, and of what nobody caught."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso", utc=True),
            _tell_exceptions,
            _net,
            _last(form, colors=stream.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Libraries()], level=max(number, logging.WARNING), force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


def _last(form: Literal["console", "json"], *, colors: bool) -> structlog.typing.Processor:
    if form == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=colors)


class _Libraries(logging.Handler):
    """Where the lines of libraries end: who spoke and from where, never what."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        structlog.get_logger().log(
            record.levelno,
            "a library spoke",
            library=record.name,
            place=f"{record.module}:{record.lineno}",
            exc_info=record.exc_info if record.exc_info and record.exc_info[0] else None,
        )


def _uncaught(
    kind: type[BaseException], failure: BaseException, trace: TracebackType | None, where: str = "main"
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    structlog.get_logger().critical("nobody caught this", thread=where, exc_info=(kind, failure, trace))


def _uncaught_in_thread(caught: threading.ExceptHookArgs) -> None:
    failure = caught.exc_value or caught.exc_type()
    name = caught.thread.name if caught.thread else ""
    _uncaught(caught.exc_type, failure, caught.exc_traceback, name)


def _unraisable(caught: "sys.UnraisableHookArgs") -> None:
    """Tell what went wrong while something was thrown away; Python would quote the thing, and the text."""
    failure = caught.exc_value or caught.exc_type()
    _uncaught(caught.exc_type, failure, caught.exc_traceback, "collector")


def _tell_exceptions(_logger: object, _method: str, event: Event) -> Event:
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    failure = found[1] if isinstance(found, tuple) else found
    if isinstance(failure, BaseException):
        event.update(told_exception(failure))
    return event


def told_exception(failure: BaseException) -> dict[str, object]:
    """Tell an exception without its text, unless the text is our own and promises to hold nothing."""
    told: dict[str, object] = {"exception": type(failure).__qualname__, "at": _frames(failure)}
    if isinstance(failure, StorageError):
        told["says"] = str(failure)
    if failure.__cause__ is not None:
        told["because_of"] = type(failure.__cause__).__qualname__
    return told


def _frames(failure: BaseException) -> list[str]:
    trace = extract_tb(failure.__traceback__)[-_FRAMES:]
    return [f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno} {frame.name}" for frame in trace]


def _net(_logger: object, _method: str, event: Event) -> Event:
    return {key: netted(value) for key, value in event.items()}


def netted(value: object) -> object:
    """Let numbers and short texts through; tell everything else by its kind."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return _TOKEN.sub("(token)", value)[:_LONGEST]
    if isinstance(value, Mapping):
        return {str(netted(str(key))): netted(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [netted(inner) for inner in value]
    return f"({type(value).__qualname__})"
