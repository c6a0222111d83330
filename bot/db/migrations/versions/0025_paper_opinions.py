"""What members think of papers: 👍, 👎, and why one is not for the group."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_opinions",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("likes", sa.Boolean(), nullable=True),
        sa.Column(
            "why_not",
            sa.Enum(
                *("topic", "too-long", "known"),
                name="why_not",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "likes IS NOT NULL OR why_not IS NOT NULL",
            name=op.f("ck_paper_opinions_says_something"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_paper_opinions_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["arxiv_id"], ["papers.arxiv_id"], name=op.f("fk_paper_opinions_arxiv_id_papers")
        ),
        sa.PrimaryKeyConstraint("guild_id", "user_id", "arxiv_id", name=op.f("pk_paper_opinions")),
    )
    op.create_index(op.f("ix_paper_opinions_arxiv_id"), "paper_opinions", ["arxiv_id"])
