"""A random nonce for each delivery, and since when the bot is away from a group's server."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite adds no column without a value to rows that are there.
    op.add_column(
        "deliveries", sa.Column("nonce", sa.String(25), nullable=False, server_default="")
    )
    # What these were or will be tried with: their repeats are still known by it.
    op.execute("UPDATE deliveries SET nonce = 'due-' || id")
    op.add_column("groups", sa.Column("absent_since", UtcDateTime(), nullable=True))
