"""The version that a start compares with is the last step of the migrations."""

from alembic.config import Config
from alembic.script import ScriptDirectory

from storage.migrating import FOLDER, NEWEST


def test_the_newest_version_is_the_last_step() -> None:
    """A start does without Alembic; a step that was added and not named here would never be taken."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST
