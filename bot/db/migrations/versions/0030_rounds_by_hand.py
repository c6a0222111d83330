"""Rounds that organisers extend, skip or close by hand; who nominated a paper, if they let it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_NO = sa.false()


def upgrade() -> None:
    op.add_column(
        "paper_nominations", sa.Column("is_named", sa.Boolean(), nullable=False, server_default=_NO)
    )
    for name in ("is_extended", "is_skipped", "is_hour_settled"):
        op.add_column(
            "paper_rounds", sa.Column(name, sa.Boolean(), nullable=False, server_default=_NO)
        )
    op.add_column("paper_rounds", sa.Column("guide_message_id", sa.BigInteger(), nullable=True))
    op.create_table(
        "paper_skipped_weeks",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("skipped_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_paper_skipped_weeks_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "monday", name=op.f("pk_paper_skipped_weeks")),
    )
