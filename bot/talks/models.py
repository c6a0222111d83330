"""Tables of talks and of feedback on them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, RowId, Snowflake, enum_column
from bot.inputs.links import MAX_LINK
from bot.talks.rules import MAX_ABOUT, MAX_KEEP, MAX_TITLE
from bot.talks.values import Listener

_LEVELS = "clarity BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5"


class TalkRow(Base):
    """A talk of a member, on the evening ``meeting_id`` where it has one, at ``position``.

    From ``closed_at`` on no feedback is taken; ``has_result`` says that there was enough to show.
    ``counted_number`` is the change of the milestone ``counted_as`` that counted it.
    """

    __tablename__ = "talks"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    user_id: Mapped[Snowflake]
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    about: Mapped[str | None] = mapped_column(String(MAX_ABOUT))
    minutes: Mapped[int]
    slides: Mapped[str | None] = mapped_column(String(MAX_LINK))
    recording: Mapped[str | None] = mapped_column(String(MAX_LINK))
    proposed_at: Mapped[datetime]
    meeting_id: Mapped[Snowflake | None]
    position: Mapped[int]
    closed_at: Mapped[datetime | None]
    has_result: Mapped[bool]
    counted_as: Mapped[str | None] = mapped_column(String(40))
    counted_number: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["guild_id", "meeting_id"],
            ["session_meetings.guild_id", "session_meetings.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("closed_at IS NOT NULL OR NOT has_result", name="result"),
        CheckConstraint("(counted_as IS NULL) = (counted_number IS NULL)", name="counted"),
        Index("ix_talks_meeting", "guild_id", "meeting_id"),
    )


def _of_talk() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["guild_id", "talk_id"], ["talks.guild_id", "talks.id"], ondelete="CASCADE"
    )


class FeedbackMarkRow(Base):
    """That a member gave anonymous feedback, until it closes: so nobody does so twice."""

    __tablename__ = "talk_feedback_marks"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    talk_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = (
        _of_talk(),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )


class FeedbackRow(Base):
    """Anonymous feedback; nothing in it leads to who gave it.

    All of it and all marks of a talk are written anew, in random order, with each further one: else
    the database's own marks of when a row was written would lead from one table to the other.
    """

    __tablename__ = "talk_feedback"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    talk_id: Mapped[Snowflake]
    listener: Mapped[Listener] = mapped_column(enum_column(Listener))
    clarity: Mapped[int]
    impact: Mapped[int]
    keep: Mapped[str | None] = mapped_column(String(MAX_KEEP))

    __table_args__ = (
        _of_talk(),
        CheckConstraint(_LEVELS, name="levels"),
        Index("ix_talk_feedback_talk", "guild_id", "talk_id"),
    )


class SignedFeedbackRow(Base):
    """Feedback that its giver signed: the speaker sees it with their name."""

    __tablename__ = "signed_talk_feedback"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    talk_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    listener: Mapped[Listener] = mapped_column(enum_column(Listener))
    clarity: Mapped[int]
    impact: Mapped[int]
    keep: Mapped[str | None] = mapped_column(String(MAX_KEEP))

    __table_args__ = (
        _of_talk(),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint(_LEVELS, name="levels"),
    )
