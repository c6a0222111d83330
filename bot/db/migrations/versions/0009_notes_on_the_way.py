"""Links and notes at milestones that are not done yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("milestone_choices", sa.Column("link", sa.String(length=400), nullable=True))
    op.add_column("milestone_choices", sa.Column("note", sa.String(length=1000), nullable=True))
