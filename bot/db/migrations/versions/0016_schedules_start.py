"""From when on a schedule may fall due, so that one set for later can be told from a mistake."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("schedules", sa.Column("starts_at", UtcDateTime(), nullable=True))
    # Until now only a pause of somebody's prompts set a schedule for later.
    op.execute(
        "UPDATE schedules SET starts_at = next_due_at WHERE kind = 'routine.prompt' AND EXISTS"
        " (SELECT 1 FROM members WHERE members.guild_id = schedules.guild_id"
        " AND members.user_id = schedules.user_id AND members.paused_until IS NOT NULL)"
    )
