"""Retros open on more than a day of the month: the patterns are texts, the days of before too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import WholeNumber

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_TEXT = sa.String(16)
_RULE = (
    "(cadence = 'weekly') = (weekdays IS NOT NULL)"
    " AND (cadence = 'periodic') = (pattern IS NOT NULL)"
    " AND (cadence = 'once') = (once_at IS NOT NULL)"
    " AND (cadence = 'once') = (local_time IS NULL)"
)


def upgrade() -> None:
    _groups()
    _schedules()


def _groups() -> None:
    with op.batch_alter_table("groups") as table:
        table.drop_constraint(op.f("ck_groups_retro_day"), type_="check")
        table.alter_column(
            "retro_day",
            new_column_name="retro_on",
            existing_type=WholeNumber,
            type_=_TEXT,
            existing_nullable=False,
            postgresql_using="retro_day::text",
        )


def _schedules() -> None:
    with op.batch_alter_table("schedules") as table:
        for name in ("rule", "month_day", "cadence"):
            table.drop_constraint(op.f(f"ck_schedules_{name}"), type_="check")
        table.alter_column(
            "month_day",
            new_column_name="pattern",
            existing_type=WholeNumber,
            type_=_TEXT,
            existing_nullable=True,
            postgresql_using="month_day::text",
        )
    op.execute(sa.text("UPDATE schedules SET cadence = 'periodic' WHERE cadence = 'monthly'"))
    with op.batch_alter_table("schedules") as table:
        table.create_check_constraint("rule", _RULE)
        table.create_check_constraint("cadence", "cadence IN ('weekly', 'periodic', 'once')")
