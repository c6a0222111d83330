"""Since when a member is no longer in the server, and when Discord was last asked about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("gone_since", UtcDateTime(), nullable=True))
    op.add_column("members", sa.Column("checked_at", UtcDateTime(), nullable=True))
