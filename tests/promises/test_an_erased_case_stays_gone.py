"""Promise 26: what was erased stays gone after a restore."""

import shutil

from conversations.people import number_of
from tests.support import inside
from tests.support.world import World


def test_a_backup_brings_no_erased_case_back(world: World) -> None:
    """Restored from before the erasure, the program erases it again before it answers anybody."""
    world.citizen().reports()
    world.settles()
    (name,) = world.asks(inside.stories)
    assert world.stops() == 0
    data = world.home / "data"
    backup = shutil.copy(data / "teduh.db", world.home.parent / "backup.db")
    world.starts()
    world.console("erase", number_of(name), "--yes")
    assert world.asks(inside.stories) == {}
    assert world.stops() == 0
    shutil.copy(backup, data / "teduh.db")
    world.starts()
    assert world.asks(inside.stories) == {}
    assert b"erased-again" in world.program.said()
