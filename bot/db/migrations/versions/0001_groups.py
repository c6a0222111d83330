"""Groups, their members, and the command tree that Discord has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _command_trees()
    _groups()
    _members()
    _homes()


def _command_trees() -> None:
    op.create_table(
        "command_trees",
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_command_trees")),
    )


def _groups() -> None:
    op.create_table(
        "groups",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("announcements_channel_id", sa.BigInteger(), nullable=False),
        sa.Column("papers_channel_id", sa.BigInteger(), nullable=False),
        sa.Column("retros_channel_id", sa.BigInteger(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("papers_open_weekday", sa.Integer(), nullable=False),
        sa.Column("papers_open_at", sa.Time(), nullable=False),
        sa.Column("papers_close_weekday", sa.Integer(), nullable=False),
        sa.Column("papers_close_at", sa.Time(), nullable=False),
        sa.Column("retro_day", sa.Integer(), nullable=False),
        sa.Column("retro_at", sa.Time(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "papers_close_weekday BETWEEN 0 AND 6", name=op.f("ck_groups_papers_close_weekday")
        ),
        sa.CheckConstraint(
            "papers_open_weekday BETWEEN 0 AND 6", name=op.f("ck_groups_papers_open_weekday")
        ),
        sa.CheckConstraint("retro_day BETWEEN 1 AND 28", name=op.f("ck_groups_retro_day")),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_groups")),
    )


def _members() -> None:
    op.create_table(
        "members",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("prompt_at", sa.Time(), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("path", sa.String(length=40), nullable=True),
        sa.Column("dm_channel_id", sa.BigInteger(), nullable=True),
        sa.Column("dms_refused_at", UtcDateTime(), nullable=True),
        sa.Column("dm_refusals", sa.Integer(), nullable=False),
        sa.Column("prompts_stopped_at", UtcDateTime(), nullable=True),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("weekdays BETWEEN 0 AND 127", name=op.f("ck_members_weekdays")),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_members_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_members")),
    )
    op.create_index(op.f("ix_members_user_id"), "members", ["user_id"], unique=False)


def _homes() -> None:
    op.create_table(
        "homes",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_homes_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_homes")),
    )
