"""A sandbox for each test, over real HTTP on a port of its own."""

from collections.abc import Iterator

import pytest

from sandbox.server import Options, serve
from tests.sandbox.line import TOKEN, Line, Start


@pytest.fixture
def start() -> Iterator[Start]:
    """Start sandboxes with options; all are stopped at the end."""
    running = []

    def begin(**options: object) -> Line:
        server = serve(Options(token=TOKEN, **options))
        line = Line(server.url)
        line.stop = server.stop
        running.append((line, server))
        return line

    yield begin
    for line, server in running:
        line.http.close()
        server.stop()


@pytest.fixture
def line(start: Start) -> Line:
    """One sandbox without people."""
    return start()


@pytest.fixture
def chat(line: Line) -> int:
    """One person who pressed Start."""
    return line.person()
