"""Files of deadlines that groups named, what stands in them, and what was taken from them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _files()
    _entries()
    _followed()


def _files() -> None:
    op.create_table(
        "deadline_files",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "calendar",
                "yaml",
                "json",
                name="file_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("kept_at", UtcDateTime(), nullable=True),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.Column("next_read_at", UtcDateTime(), nullable=False),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("etag", sa.String(length=200), nullable=True),
        sa.Column("last_modified", sa.String(length=200), nullable=True),
        sa.Column("over", WholeNumber, nullable=False),
        sa.Column("undated", WholeNumber, nullable=False),
        sa.Column("failures", WholeNumber, nullable=False),
        sa.Column("failing_since", UtcDateTime(), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=True),
        sa.Column("is_trouble_told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_deadline_files_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_files")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_deadline_files_guild_id_id")),
        sa.UniqueConstraint("guild_id", "key", name=op.f("uq_deadline_files_guild_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_deadline_files_next_read_at"), "deadline_files", ["next_read_at"])


def _entries() -> None:
    op.create_table(
        "deadline_file_entries",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("file_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("family", sa.String(length=20), nullable=False),
        sa.Column("place", WholeNumber, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("said", sa.String(length=120), nullable=False),
        sa.Column("deadline_at", UtcDateTime(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("link", sa.String(length=400), nullable=True),
        sa.CheckConstraint(
            "(deadline_at IS NULL) = (zone IS NULL)",
            name=op.f("ck_deadline_file_entries_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "file_id"],
            ["deadline_files.guild_id", "deadline_files.id"],
            name=op.f("fk_deadline_file_entries_guild_id_file_id_deadline_files"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "file_id", "key", name=op.f("pk_deadline_file_entries")
        ),
    )


def _followed() -> None:
    op.create_table(
        "deadline_file_conferences",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("conference_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("family", sa.String(length=20), nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=False),
        sa.Column("applied_zone", sa.String(length=64), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.Column("seen_zone", sa.String(length=64), nullable=True),
        sa.Column("seen_since", UtcDateTime(), nullable=False),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.Column("is_gone_told", sa.Boolean(), nullable=False),
        sa.Column("was_at", UtcDateTime(), nullable=True),
        sa.Column("moved_at", UtcDateTime(), nullable=True),
        sa.Column("moves", WholeNumber, nullable=False),
        sa.CheckConstraint(
            "(seen_at IS NULL) = (seen_zone IS NULL)",
            name=op.f("ck_deadline_file_conferences_seen"),
        ),
        sa.CheckConstraint(
            "(moved_at IS NULL) = (was_at IS NULL)",
            name=op.f("ck_deadline_file_conferences_moved"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "conference_id"],
            ["conferences.guild_id", "conferences.id"],
            name=op.f("fk_deadline_file_conferences_guild_id_conference_id_conferences"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "file_id"],
            ["deadline_files.guild_id", "deadline_files.id"],
            name=op.f("fk_deadline_file_conferences_guild_id_file_id_deadline_files"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "conference_id", name=op.f("pk_deadline_file_conferences")
        ),
    )
    op.create_index(
        "ix_deadline_file_conferences_file", "deadline_file_conferences", ["guild_id", "file_id"]
    )
