"""Tables of newsletters: feeds and their entries, of no group; who follows them; what was told."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, RowId, Snowflake
from bot.inputs.links import KEY_LENGTH, MAX_LINK
from bot.news.rules.titles import MAX_NAME, MAX_TITLE

MAX_TROUBLE = 200


class NewsFeedRow(Base):
    """A feed, shared by all groups that follow it; ``key`` is of its address in any spelling.

    ``next_read_at`` is since when it is due, also while it is being read, which nobody else does
    before ``leased_until``. ``failing_since`` is when the first of its last ``failures`` readings
    was of no use.
    """

    __tablename__ = "news_feeds"

    id: Mapped[RowId]
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True)
    url: Mapped[str] = mapped_column(String(MAX_LINK))
    title: Mapped[str] = mapped_column(String(MAX_NAME))
    read_at: Mapped[datetime]
    next_read_at: Mapped[datetime] = mapped_column(index=True)
    leased_until: Mapped[datetime | None]
    etag: Mapped[str | None] = mapped_column(String(200))
    last_modified: Mapped[str | None] = mapped_column(String(200))
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    trouble: Mapped[str | None] = mapped_column(String(MAX_TROUBLE))


class NewsFollowRow(Base):
    """That a group follows a feed."""

    __tablename__ = "news_follows"

    guild_id: Mapped[Snowflake] = mapped_column(
        ForeignKey("groups.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    feed_id: Mapped[int] = mapped_column(
        ForeignKey("news_feeds.id"), primary_key=True, autoincrement=False, index=True
    )
    added_at: Mapped[datetime]


class NewsItemRow(Base):
    """A new entry of a feed, or one without a date that still stands in it.

    ``appeared_at`` is its date, or when it was first seen; ``place`` its order in the feed.
    """

    __tablename__ = "news_items"

    feed_id: Mapped[int] = mapped_column(
        ForeignKey("news_feeds.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    link_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    link: Mapped[str] = mapped_column(String(MAX_LINK))
    appeared_at: Mapped[datetime]
    place: Mapped[int]

    __table_args__ = (Index(None, "feed_id", "appeared_at"),)


class HeadlineRow(Base):
    """That a group's messages for a local date held an entry, as it read then.

    The first message for a date decides, so that all members read the same. ``place`` is its order.
    """

    __tablename__ = "news_headlines"

    guild_id: Mapped[Snowflake] = mapped_column(
        ForeignKey("groups.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    link_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    told_on: Mapped[date]
    place: Mapped[int]
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    link: Mapped[str] = mapped_column(String(MAX_LINK))
    source: Mapped[str] = mapped_column(String(MAX_NAME))
    appeared_at: Mapped[datetime]

    __table_args__ = (Index(None, "guild_id", "told_on"),)
