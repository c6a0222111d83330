"""What the purge walks: deliveries that are over, schedules for a single time that are spent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_SPENT = "once_at IS NOT NULL AND next_due_at IS NULL"
_OVER = "next_try_at IS NULL"


def upgrade() -> None:
    op.create_index(
        "ix_schedules_spent",
        "schedules",
        ["once_at"],
        sqlite_where=sa.text(_SPENT),
        postgresql_where=sa.text(_SPENT),
    )
    op.create_index(
        "ix_deliveries_over",
        "deliveries",
        ["due_at"],
        sqlite_where=sa.text(_OVER),
        postgresql_where=sa.text(_OVER),
    )
