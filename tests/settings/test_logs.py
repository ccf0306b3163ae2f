"""What is written down: what happened, never what anybody said."""

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from types import TracebackType
from typing import NamedTuple

import pytest
import structlog

from bot import logs
from storage.errors import StoreFailed

TOKEN = "7000000001:abcdefghijklmnopqrstuvwxyzABCDEFGHI"
STORY = "kanari-yang-tidak-boleh-terbaca"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Log everything as JSON into memory, and set the libraries back afterwards."""
    root = logging.getLogger()
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    before = (list(root.handlers), root.level)
    written = io.StringIO()
    logs.configure("debug", "json", written)
    yield written
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    root.handlers[:], root.level = before
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    """Read what was written, one JSON object a line."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fail(failure: Exception) -> None:
    """Fail some frames deep."""
    raise failure


def test_a_line_tells_what_happened_with_numbers(stream: io.StringIO) -> None:
    """And when, and how grave it is."""
    structlog.get_logger().info("batch kept", updates=3, case="7K3-QFD")
    (line,) = lines(stream)
    assert line["event"] == "batch kept"
    assert (line["updates"], line["case"], line["level"]) == (3, "7K3-QFD", "info")
    assert str(line["timestamp"]).endswith("Z")


@pytest.mark.parametrize(
    "name", ["telegram.ext", "httpx", "aiohttp.client", "apscheduler.executors", "asyncio", "x"]
)
def test_no_library_says_a_word(stream: io.StringIO, name: str) -> None:
    """At any level, with arguments or an exception: at most who spoke and from where."""
    logger = logging.getLogger(name)
    for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL):
        logger.log(level, "HTTP Request: POST https://api.telegram.org/bot%s/sendMessage", TOKEN)
    try:
        fail(ValueError(STORY))
    except ValueError:
        logger.exception(STORY, extra={"words": STORY}, stack_info=True)
    text = stream.getvalue()
    assert TOKEN not in text
    assert STORY not in text
    assert {line["library"] for line in lines(stream)} == {name}
    assert lines(stream)[-1]["exception"] == "ValueError"


def test_an_exception_is_told_by_its_kind_and_place(stream: io.StringIO) -> None:
    """Its text may quote an address or a word."""
    try:
        try:
            fail(OSError(f"https://api.telegram.org/bot{TOKEN}/getMe"))
        except OSError as cause:
            raise RuntimeError(STORY) from cause
    except RuntimeError:
        structlog.get_logger().exception("sending failed")
    (line,) = lines(stream)
    assert (line["exception"], line["because_of"]) == ("RuntimeError", "OSError")
    assert "test_logs.py" in str(line["at"])
    assert STORY not in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_the_stores_own_sentences_are_told(stream: io.StringIO) -> None:
    """They promise to hold nothing, and an operator needs them."""
    try:
        fail(StoreFailed("The database is full."))
    except StoreFailed:
        structlog.get_logger().exception("not kept")
    assert lines(stream)[0]["says"] == "The database is full."


def test_a_token_is_caught_wherever_it_hides(stream: io.StringIO) -> None:
    """In the event, a value, a list, a mapping, escaped."""
    structlog.get_logger().warning(
        f"calling {TOKEN}",
        url=f"/bot{TOKEN}/x",
        more=[TOKEN],
        deep={"a": {TOKEN: TOKEN}},
        quoted=TOKEN.replace(":", "%3A"),
    )
    assert "abcdefghijklmnopqrst" not in stream.getvalue()
    assert "(token)" in stream.getvalue()


def test_what_is_no_number_or_text_is_told_by_its_kind(stream: io.StringIO) -> None:
    """A draft handed to the log by mistake shows nothing."""

    class Draft:
        def __repr__(self) -> str:
            return STORY

    structlog.get_logger().info("odd", draft=Draft(), raw=STORY.encode(), long="x" * 10_000)
    (line,) = lines(stream)
    assert "Draft" in str(line["draft"])
    assert line["raw"] == "(bytes)"
    assert len(str(line["long"])) < 1000
    assert STORY not in stream.getvalue()


class Unraisable(NamedTuple):
    """What Python hands to ``sys.unraisablehook``; its own class cannot be made."""

    exc_type: type[BaseException]
    exc_value: BaseException | None
    exc_traceback: TracebackType | None
    err_msg: str | None
    object: object


def test_what_nobody_caught_is_written_without_its_text(
    stream: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the main thread and in others; nothing reaches the terminal past the log."""
    failure = ValueError(STORY)
    sys.excepthook(ValueError, failure, None)
    threading.excepthook(threading.ExceptHookArgs((ValueError, failure, None, threading.current_thread())))
    sys.unraisablehook(Unraisable(ValueError, failure, None, None, failure))
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(STORY, UserWarning, stacklevel=1)
    shown = capsys.readouterr()
    assert STORY not in stream.getvalue() + shown.out + shown.err
    assert [line["exception"] for line in lines(stream)[:3]] == ["ValueError"] * 3


def test_console_lines_pass_the_same_net() -> None:
    """The form changes nothing about what is told."""
    written = io.StringIO()
    logs.configure("info", "console", written)
    structlog.get_logger().info("ready", token=TOKEN)
    structlog.get_logger().debug("not at this level")
    structlog.reset_defaults()
    assert "ready" in written.getvalue()
    assert TOKEN not in written.getvalue()
    assert "not at this level" not in written.getvalue()
