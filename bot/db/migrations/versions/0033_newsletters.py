"""Newsletters: feeds and their entries, who follows them, and which headlines were told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.db.types import UtcDateTime, WholeNumber

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_feeds()
    _create_items()
    _create_headlines()


def _create_feeds() -> None:
    op.create_table(
        "news_feeds",
        sa.Column("id", WholeNumber, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.Column("next_read_at", UtcDateTime(), nullable=False),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("etag", sa.String(length=200), nullable=True),
        sa.Column("last_modified", sa.String(length=200), nullable=True),
        sa.Column("failures", WholeNumber, nullable=False),
        sa.Column("failing_since", UtcDateTime(), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_feeds")),
        sa.UniqueConstraint("key", name=op.f("uq_news_feeds_key")),
    )
    op.create_index(op.f("ix_news_feeds_next_read_at"), "news_feeds", ["next_read_at"])
    op.create_table(
        "news_follows",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("feed_id", WholeNumber, autoincrement=False, nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_news_follows_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["news_feeds.id"], name=op.f("fk_news_follows_feed_id_news_feeds")
        ),
        sa.PrimaryKeyConstraint("guild_id", "feed_id", name=op.f("pk_news_follows")),
    )
    op.create_index(op.f("ix_news_follows_feed_id"), "news_follows", ["feed_id"])


def _create_items() -> None:
    op.create_table(
        "news_items",
        sa.Column("feed_id", WholeNumber, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("link_key", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=400), nullable=False),
        sa.Column("appeared_at", UtcDateTime(), nullable=False),
        sa.Column("place", WholeNumber, nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"],
            ["news_feeds.id"],
            name=op.f("fk_news_items_feed_id_news_feeds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("feed_id", "key", name=op.f("pk_news_items")),
    )
    op.create_index(
        op.f("ix_news_items_feed_id_appeared_at"), "news_items", ["feed_id", "appeared_at"]
    )


def _create_headlines() -> None:
    op.create_table(
        "news_headlines",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("link_key", sa.String(length=64), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("place", WholeNumber, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=400), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("appeared_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild_id"],
            ["groups.guild_id"],
            name=op.f("fk_news_headlines_guild_id_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("guild_id", "key", name=op.f("pk_news_headlines")),
    )
    op.create_index(
        op.f("ix_news_headlines_guild_id_told_on"), "news_headlines", ["guild_id", "told_on"]
    )
