"""Members' interests, cross-lists, the block a listed paper serves, how many papers there were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_interests",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "word",
                "author",
                "category",
                name="interestkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=50), nullable=False),
        sa.Column("is_left_out", sa.Boolean(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_paper_interests_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "user_id", "kind", "key", name=op.f("pk_paper_interests")
        ),
    )
    op.add_column(
        "groups",
        sa.Column("cross_lists", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("paper_rounds", sa.Column("considered", WholeNumber, nullable=True))
    op.add_column("paper_shortlists", sa.Column("block", sa.String(length=100), nullable=True))
