"""A card that comes after the reveal of its retro can stand beside the others as a comment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("retro_cards") as table:
        table.add_column(sa.Column("is_comment", sa.Boolean(), nullable=True))
    op.execute(sa.text("UPDATE retro_cards SET is_comment = (1 = 0)"))
    with op.batch_alter_table("retro_cards") as table:
        table.alter_column("is_comment", existing_type=sa.Boolean(), nullable=False)
        table.drop_constraint(op.f("ck_retro_cards_secret_of_anonymous"), type_="check")
        table.create_check_constraint(
            "secret_of_anonymous",
            "(anonymity = 'anonymous' AND NOT is_comment) OR secret_hash IS NULL",
        )
