"""How well papers must fit a group's taste: as usual, for the groups that are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("groups") as table:
        table.add_column(
            sa.Column("paper_fit", sa.String(length=32), nullable=False, server_default="usual")
        )
        table.create_check_constraint(
            op.f("ck_groups_paperfit"), "paper_fit IN ('any', 'usual', 'close')"
        )
