"""Tables of retros, their columns and cards."""

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
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, RowId, Snowflake, enum_column
from bot.retros.values import Anonymity, Phase


class RetroRow(Base):
    """One retro. It is open until ``closed_at``; a group has one open retro at most.

    ``scheduled_for`` is the local date of the schedule that opened it, None when a person did.
    ``reveal_at`` is when its cards are due to be revealed, ``revealed_at`` when they were.
    ``shown_phase`` is the phase for which its summary was posted last. ``trouble`` says why its
    latest message could not be posted, in a few words.
    """

    __tablename__ = "retros"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake] = mapped_column(ForeignKey("groups.guild_id", ondelete="CASCADE"))
    format: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(80))
    anonymity: Mapped[Anonymity] = mapped_column(enum_column(Anonymity))
    scheduled_for: Mapped[date | None]
    opened_at: Mapped[datetime]
    reveal_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    channel_id: Mapped[Snowflake | None]
    message_id: Mapped[Snowflake | None]
    summary_channel_id: Mapped[Snowflake | None]
    summary_id: Mapped[Snowflake | None]
    trouble: Mapped[str | None] = mapped_column(String(200))
    phase: Mapped[Phase] = mapped_column(enum_column(Phase))
    phase_began_at: Mapped[datetime]
    phase_ends_at: Mapped[datetime | None]
    revealed_at: Mapped[datetime | None]
    shown_phase: Mapped[Phase | None] = mapped_column(enum_column(Phase, name="shown_phase"))
    is_quick: Mapped[bool]
    days: Mapped[int | None]
    is_extended: Mapped[bool]
    votes: Mapped[int]
    votes_per_theme: Mapped[int]
    own_votes: Mapped[bool]

    __table_args__ = (
        CheckConstraint("(phase = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("(phase = 'closed') = (phase_ends_at IS NULL)", name="deadline"),
        CheckConstraint("(phase IN ('facts', 'collect')) = (revealed_at IS NULL)", name="revealed"),
        CheckConstraint("votes_per_theme BETWEEN 1 AND votes", name="votes"),
        CheckConstraint("own_votes OR anonymity = 'named'", name="own_votes"),
        UniqueConstraint("guild_id", "id"),
        # Cards repeat the level of anonymity, so that it can never be changed under them.
        UniqueConstraint("guild_id", "id", "anonymity"),
        UniqueConstraint("guild_id", "scheduled_for"),
        Index(
            "uq_retros_open",
            "guild_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )


class RetroColumnRow(Base):
    """A column of a retro: its own copy, so that formats may change without changing history."""

    __tablename__ = "retro_columns"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    retro_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(45))
    question: Mapped[str] = mapped_column(String(200))

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "retro_id"], ["retros.guild_id", "retros.id"], ondelete="CASCADE"
        ),
    )


class RetroFactRow(Base):
    """A line about what the group did before a retro, as it was when this one opened.

    It is not counted anew: two counts of one thing would tell what somebody did in between.
    """

    __tablename__ = "retro_facts"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    retro_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(String(200))

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "retro_id"], ["retros.guild_id", "retros.id"], ondelete="CASCADE"
        ),
    )


class CardRow(Base):
    """A card. An anonymous one has no author and no time, and its id is random.

    One that came after the reveal ``is_comment``: it stands beside the cards, and is in no theme.

    Whoever wrote that holds a random secret, of which ``secret_hash`` is stored until the reveal.

    Ids that count up would tell in which order people wrote, and so perhaps who wrote what. The
    database's own marks of that order go with each further card and at the reveal, which write the
    rows anew.
    """

    __tablename__ = "retro_cards"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    retro_id: Mapped[Snowflake]
    position: Mapped[int]
    anonymity: Mapped[Anonymity] = mapped_column(enum_column(Anonymity))
    author_id: Mapped[Snowflake | None]
    added_at: Mapped[datetime | None]
    secret_hash: Mapped[str | None] = mapped_column(String(64))
    is_comment: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        UniqueConstraint("guild_id", "retro_id", "secret_hash"),
        ForeignKeyConstraint(
            ["guild_id", "retro_id", "anonymity"],
            ["retros.guild_id", "retros.id", "retros.anonymity"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "retro_id", "position"],
            ["retro_columns.guild_id", "retro_columns.retro_id", "retro_columns.position"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "author_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint(
            "anonymity = 'named' OR (author_id IS NULL AND added_at IS NULL)", name="no_trace"
        ),
        CheckConstraint(
            "(anonymity = 'anonymous' AND NOT is_comment) OR secret_hash IS NULL",
            name="secret_of_anonymous",
        ),
        CheckConstraint("length(text) BETWEEN 1 AND 4000", name="length"),
        Index("ix_retro_cards_retro", "guild_id", "retro_id", "position"),
    )
