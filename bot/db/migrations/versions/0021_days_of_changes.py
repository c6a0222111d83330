"""The member's local date of each change of a milestone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("milestone_changes", sa.Column("day", sa.Date(), nullable=True))
