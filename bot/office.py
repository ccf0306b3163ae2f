"""Opens an office: its keys, its database, its forms. What the running program and the command line share.

Law: everything is built once, here and in ``app``, and handed down by argument.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock, Dice
from bot.forms import SHIPPED as SHIPPED_FORM
from bot.forms import load_form, made_of, read_form
from bot.settings import SHIPPED, Settings, house_of
from bot.words import receipt_words
from conversations.form import xform
from conversations.form.errors import UnusableForm
from conversations.form.model import Form
from conversations.house import House
from conversations.moment import Moment
from storage import documents
from storage.office_key import Purpose
from storage.opening import Opened, Places, open_places
from storage.receipts import receipt_hash
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Office:
    """An office that is open."""

    settings: Settings
    house: House
    store: Store
    clock: Clock
    dice: Dice
    unlocked: frozenset[Purpose]

    def moment(self) -> Moment:
        """Give the present moment."""
        return Moment(self.clock.now(), self.settings.zone, self.dice)


def places_of(settings: Settings) -> Places:
    """Tell where an installation's parts lie."""
    kept = settings.storage
    return Places(kept.url, kept.data_dir, kept.key_file, kept.draft_keys)


@asynccontextmanager
async def open_office(settings: Settings, clock: Clock, *, alone: bool = False) -> AsyncIterator[Office]:
    """Open an office for as long as the block lasts; ``alone``: as the one program that runs it.

    Raises:
        Refused: it is unsafe, incomplete, or in use by another program.
        UnusableForm: the form cannot be used.

    """
    opened = await open_places(places_of(settings), alone=alone)
    try:
        files = made_of(*_files_of(settings))
        known = await opened.form_made_of(files)
        form = (read_form(known) if known else None) or form_of(settings)
        house = house_of(settings, form, await _older_forms(opened, form))
        store = Store(opened.database, opened.keyring, opened.draft_keys, opened.marks, house)
        if form.source != known:
            await store.write(lambda within: documents.keep_form(within, files, form.version, form.source))
        dice = Dice(receipt_words(), _hashing(opened), ready=0)
        try:
            yield Office(settings, house, store, clock, dice, opened.unlocked)
        finally:
            dice.close()
    finally:
        await opened.close()


def form_of(settings: Settings) -> Form:
    """Compile the office's form."""
    return load_form(*_files_of(settings))


def _files_of(settings: Settings) -> tuple[Path, Path | None]:
    chosen = settings.form
    path = SHIPPED_FORM if chosen.path == SHIPPED else chosen.path
    return path, None if chosen.places == SHIPPED else chosen.places


async def _older_forms(opened: Opened, form: Form) -> dict[str, Form]:
    found: dict[str, Form] = {}
    for version, source in (await opened.forms()).items():
        if version != form.version:
            try:
                found[version] = xform.read(source)
            except UnusableForm:
                # Drafts and cases of that version are shown without their questions' words.
                continue
    return found


def _hashing(opened: Opened) -> Callable[[tuple[str, ...]], bytes]:
    return lambda words: receipt_hash(opened.keyring, words)
