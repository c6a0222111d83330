"""Members' day start, quiet hours, nudges, planned and repeating rest; schedules skip dates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import WholeNumber

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("schedules", sa.Column("skips", sa.Text(), nullable=True))
    with op.batch_alter_table("members") as table:
        table.add_column(
            sa.Column("day_start", sa.Time(), nullable=False, server_default="00:00:00.000000")
        )
        table.add_column(sa.Column("quiet_from", sa.Time(), nullable=True))
        table.add_column(sa.Column("quiet_until", sa.Time(), nullable=True))
        table.add_column(sa.Column("nudges", sa.String(32), nullable=False, server_default="light"))
        table.add_column(sa.Column("paused_from", sa.Date(), nullable=True))
        table.add_column(sa.Column("rests", sa.Text(), nullable=True))
        table.add_column(sa.Column("lighter_weekdays", WholeNumber, nullable=True))
        table.add_column(sa.Column("lighter_until", sa.Date(), nullable=True))
        table.create_check_constraint("nudges", "nudges IN ('off', 'light', 'normal')")
        table.create_check_constraint(
            "quiet_hours",
            "(quiet_from IS NULL) = (quiet_until IS NULL) AND quiet_from <> quiet_until",
        )
        table.create_check_constraint("pause", "paused_from < paused_until")
        table.create_check_constraint(
            "lighter_weeks",
            "(lighter_weekdays IS NULL) = (lighter_until IS NULL)"
            " AND lighter_weekdays BETWEEN 1 AND 127",
        )
