"""A sandbox for each test, over real HTTP on a port of its own."""

import pytest
from sandbox.server import Options, serve

from tests.sandbox.line import TOKEN, Line


@pytest.fixture
def start():
    """Start sandboxes with options; all are stopped at the end."""
    running = []

    def begin(**options) -> Line:
        server = serve(Options(token=TOKEN, **options))
        line = Line(server.url)
        running.append((line, server))
        return line

    yield begin
    for line, server in running:
        line.http.close()
        server.stop()


@pytest.fixture
def line(start) -> Line:
    """One sandbox without people."""
    return start()


@pytest.fixture
def chat(line) -> int:
    """One person who pressed Start."""
    return line.person()
