"""Tables of sessions."""

from __future__ import annotations

from datetime import date, datetime, time

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

from bot.db import Base, RowId, Snowflake
from bot.inputs.links import MAX_LINK
from bot.sessions.rules import LEAST_MINUTES, MOST_MINUTES

_MAX_TITLE = 300


class SessionRow(Base):
    """What an organiser planned; it goes on until ``ended_at``.

    A weekly one has its ``weekday`` (0 = Monday); ``local_time`` is in the group's zone. ``about``
    is `CHOSEN_PAPER` or names a milestone (`about_milestone`); without it ``topic`` is free text.
    """

    __tablename__ = "study_sessions"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake] = mapped_column(ForeignKey("groups.guild_id", ondelete="CASCADE"))
    weekday: Mapped[int | None]
    local_time: Mapped[time]
    minutes: Mapped[int]
    about: Mapped[str | None] = mapped_column(String(80))
    topic: Mapped[str] = mapped_column(String(_MAX_TITLE))
    place: Mapped[str | None] = mapped_column(String(MAX_LINK))
    voice_id: Mapped[Snowflake | None]
    planned_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint(f"minutes BETWEEN {LEAST_MINUTES} AND {MOST_MINUTES}", name="minutes"),
    )


class MeetingRow(Base):
    """One time that a session meets; it is ahead or going on until ``ended_at``.

    ``day`` is the group's date that it was planned for. A session has one meeting at most that has
    not ended. ``revision`` goes up with each change that others hear of.
    """

    __tablename__ = "session_meetings"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    session_id: Mapped[Snowflake]
    day: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    topic: Mapped[str] = mapped_column(String(_MAX_TITLE))
    link: Mapped[str | None] = mapped_column(String(MAX_LINK))
    ended_at: Mapped[datetime | None]
    is_cancelled: Mapped[bool]
    revision: Mapped[int]
    channel_id: Mapped[Snowflake | None]
    message_id: Mapped[Snowflake | None]
    event_id: Mapped[Snowflake | None]

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        ForeignKeyConstraint(
            ["guild_id", "session_id"],
            ["study_sessions.guild_id", "study_sessions.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("ends_at > starts_at", name="lasts"),
        CheckConstraint("ended_at IS NOT NULL OR NOT is_cancelled", name="cancelled"),
        Index(
            "uq_session_meetings_open",
            "guild_id",
            "session_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_session_meetings_when", "guild_id", "starts_at"),
    )


class NotesRow(Base):
    """What was noted of a meeting. Without ``author_id`` whoever wrote it last is gone."""

    __tablename__ = "session_notes"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    meeting_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    author_id: Mapped[Snowflake | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "meeting_id"],
            ["session_meetings.guild_id", "session_meetings.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "author_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )


class ComingRow(Base):
    """What a member said about a meeting: that they come, or that they cannot."""

    __tablename__ = "session_answers"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    meeting_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    comes: Mapped[bool]
    answered_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "meeting_id"],
            ["session_meetings.guild_id", "session_meetings.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        Index("ix_session_answers_of", "guild_id", "user_id"),
    )
