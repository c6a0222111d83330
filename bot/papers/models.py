"""Tables of papers: what arXiv announced (of no group), and each group's rounds and ballots."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, RowId, Snowflake, enum_column
from bot.papers.rules.identifiers import MAX_LENGTH
from bot.papers.values import AnnounceType, Health, RoundDecision

_CATEGORY_LENGTH = 41


class FeedRow(Base):
    """The feed of one category, shared by all groups that follow it.

    ``covered_until`` is the last publishing date known to be taken in (or empty); the dates from
    ``missing_from`` to ``missing_until`` still have to be asked of the API, whose last
    ``empty_answers`` about them were empty. ``next_poll_at`` is
    since when it is due, also while it waits or is being read, which nobody else does before
    ``leased_until``. A feed that nobody follows rests without it.
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
    health: Mapped[Health] = mapped_column(enum_column(Health), default=Health.UNREAD)
    note: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint("(missing_from IS NULL) = (missing_until IS NULL)", name="missing"),
    )


class PaperRow(Base):
    """A paper, by its id without version. Of no group: arXiv's metadata are public.

    ``folded_title`` is the title for searching (`bot.inputs.text.folded`): a database folds case
    and accents in ways of its own, or not at all. ``is_withdrawn`` is as of ``version``.
    """

    __tablename__ = "papers"

    arxiv_id: Mapped[str] = mapped_column(String(MAX_LENGTH), primary_key=True)
    version: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    folded_title: Mapped[str] = mapped_column(Text)
    authors: Mapped[list[str]] = mapped_column(JSON)
    abstract: Mapped[str] = mapped_column(Text)
    categories: Mapped[list[str]] = mapped_column(JSON)
    seen_at: Mapped[datetime] = mapped_column(index=True)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)

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


class NominationRow(Base):
    """A member's wish to discuss a paper; several members may wish the same."""

    __tablename__ = "paper_nominations"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    arxiv_id: Mapped[str] = mapped_column(ForeignKey("papers.arxiv_id"), primary_key=True)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    nominated_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )


class RoundRow(Base):
    """A week's shortlist and its vote. ``period`` is the group's local date of the opening.

    A round whose week had no candidates is closed from the start, and ``feeds`` says how the
    group's feeds were then. ``trouble`` says what could not
    be posted, for organisers.
    """

    __tablename__ = "paper_rounds"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake] = mapped_column(ForeignKey("groups.guild_id", ondelete="CASCADE"))
    period: Mapped[date]
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    decision: Mapped[RoundDecision | None] = mapped_column(
        enum_column(RoundDecision, name="decision")
    )
    ballots: Mapped[int | None]
    winner_id: Mapped[str | None] = mapped_column(ForeignKey("papers.arxiv_id"))
    channel_id: Mapped[Snowflake | None]
    message_id: Mapped[Snowflake | None]
    result_message_id: Mapped[Snowflake | None]
    thread_id: Mapped[Snowflake | None]
    trouble: Mapped[str | None] = mapped_column(String(200))
    feeds: Mapped[Health | None] = mapped_column(enum_column(Health, name="feeds"))

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        UniqueConstraint("guild_id", "period"),
        CheckConstraint("(closed_at IS NULL) = (decision IS NULL)", name="decided"),
        CheckConstraint("(closed_at IS NULL) = (ballots IS NULL)", name="counted"),
        Index(
            "uq_paper_rounds_open",
            "guild_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )


class ShortlistRow(Base):
    """A paper on a round's shortlist. ``approvals`` is known once the round is closed.

    It stays empty for a paper that was withdrawn by then.
    """

    __tablename__ = "paper_shortlists"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    arxiv_id: Mapped[str] = mapped_column(ForeignKey("papers.arxiv_id"), primary_key=True)
    position: Mapped[int]
    score: Mapped[float]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    approvals: Mapped[int | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_rounds.guild_id", "paper_rounds.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("guild_id", "round_id", "position"),
        Index(None, "guild_id", "arxiv_id"),
    )


class BallotRow(Base):
    """A member's ballot in a round: one, changeable until the close."""

    __tablename__ = "paper_ballots"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    cast_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_rounds.guild_id", "paper_rounds.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )


class ApprovalRow(Base):
    """A paper that a ballot approves; it must stand on that round's shortlist."""

    __tablename__ = "paper_approvals"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    arxiv_id: Mapped[str] = mapped_column(String(MAX_LENGTH), primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "round_id", "user_id"],
            ["paper_ballots.guild_id", "paper_ballots.round_id", "paper_ballots.user_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "round_id", "arxiv_id"],
            [
                "paper_shortlists.guild_id",
                "paper_shortlists.round_id",
                "paper_shortlists.arxiv_id",
            ],
            ondelete="CASCADE",
        ),
    )
