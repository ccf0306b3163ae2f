"""How a database is brought to the version that this program writes.

Law: all steps run in one transaction that fails whole. On SQLite foreign keys wait until its end (Alembic's
batch mode drops and renames tables); no table cascades, so that no step can delete child rows behind our
back.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.errors import StoreRefused

FOLDER = Path(__file__).parent / "migrations"


def newest_version() -> str:
    """Tell the version that this program writes."""
    newest = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert newest is not None
    return newest


def version_of(connection: Connection) -> str | None:
    """Tell a database's version; None: it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(connection: Connection) -> None:
    """Bring a database to the newest version.

    Raises:
        StoreRefused: it was written by a newer program, or its foreign keys do not hold.

    """
    known = {script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()}
    found = version_of(connection)
    if found is not None and found not in known:
        raise StoreRefused(
            f"Database berversi {found}, tidak dikenal program ini: pasang lagi program yang lebih baru."
        )
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    command.upgrade(_config(connection), "head")
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StoreRefused(
            "Setelah dinaikkan ada baris tanpa pasangan; tidak ada yang diubah: pulihkan cadangan."
        )


def check_version(connection: Connection) -> None:
    """Refuse a database of another version than this program writes.

    Raises:
        StoreRefused: with the command that mends it.

    """
    found, wanted = version_of(connection), newest_version()
    if found != wanted:
        raise StoreRefused(
            f"Database berversi {found or 'kosong'}, diperlukan {wanted}: jalankan `teduh migrate`."
        )


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
