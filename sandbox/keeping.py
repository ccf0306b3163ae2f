"""Chats kept over a restart, in a folder somebody named.

Law: written whole or not at all, and read only at start.
"""

import asyncio
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from sandbox.chats import Chat
from sandbox.media import StoredFile
from sandbox.people import Bot, Person
from sandbox.updates import Update
from sandbox.values import JsonObject
from sandbox.world import Callback, Numbers, Webhook, World

PAUSE = 2.0
STATE = "state.json"
FILES = "files"


@dataclass(slots=True)
class KeptFile:
    """A file's facts; its bytes lie beside the state under its own name."""

    unique_id: str
    kind: str
    path: str
    name: str
    mime: str
    facts: JsonObject
    parts: list["KeptFile"] = field(default_factory=list)


@dataclass(slots=True)
class Kept:
    """All of a world that outlives the process."""

    clock_offset: float
    bot: Bot
    numbers: Numbers
    people: list[Person]
    chats: list[Chat]
    files: dict[str, KeptFile]
    callbacks: list[Callback]
    commands: list[tuple[str, str, list[JsonObject]]]
    menu_buttons: dict[int, JsonObject]
    webhook: Webhook
    next_update_id: int
    allowed: set[str]
    waiting: list[Update]


KEPT = TypeAdapter(Kept)


class Keeper:
    """Writes a world to a folder whenever it has changed, and reads it back."""

    def __init__(self, world: World, folder: Path) -> None:
        self._world = world
        self._folder = folder
        self._changed = True
        (folder / FILES).mkdir(parents=True, exist_ok=True)
        world.events.watch(lambda _: self._note())

    def _note(self) -> None:
        self._changed = True

    async def run(self) -> None:
        """Write every two seconds, if anything happened."""
        while True:
            await asyncio.sleep(PAUSE)
            self.write()

    def write(self) -> None:
        """Write the world down."""
        if not self._changed:
            return
        self._changed = False
        new = self._folder / f"{STATE}.new"
        new.write_bytes(KEPT.dump_json(self._picture()))
        new.replace(self._folder / STATE)

    def read(self) -> bool:
        """Take back what was kept; False when the folder is new."""
        state = self._folder / STATE
        if not state.is_file():
            return False
        self._restore(KEPT.validate_json(state.read_bytes()))
        return True

    def _picture(self) -> Kept:
        world, queue = self._world, self._world.queue
        return Kept(
            clock_offset=world.clock.offset,
            bot=world.bot,
            numbers=world.numbers,
            people=list(world.people.values()),
            chats=list(world.chats.values()),
            files={file_id: self._kept(stored) for file_id, stored in world.cloud.all_ids().items()},
            callbacks=list(world.callbacks.values()),
            commands=[(*key, listed) for key, listed in world.commands.items()],
            menu_buttons=world.menu_buttons,
            webhook=world.webhook,
            next_update_id=queue.next_id,
            allowed=set(queue.allowed),
            waiting=list(queue.waiting),
        )

    def _restore(self, kept: Kept) -> None:
        world, queue = self._world, self._world.queue
        world.clock.offset = kept.clock_offset
        world.bot, world.numbers, world.webhook = kept.bot, kept.numbers, kept.webhook
        world.people = {person.user_id: person for person in kept.people}
        world.chats = {chat.chat_id: chat for chat in kept.chats}
        world.callbacks = {callback.callback_id: callback for callback in kept.callbacks}
        world.commands = {(scope, language): listed for scope, language, listed in kept.commands}
        world.menu_buttons = kept.menu_buttons
        world.cloud.restore({file_id: self._stored(file) for file_id, file in kept.files.items()})
        queue.next_id, queue.allowed = kept.next_update_id, frozenset(kept.allowed)
        queue.waiting.extend(kept.waiting)

    def _beside(self, path: str) -> Path:
        return self._folder / FILES / path.replace("/", "-")

    def _kept(self, stored: StoredFile) -> KeptFile:
        place = self._beside(stored.path)
        if not place.exists():
            place.write_bytes(stored.content)
        return KeptFile(
            stored.unique_id, stored.kind, stored.path, stored.name, stored.mime, stored.facts,
            [self._kept(part) for part in stored.parts],
        )  # fmt: skip

    def _stored(self, kept: KeptFile) -> StoredFile:
        facts = asdict(kept)
        del facts["parts"]
        content = self._beside(kept.path).read_bytes()
        return StoredFile(**facts, content=content, parts=tuple(self._stored(part) for part in kept.parts))
