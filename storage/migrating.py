"""How a database is brought to the version that this program writes.

Law: all steps run in one transaction that fails whole. On SQLite foreign keys wait until its end (Alembic's
batch mode drops and renames tables); no table cascades, so that no step can delete child rows behind our
back.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect

from storage.errors import StoreRefused

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
NEWEST = "0002"
"""The version that this program writes: the last of ``migrations``, so that a start needs no Alembic."""


def version_of(connection: Connection) -> str | None:
    """Tell a database's version; None: it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found


def migrate(connection: Connection) -> str | None:
    """Bring a database to the newest version; give the version it had.

    Raises:
        StoreRefused: it was written by a newer program, or its foreign keys do not hold.

    """
    found = version_of(connection)
    if found == NEWEST:
        return found
    from alembic import command
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()}
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
    return found


def check_version(connection: Connection) -> None:
    """Refuse a database of another version than this program writes.

    Raises:
        StoreRefused: with the command that mends it.

    """
    found = version_of(connection)
    if found != NEWEST:
        raise StoreRefused(
            f"Database berversi {found or 'kosong'}, diperlukan {NEWEST}: jalankan `teduh migrate`."
        )


def _config(connection: Connection | None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
