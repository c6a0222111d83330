"""Feeds keep their turn while they are read; rounds without papers know how the feeds were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_HEALTH = ("unread", "current", "weekend", "holiday", "quiet", "stale", "failing")


def upgrade() -> None:
    op.add_column("feeds", sa.Column("leased_until", UtcDateTime(), nullable=True))
    values = ", ".join(f"'{value}'" for value in _HEALTH)
    # In words: SQLite takes a CHECK with a new column, but not by Alembic.
    op.execute(
        "ALTER TABLE paper_rounds ADD COLUMN feeds VARCHAR(32) "
        f"CONSTRAINT ck_paper_rounds_feeds CHECK (feeds IN ({values}))"
    )
