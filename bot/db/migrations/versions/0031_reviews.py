"""Reviews of papers, the rota of who writes the next, and whose turn each chosen paper was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _turns()
    _reviewers()
    _reviews()
    _skips()


def _turns() -> None:
    op.create_table(
        "paper_review_turns",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("waited_since", UtcDateTime(), nullable=True),
        sa.Column("offered_to", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "user_id <> offered_to", name=op.f("ck_paper_review_turns_offered_to_another")
        ),
        sa.CheckConstraint(
            "user_id IS NOT NULL OR offered_to IS NULL",
            name=op.f("ck_paper_review_turns_somebody_offers"),
        ),
        sa.CheckConstraint(
            "user_id IS NOT NULL OR waited_since IS NULL",
            name=op.f("ck_paper_review_turns_nobody_waited"),
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "offered_to"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_paper_review_turns_guild_id_offered_to_members"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_rounds.guild_id", "paper_rounds.id"],
            name=op.f("fk_paper_review_turns_guild_id_round_id_paper_rounds"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_paper_review_turns_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "round_id", name=op.f("pk_paper_review_turns")),
    )


def _reviewers() -> None:
    op.create_table(
        "paper_reviewers",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("waiting_since", UtcDateTime(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_paper_reviewers_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_paper_reviewers")),
    )


def _reviews() -> None:
    op.create_table(
        "paper_reviews",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("key_points", sa.Text(), nullable=False),
        sa.Column("analysis", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("worth", WholeNumber, nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=True),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("revision", WholeNumber, nullable=False),
        sa.Column("releases", WholeNumber, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=True),
        sa.Column("counted_as", sa.String(length=40), nullable=True),
        sa.Column("counted_number", WholeNumber, nullable=True),
        sa.CheckConstraint(
            "(channel_id IS NULL) = (message_id IS NULL)", name=op.f("ck_paper_reviews_posted")
        ),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_on IS NULL)", name=op.f("ck_paper_reviews_released")
        ),
        sa.CheckConstraint(
            "message_id IS NULL OR released_at IS NOT NULL",
            name=op.f("ck_paper_reviews_post_is_released"),
        ),
        sa.CheckConstraint("worth BETWEEN 1 AND 5", name=op.f("ck_paper_reviews_worth")),
        sa.ForeignKeyConstraint(
            ["arxiv_id"], ["papers.arxiv_id"], name=op.f("fk_paper_reviews_arxiv_id_papers")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_paper_reviews_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_reviews")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_paper_reviews_guild_id_id")),
        sa.UniqueConstraint(
            "guild_id",
            "user_id",
            "arxiv_id",
            name=op.f("uq_paper_reviews_guild_id_user_id_arxiv_id"),
        ),
    )
    op.create_index(op.f("ix_paper_reviews_arxiv_id"), "paper_reviews", ["arxiv_id"])
    op.create_index("ix_paper_reviews_released", "paper_reviews", ["guild_id", "released_at"])


def _skips() -> None:
    op.create_table(
        "paper_review_skips",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_review_turns.guild_id", "paper_review_turns.round_id"],
            name=op.f("fk_paper_review_skips_guild_id_round_id_paper_review_turns"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_paper_review_skips_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "round_id", "user_id", name=op.f("pk_paper_review_skips")
        ),
    )
