"""Check-ins: what a member answers for themselves; and the server's support links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import WholeNumber

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checkins",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("version", WholeNumber, nullable=False),
        sa.Column("levels", sa.String(20), nullable=False),
        sa.Column("note", sa.String(1000), nullable=True),
        sa.CheckConstraint("version >= 1", name=op.f("ck_checkins_version")),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_checkins_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "taken_on", name=op.f("pk_checkins")),
    )
    op.create_index(op.f("ix_checkins_taken_on"), "checkins", ["taken_on"])
    op.create_table(
        "checkin_plans",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cadence_days", WholeNumber, nullable=False),
        sa.Column("is_stopped", sa.Boolean(), nullable=False),
        sa.Column("skipped_on", sa.Date(), nullable=True),
        sa.CheckConstraint("cadence_days BETWEEN 28 AND 42", name=op.f("ck_checkin_plans_cadence")),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_checkin_plans_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_checkin_plans")),
    )
    op.add_column("groups", sa.Column("support", sa.JSON(), nullable=False, server_default="[]"))
