"""One connection to a program on loopback that speaks JSON.

Law: what the other side refuses is raised, never passed over.
"""

import http.client
import json
from urllib.parse import urlsplit

SECONDS = 60.0
ACTS = frozenset({"/sim/say", "/sim/press", "/sim/start", "/sim/edit", "/sim/block", "/sim/unblock"})


class Refusal(Exception):  # noqa: N818 - reads as what came
    """The other side said no."""


class Line:
    """A line that is kept open between calls, and dialled anew when it broke."""

    def __init__(self, url: str) -> None:
        self.acts = 0
        """How often somebody did something that the bot is told of."""
        self._address = urlsplit(url).netloc
        self._connection = http.client.HTTPConnection(self._address, timeout=SECONDS)

    def get(self, path: str) -> object:
        """Look at something."""
        return self._call("GET", path, None)

    def post(self, path: str, **wish: object) -> dict[str, object]:
        """Ask for something."""
        answer = self._call("POST", path, json.dumps(wish).encode())
        self.acts += path in ACTS
        assert isinstance(answer, dict)
        return answer

    def delete(self, path: str) -> None:
        """Take something back."""
        self._call("DELETE", path, None)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _call(self, method: str, path: str, body: bytes | None) -> object:
        try:
            return self._once(method, path, body)
        except (http.client.BadStatusLine, ConnectionResetError, BrokenPipeError):
            # Whoever listens there was started anew.
            self._connection.close()
            return self._once(method, path, body)

    def _once(self, method: str, path: str, body: bytes | None) -> object:
        self._connection.request(method, path, body, {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != http.client.OK:
            raise Refusal(f"{method} {path}: {answer.status} {content.decode(errors='replace')[:300]}")
        return json.loads(content)
