"""Tables of reviews and their rota."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, RowId, Snowflake


class ReviewRow(Base):
    """A member's review of a paper; they have one of each.

    It is a draft while ``released_at`` is empty; ``released_on`` is its author's local date then.
    ``revision`` counts its texts, ``releases`` how often it was published. ``channel_id`` and
    ``message_id`` are its post. ``counted_number`` is the change of the milestone ``counted_as``
    that counted it.
    """

    __tablename__ = "paper_reviews"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    user_id: Mapped[Snowflake]
    arxiv_id: Mapped[str] = mapped_column(ForeignKey("papers.arxiv_id"))
    key_points: Mapped[str] = mapped_column(Text)
    analysis: Mapped[str] = mapped_column(Text)
    method: Mapped[str] = mapped_column(Text)
    worth: Mapped[int | None]
    updated_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    released_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)
    releases: Mapped[int] = mapped_column(default=0)
    channel_id: Mapped[Snowflake | None]
    message_id: Mapped[Snowflake | None]
    trouble: Mapped[str | None] = mapped_column(String(200))
    counted_as: Mapped[str | None] = mapped_column(String(40))
    counted_number: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        UniqueConstraint("guild_id", "user_id", "arxiv_id"),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("worth BETWEEN 1 AND 5", name="worth"),
        CheckConstraint("(released_at IS NULL) = (released_on IS NULL)", name="released"),
        CheckConstraint("(channel_id IS NULL) = (message_id IS NULL)", name="posted"),
        CheckConstraint("message_id IS NULL OR released_at IS NOT NULL", name="post_is_released"),
        Index("ix_paper_reviews_released", "guild_id", "released_at"),
        Index(None, "arxiv_id"),
    )


class ReviewerRow(Base):
    """A member's place in the rota: they wait since ``waiting_since``."""

    __tablename__ = "paper_reviewers"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    waiting_since: Mapped[datetime]
    is_paused: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )


class TurnRow(Base):
    """Who reviews the paper that a round chose; nobody while ``user_id`` is empty.

    ``waited_since`` is the place in the rota that the turn used up, ``offered_to`` whom its holder
    asked to swap.
    """

    __tablename__ = "paper_review_turns"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime]
    user_id: Mapped[Snowflake | None]
    waited_since: Mapped[datetime | None]
    offered_to: Mapped[Snowflake | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_rounds.guild_id", "paper_rounds.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["guild_id", "offered_to"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("user_id IS NOT NULL OR waited_since IS NULL", name="nobody_waited"),
        CheckConstraint("user_id IS NOT NULL OR offered_to IS NULL", name="somebody_offers"),
        CheckConstraint("user_id <> offered_to", name="offered_to_another"),
    )


class SkipRow(Base):
    """A member passed on the review of a round's paper."""

    __tablename__ = "paper_review_skips"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "round_id"],
            ["paper_review_turns.guild_id", "paper_review_turns.round_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )
