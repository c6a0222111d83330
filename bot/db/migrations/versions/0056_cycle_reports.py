"""Cycle reports: what members look back on, and a group's sums at a cycle's end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cycle_reflections",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", WholeNumber, autoincrement=False, nullable=False),
        sa.Column("progress", sa.String(length=1000), nullable=True),
        sa.Column("drained", sa.String(length=1000), nullable=True),
        sa.Column("party", sa.String(length=1000), nullable=True),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id", "number"],
            ["cycle_snapshots.guild_id", "cycle_snapshots.user_id", "cycle_snapshots.number"],
            name=op.f("fk_cycle_reflections_guild_id_user_id_number_cycle_snapshots"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "number", name=op.f("pk_cycle_reflections")),
    )
    op.create_table(
        "cycle_sums",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", WholeNumber, autoincrement=False, nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["guild_id", "number"],
            ["cycles.guild_id", "cycles.number"],
            name=op.f("fk_cycle_sums_guild_id_number_cycles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "number", name=op.f("pk_cycle_sums")),
    )
    op.add_column("self_ratings", sa.Column("finished_at", UtcDateTime(), nullable=True))
