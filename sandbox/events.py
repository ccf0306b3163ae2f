"""What changes, told to whoever watches. Law: telling never waits, and costs nothing when nobody watches."""

from collections.abc import Callable

from sandbox.values import JsonObject

Watcher = Callable[[JsonObject], None]


class Events:
    """A list of watchers."""

    def __init__(self) -> None:
        self._watchers: list[Watcher] = []

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Add a watcher; calling the answer takes it off again."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    @property
    def watched(self) -> bool:
        """Tell whether anybody would hear it."""
        return bool(self._watchers)

    def tell(self, kind: str, **facts: object) -> None:
        """Tell everybody what changed."""
        if self._watchers:
            event: JsonObject = {"type": kind, **facts}
            for watcher in tuple(self._watchers):
                watcher(event)
