"""Members' pace, own dates, hidden milestones, own milestones and steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "members", sa.Column("pace_days", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("milestone_changes", sa.Column("due_on", sa.Date(), nullable=True))
    _milestone_choices()
    _own_milestones()


def _milestone_choices() -> None:
    op.create_table(
        "milestone_choices",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("milestone_id", sa.String(length=50), nullable=False),
        sa.Column("own_due", sa.Date(), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_milestone_choices_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "user_id", "milestone_id", name=op.f("pk_milestone_choices")
        ),
    )


def _own_milestones() -> None:
    op.create_table(
        "own_milestones",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("under", sa.String(length=40), nullable=True),
        sa.Column("block", sa.String(length=40), nullable=True),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("dropped_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_own_milestones_number")),
        sa.CheckConstraint(
            "under IS NULL OR block IS NULL", name=op.f("ck_own_milestones_one_place")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_own_milestones_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "number", name=op.f("pk_own_milestones")),
    )
