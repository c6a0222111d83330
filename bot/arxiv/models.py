"""Tables of what arXiv announced: feeds, papers and listings. They belong to no group."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.arxiv.rules.identifiers import MAX_LENGTH
from bot.arxiv.rules.venues import MAX_VENUE
from bot.arxiv.values import AnnounceType, Health
from bot.db import Base, enum_column

_CATEGORY_LENGTH = 41


class FeedRow(Base):
    """The feed of one category, shared by all groups that follow it.

    ``covered_until`` is the last publishing date known to be taken in (or empty); the dates from
    ``missing_from`` to ``missing_until`` still have to be asked of the API, whose last
    ``empty_answers`` about them were empty. ``next_poll_at`` is since when it is due, also while it
    waits or is being read, which nobody else does before ``leased_until``. A feed that nobody
    follows rests without it. ``failing_since`` is when the first of its last ``failures`` readings
    was of no use.
    """

    __tablename__ = "feeds"

    category: Mapped[str] = mapped_column(String(_CATEGORY_LENGTH), primary_key=True)
    next_poll_at: Mapped[datetime | None] = mapped_column(index=True)
    leased_until: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    etag: Mapped[str | None] = mapped_column(String(200))
    last_modified: Mapped[str | None] = mapped_column(String(200))
    batch_on: Mapped[date | None]
    batch_digest: Mapped[str | None] = mapped_column(String(64))
    batch_size: Mapped[int] = mapped_column(default=0)
    covered_until: Mapped[date | None]
    missing_from: Mapped[date | None]
    missing_until: Mapped[date | None]
    empty_answers: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    health: Mapped[Health] = mapped_column(enum_column(Health), default=Health.UNREAD)
    note: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint("(missing_from IS NULL) = (missing_until IS NULL)", name="missing"),
    )


class PaperRow(Base):
    """A paper, by its id without version. Of no group: arXiv's metadata are public.

    ``folded_title`` and ``folded_authors`` are for searching (`bot.inputs.text.folded`): a database
    folds case and accents in ways of its own, or not at all. ``is_withdrawn`` is as of ``version``.
    ``venue`` is where it was accepted, as its ``described_version`` says; while that is not
    ``version``, the API has not been asked about it yet.
    """

    __tablename__ = "papers"

    arxiv_id: Mapped[str] = mapped_column(String(MAX_LENGTH), primary_key=True)
    version: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    folded_title: Mapped[str] = mapped_column(Text)
    authors: Mapped[list[str]] = mapped_column(JSON)
    folded_authors: Mapped[str] = mapped_column(Text)
    abstract: Mapped[str] = mapped_column(Text)
    categories: Mapped[list[str]] = mapped_column(JSON)
    seen_at: Mapped[datetime] = mapped_column(index=True)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    venue: Mapped[str | None] = mapped_column(String(MAX_VENUE))
    described_version: Mapped[int | None]

    __table_args__ = (CheckConstraint("version >= 1", name="version"),)


class ListingRow(Base):
    """The first announcement of a paper in a category, as new or as a cross-listing."""

    __tablename__ = "paper_listings"

    category: Mapped[str] = mapped_column(String(_CATEGORY_LENGTH), primary_key=True)
    arxiv_id: Mapped[str] = mapped_column(
        ForeignKey("papers.arxiv_id", ondelete="CASCADE"), primary_key=True, index=True
    )
    announce_type: Mapped[AnnounceType] = mapped_column(enum_column(AnnounceType))
    announced_on: Mapped[date]
    listed_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("announce_type IN ('new', 'cross')", name="announced"),
        Index(None, "category", "listed_at"),
    )
