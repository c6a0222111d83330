"""Feeds, papers, rounds and ballots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _feeds()
    _papers()
    _paper_listings()
    _paper_rounds()
    _paper_ballots()
    _paper_nominations()
    _paper_shortlists()
    _paper_approvals()


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("category", sa.String(length=41), nullable=False),
        sa.Column("next_poll_at", UtcDateTime(), nullable=True),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("etag", sa.String(length=200), nullable=True),
        sa.Column("last_modified", sa.String(length=200), nullable=True),
        sa.Column("batch_on", sa.Date(), nullable=True),
        sa.Column("batch_digest", sa.String(length=64), nullable=True),
        sa.Column("batch_size", sa.Integer(), nullable=False),
        sa.Column("covered_until", sa.Date(), nullable=True),
        sa.Column("missing_from", sa.Date(), nullable=True),
        sa.Column("missing_until", sa.Date(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column(
            "health",
            sa.Enum(
                "unread",
                "current",
                "weekend",
                "holiday",
                "quiet",
                "stale",
                "failing",
                name="health",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(missing_from IS NULL) = (missing_until IS NULL)", name=op.f("ck_feeds_missing")
        ),
        sa.PrimaryKeyConstraint("category", name=op.f("pk_feeds")),
    )
    op.create_index(op.f("ix_feeds_next_poll_at"), "feeds", ["next_poll_at"], unique=False)


def _papers() -> None:
    op.create_table(
        "papers",
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_papers_version")),
        sa.PrimaryKeyConstraint("arxiv_id", name=op.f("pk_papers")),
    )
    op.create_index(op.f("ix_papers_seen_at"), "papers", ["seen_at"], unique=False)


def _paper_listings() -> None:
    op.create_table(
        "paper_listings",
        sa.Column("category", sa.String(length=41), nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column(
            "announce_type",
            sa.Enum(
                "new",
                "cross",
                "replace",
                "replace-cross",
                name="announcetype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("listed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "announce_type IN ('new', 'cross')", name=op.f("ck_paper_listings_announced")
        ),
        sa.ForeignKeyConstraint(
            ["arxiv_id"],
            ["papers.arxiv_id"],
            name=op.f("fk_paper_listings_arxiv_id_papers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("category", "arxiv_id", name=op.f("pk_paper_listings")),
    )
    op.create_index(
        op.f("ix_paper_listings_arxiv_id"), "paper_listings", ["arxiv_id"], unique=False
    )
    op.create_index(
        op.f("ix_paper_listings_category_listed_at"),
        "paper_listings",
        ["category", "listed_at"],
        unique=False,
    )


def _paper_rounds() -> None:
    op.create_table(
        "paper_rounds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "approvals",
                "tie",
                "no-ballots",
                "nothing-listed",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("ballots", sa.Integer(), nullable=True),
        sa.Column("winner_id", sa.String(length=32), nullable=True),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("result_message_id", sa.BigInteger(), nullable=True),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (ballots IS NULL)", name=op.f("ck_paper_rounds_counted")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (decision IS NULL)", name=op.f("ck_paper_rounds_decided")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_paper_rounds_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["winner_id"], ["papers.arxiv_id"], name=op.f("fk_paper_rounds_winner_id_papers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_rounds")),
        sa.UniqueConstraint("guild_id", "id", name=op.f("uq_paper_rounds_guild_id_id")),
        sa.UniqueConstraint("guild_id", "period", name=op.f("uq_paper_rounds_guild_id_period")),
    )
    op.create_index(
        "uq_paper_rounds_open",
        "paper_rounds",
        ["guild_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _paper_ballots() -> None:
    op.create_table(
        "paper_ballots",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cast_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_rounds.guild_id", "paper_rounds.id"],
            name=op.f("fk_paper_ballots_guild_id_round_id_paper_rounds"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_paper_ballots_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "round_id", "user_id", name=op.f("pk_paper_ballots")),
    )


def _paper_nominations() -> None:
    op.create_table(
        "paper_nominations",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("nominated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["arxiv_id"], ["papers.arxiv_id"], name=op.f("fk_paper_nominations_arxiv_id_papers")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "user_id"],
            ["members.guild_id", "members.user_id"],
            name=op.f("fk_paper_nominations_guild_id_user_id_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "arxiv_id", "user_id", name=op.f("pk_paper_nominations")
        ),
    )


def _paper_shortlists() -> None:
    op.create_table(
        "paper_shortlists",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("approvals", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["arxiv_id"], ["papers.arxiv_id"], name=op.f("fk_paper_shortlists_arxiv_id_papers")
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_rounds.guild_id", "paper_rounds.id"],
            name=op.f("fk_paper_shortlists_guild_id_round_id_paper_rounds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "round_id", "arxiv_id", name=op.f("pk_paper_shortlists")
        ),
        sa.UniqueConstraint(
            "guild_id",
            "round_id",
            "position",
            name=op.f("uq_paper_shortlists_guild_id_round_id_position"),
        ),
    )
    op.create_index(
        op.f("ix_paper_shortlists_guild_id_arxiv_id"),
        "paper_shortlists",
        ["guild_id", "arxiv_id"],
        unique=False,
    )


def _paper_approvals() -> None:
    op.create_table(
        "paper_approvals",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id", "arxiv_id"],
            ["paper_shortlists.guild_id", "paper_shortlists.round_id", "paper_shortlists.arxiv_id"],
            name=op.f("fk_paper_approvals_guild_id_round_id_arxiv_id_paper_shortlists"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["guild_id", "round_id", "user_id"],
            ["paper_ballots.guild_id", "paper_ballots.round_id", "paper_ballots.user_id"],
            name=op.f("fk_paper_approvals_guild_id_round_id_user_id_paper_ballots"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "guild_id", "round_id", "user_id", "arxiv_id", name=op.f("pk_paper_approvals")
        ),
    )
