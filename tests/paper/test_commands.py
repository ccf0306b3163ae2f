"""Every command that a page tells somebody to type exists, with its options."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli import main
from tools import demo

_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_SPAN = re.compile(r"`((?:make|teduh) [^`]+)`")


def typed(page: Path) -> Iterator[list[str]]:
    """Give every command of a page, as words; what prepares it (sudo, a folder) is left out."""
    text = page.read_text("utf-8")
    lines = [line for block in _BLOCK.findall(text) for line in block.splitlines() if line.strip()]
    for line in (*lines, *_SPAN.findall(text)):
        words = shlex.split(line.replace("…", "X"))
        while words[:1] == ["sudo"]:
            words = words[3:] if words[1] == "-u" else words[1:]
        if words and Path(words[0]).name in {"make", "teduh"}:
            yield [Path(words[0]).name, *words[1:]]


def test_every_make_target_exists(page: Path, root: Path) -> None:
    """And what is handed to the demo is something it knows."""
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE))
    for words in typed(page):
        if words[0] == "make":
            assert words[1] in targets, words
            handed = [word.removeprefix("ARGS=") for word in words[2:] if word.startswith("ARGS=")]
            for arguments in handed:
                demo.parsed(shlex.split(arguments.replace("--port N", "--port 1")))


def test_every_command_of_teduh_exists(page: Path) -> None:
    """With the options that are shown; a placeholder stands for what one types oneself."""
    for words in typed(page):
        if words[0] == "teduh":
            command, rest = _found(main, words[1:])
            known = {option for one in command.params for option in one.opts}
            shown = {word.partition("=")[0] for word in rest if word.startswith("--")}
            assert shown <= known, words


def _found(group: click.Group, words: list[str]) -> tuple[click.Command, list[str]]:
    command = group.commands[words[0]]
    if isinstance(command, click.Group) and words[1:]:
        return _found(command, words[1:])
    return command, words[1:]


def test_the_two_commands_stand_on_the_first_page(root: Path) -> None:
    """Whoever opens the project reads what to type."""
    commands = [" ".join(words) for words in typed(root / "README.md")]
    assert {"make demo", "make test"} <= set(commands)


@pytest.mark.parametrize("command", sorted(set(main.commands) - {"latihan"}))
def test_every_command_is_told_to_somebody(command: str, root: Path) -> None:
    """A command that no page names is found by nobody."""
    pages = " ".join(page.read_text("utf-8") for page in (root / "docs").glob("*.md"))
    assert f"teduh {command}" in pages
