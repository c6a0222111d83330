"""A talk can be counted at a milestone of the plan; where a session is held can be a link."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import WholeNumber

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("study_sessions") as table:
        table.alter_column("place", existing_type=sa.String(100), type_=sa.String(400))
    with op.batch_alter_table("talks") as table:
        table.add_column(sa.Column("counted_as", sa.String(40), nullable=True))
        table.add_column(sa.Column("counted_number", WholeNumber, nullable=True))
        table.create_check_constraint("counted", "(counted_as IS NULL) = (counted_number IS NULL)")
