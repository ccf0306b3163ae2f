"""Receipts are vouched for: one that is pointed at another case is refused.

Revision ID: 0002

The tags themselves are written by ``cases.vouch_for_receipts`` in the same transaction: a step knows no key.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
_NONE_YET = "00" * 32


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"ALTER TABLE receipts ADD COLUMN tag BLOB NOT NULL DEFAULT X'{_NONE_YET}'"
            " CONSTRAINT ck_receipts_tag_length CHECK (length(tag) = 32)"
        )
        return
    op.execute(f"ALTER TABLE receipts ADD COLUMN tag BYTEA NOT NULL DEFAULT '\\x{_NONE_YET}'")
    op.execute("ALTER TABLE receipts ALTER COLUMN tag DROP DEFAULT")
    op.execute("ALTER TABLE receipts ADD CONSTRAINT ck_receipts_tag_length CHECK (length(tag) = 32)")
