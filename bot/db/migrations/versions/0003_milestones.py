"""Plans and the progress through them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _plan_versions()
    _milestone_changes()


def _plan_versions() -> None:
    op.create_table(
        "plan_versions",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("loaded_by", sa.BigInteger(), nullable=True),
        sa.Column("loaded_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_plan_versions_number")),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_plan_versions_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "number", name=op.f("pk_plan_versions")),
    )


def _milestone_changes() -> None:
    op.create_table(
        "milestone_changes",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("milestone_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "not_started",
                "in_progress",
                "done",
                "skipped",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("link", sa.String(length=400), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("shared_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("status <> 'not_started'", name=op.f("ck_milestone_changes_a_change")),
        sa.CheckConstraint(
            "status = 'done' OR (link IS NULL AND note IS NULL AND shared_at IS NULL)",
            name=op.f("ck_milestone_changes_kept_with_done"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_milestone_changes_number")),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_milestone_changes_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "user_id", "milestone_id", "number", name=op.f("pk_milestone_changes")
        ),
    )
