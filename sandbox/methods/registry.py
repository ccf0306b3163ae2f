"""Which function answers which method.

Law: a name not listed here gets Telegram's 404, never a cheerful true.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.params import Params
from sandbox.world import World

Method = Callable[[World, Params], object]


@dataclass(frozen=True, slots=True)
class Described:
    """A result that comes with a sentence."""

    result: object
    description: str


class Registry:
    """Methods by lower-case name, each with the name as the documentation writes it."""

    def __init__(self) -> None:
        self.methods: dict[str, Method] = {}
        self.names: dict[str, str] = {}

    def add(self, name: str) -> Callable[[Method], Method]:
        """Register a function under a method's name."""

        def register(method: Method) -> Method:
            self.methods[name.lower()] = method
            self.names[name.lower()] = name
            return method

        return register

    def include(self, other: "Registry") -> None:
        """Take over another module's methods."""
        self.methods.update(other.methods)
        self.names.update(other.names)
