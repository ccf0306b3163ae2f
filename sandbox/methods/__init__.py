"""The methods of the Bot API that this sandbox answers."""

from sandbox.methods.albums import ALBUMS
from sandbox.methods.callbacks import CALLBACKS
from sandbox.methods.commands import COMMANDS
from sandbox.methods.copying import COPYING
from sandbox.methods.deleting import DELETING
from sandbox.methods.editing import EDITING
from sandbox.methods.files import FILES
from sandbox.methods.hooks import HOOKS
from sandbox.methods.membership import MEMBERSHIP
from sandbox.methods.pinning import PINNING
from sandbox.methods.places import PLACES
from sandbox.methods.profile import PROFILE
from sandbox.methods.registry import Registry
from sandbox.methods.rooms import ROOMS
from sandbox.methods.sending import SENDING

PARTS = (
    ALBUMS, CALLBACKS, COMMANDS, COPYING, DELETING, EDITING, FILES, HOOKS, MEMBERSHIP, PINNING, PLACES,
    PROFILE, ROOMS, SENDING,
)  # fmt: skip


def all_methods() -> Registry:
    """Give every method in one registry."""
    registry = Registry()
    for part in PARTS:
        registry.include(part)
    return registry
