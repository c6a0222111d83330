"""Snapshots that keep what was stored of a member, from which their entries follow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cycles", sa.Column("plan_number", sa.Integer(), nullable=True))
    with op.batch_alter_table("cycle_snapshots") as table:
        table.add_column(sa.Column("stood", sa.JSON(), nullable=True))
        table.alter_column("plan_title", existing_type=sa.String(length=80), nullable=True)
        table.alter_column("entries", existing_type=sa.JSON(), nullable=True)
        # They follow from the entries.
        for name in ("done", "in_progress", "skipped", "total"):
            table.drop_column(name)
        table.create_check_constraint(
            op.f("ck_cycle_snapshots_kept"),
            "(stood IS NULL) = (entries IS NOT NULL)"
            " AND (stood IS NULL) = (plan_title IS NOT NULL)",
        )
