"""Mini-retros: what a member writes when they look back on a month, alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import WholeNumber

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mini_retros",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("worked", sa.String(2000), nullable=True),
        sa.Column("adjust", sa.String(2000), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("counted_as", sa.String(40), nullable=True),
        sa.Column("counted_number", WholeNumber, nullable=True),
        sa.CheckConstraint(
            "worked IS NOT NULL OR adjust IS NOT NULL", name=op.f("ck_mini_retros_says_something")
        ),
        sa.CheckConstraint(
            "(counted_as IS NULL) = (counted_number IS NULL)", name=op.f("ck_mini_retros_counted")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_mini_retros_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "month", name=op.f("pk_mini_retros")),
    )
