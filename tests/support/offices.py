"""Worlds: one for each test, or one for a file of tests.

Law: an office is founded once and copied, a sandbox is lent and given back; the program is started anew.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.programs import Program
from tests.support.world import TOKEN, Wishes, World, found_office

Worlds = Callable[..., World]


class Founded:
    """Offices that stand ready to be copied: founding one takes longer than copying it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, Path] = {}

    def copy_of(self, wishes: Wishes) -> Path:
        """Give an office as it is wished for."""
        name = repr((wishes.on_duty, wishes.staff))
        if name not in self._made:
            folder = self._folder / str(len(self._made))
            found_office(folder, wishes)
            self._made[name] = folder
        return self._made[name]


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """Keep offices ready."""
    return Founded(tmp_path_factory.mktemp("offices"))


class Sandboxes:
    """Sandboxes, each lent to one world at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started: list[Program] = []
        self._free: list[str] = []

    def lend(self) -> str:
        """Give the address of one that nobody uses."""
        if self._free:
            return self._free.pop()
        log = self._folder / f"{len(self._started)}.log"
        sandbox = Program(log, "sandbox", "--port", "0", "--token", TOKEN, ready="Ready: ")
        self._started.append(sandbox)
        return sandbox.start().partition("Ready: ")[2].split()[0]

    def take_back(self, url: str) -> None:
        """Have one that may be lent again."""
        self._free.append(url)

    def close(self) -> None:
        """End them all."""
        for sandbox in self._started:
            sandbox.kill()


@pytest.fixture(scope="session")
def sandboxes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandboxes]:
    """Keep sandboxes ready."""
    kept = Sandboxes(tmp_path_factory.mktemp("sandboxes"))
    yield kept
    kept.close()


@contextmanager
def opened(founded: Founded, sandboxes: Sandboxes, folder: Path) -> Iterator[Worlds]:
    """Begin worlds for as long as the block lasts."""
    begun: list[World] = []

    def begin(wishes: Wishes | None = None, *, start: bool = True) -> World:
        place = folder / f"world{len(begun)}"
        place.mkdir()
        world = World(place, founded.copy_of(wishes or Wishes()), sandboxes.lend(), wishes)
        begun.append(world)
        if start:
            world.starts()
        return world

    try:
        yield begin
    finally:
        for world in begun:
            world.closes()
            sandboxes.take_back(world.url)


@pytest.fixture
def worlds(founded: Founded, sandboxes: Sandboxes, tmp_path: Path) -> Iterator[Worlds]:
    """Begin worlds as they are wished for; all end with the test."""
    with opened(founded, sandboxes, tmp_path) as begin:
        yield begin


@pytest.fixture
def world(worlds: Worlds) -> World:
    """Begin a world for one test: its clock may be moved, its program killed."""
    return worlds()


@pytest.fixture(scope="module")
def shared_world(
    founded: Founded, sandboxes: Sandboxes, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Begin a world for a file of tests: its clock stands, and every test brings citizens of its own."""
    with opened(founded, sandboxes, tmp_path_factory.mktemp("shared")) as begin:
        yield begin()
