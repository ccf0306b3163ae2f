"""The first version: people, sessions, cases, letters, times, audit.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "applied",
        sa.Column("update_hash", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(update_hash) = 32", name=op.f("ck_applied_update_hash_length")),
        sa.PrimaryKeyConstraint("update_hash", name=op.f("pk_applied")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_applied_day", "applied", ["day"], unique=False)
    op.create_table(
        "audit",
        sa.Column(
            "no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(mac) = 32", name=op.f("ck_audit_mac_length")),
        sa.CheckConstraint("no > 0", name=op.f("ck_audit_no_counts")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_audit")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "blobs",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("chunk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(id) = 16", name=op.f("ck_blobs_id_length")),
        sa.PrimaryKeyConstraint("id", "chunk", name=op.f("pk_blobs")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cards",
        sa.Column("card", sa.LargeBinary(), nullable=False),
        sa.Column("rev", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(card) = 32", name=op.f("ck_cards_card_length")),
        sa.PrimaryKeyConstraint("card", name=op.f("pk_cards")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "documents",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rev", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_documents")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "due",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("firing", sa.LargeBinary(), nullable=False),
        sa.Column("rev", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(firing) = 32", name=op.f("ck_due_firing_length")),
        sa.CheckConstraint("length(id) = 16", name=op.f("ck_due_id_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_due_firing", "due", ["firing"], unique=True)
    op.create_index("ix_due_minute", "due", ["minute"], unique=False)
    op.create_table(
        "forms",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_forms")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "invitations",
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("rev", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(code) = 32", name=op.f("ck_invitations_code_length")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_invitations")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "key_slots",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('passphrase', 'key_file')", name=op.f("ck_key_slots_kind_known")),
        sa.CheckConstraint("length(id) = 16", name=op.f("ck_key_slots_id_length")),
        sa.CheckConstraint("length(key_id) = 8", name=op.f("ck_key_slots_key_id_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_slots")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "office_keys",
        sa.Column("key_id", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("purpose IN ('office', 'head')", name=op.f("ck_office_keys_purpose_known")),
        sa.CheckConstraint("length(key_id) = 8", name=op.f("ck_office_keys_key_id_length")),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_office_keys")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("generation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("rev", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("lane BETWEEN 0 AND 3", name=op.f("ck_outbox_lane_known")),
        sa.CheckConstraint("length(chat) = 32", name=op.f("ck_outbox_chat_length")),
        sa.CheckConstraint("length(id) = 16", name=op.f("ck_outbox_id_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outbox_chat", "outbox", ["chat"], unique=False)
    op.create_table(
        "parked",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("rev", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(id) = 16", name=op.f("ck_parked_id_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "people",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rev", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "role IN ('petugas', 'koordinator', 'perangkat')", name=op.f("ck_people_role_known")
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'linked', 'unreachable', 'revoked')", name=op.f("ck_people_state_known")
        ),
        sa.CheckConstraint("length(chat) = 32", name=op.f("ck_people_chat_length")),
        sa.CheckConstraint("length(id) = 16", name=op.f("ck_people_id_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_people_chat", "people", ["chat"], unique=True)
    op.create_table(
        "sessions",
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("generation", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("draft_key", sa.LargeBinary(), nullable=True),
        sa.Column("rev", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("length(chat) = 32", name=op.f("ck_sessions_chat_length")),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_sessions")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "trails",
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("rev", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(chat) = 32", name=op.f("ck_trails_chat_length")),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_trails")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("audience IN ('office', 'head')", name=op.f("ck_cases_audience_known")),
        sa.CheckConstraint("stage IN ('new', 'accepted', 'closed')", name=op.f("ck_cases_stage_known")),
        sa.CheckConstraint("length(id) = 16", name=op.f("ck_cases_id_length")),
        sa.CheckConstraint("length(tag) = 32", name=op.f("ck_cases_tag_length")),
        sa.ForeignKeyConstraint(["owner"], ["people.id"], name=op.f("fk_cases_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_cases_owner", "cases", ["owner"], unique=False)
    op.create_index("ix_cases_stage", "cases", ["stage"], unique=False)
    op.create_table(
        "case_keys",
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("key_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("purpose IN ('facts', 'route', 'story')", name=op.f("ck_case_keys_purpose_known")),
        sa.CheckConstraint("length(recipient) = 8", name=op.f("ck_case_keys_recipient_length")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_keys_case_id")),
        sa.PrimaryKeyConstraint("case_id", "key_no", "recipient", name=op.f("pk_case_keys")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.Column("key_no", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("rev", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(id) = 16", name=op.f("ck_entries_id_length")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_entries_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entries_case_id", "entries", ["case_id"], unique=False)
    op.create_table(
        "receipts",
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(code) = 32", name=op.f("ck_receipts_code_length")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_receipts_case_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_receipts")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_receipts_case_id", "receipts", ["case_id"], unique=False)
