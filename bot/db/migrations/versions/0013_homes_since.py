"""Since when a person means a group in direct messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("homes", sa.Column("since", UtcDateTime(), nullable=True))
