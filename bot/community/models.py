"""Tables of the community room."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.community.rules import MAX_NAME
from bot.community.values import EventKind
from bot.db import Base, RowId, Snowflake, enum_column
from bot.inputs.links import MAX_LINK

# Folding the case of a character can make three of it.
_FOLDED = 3 * MAX_NAME


class ConferenceRow(Base):
    """A conference of a group, with its deadline.

    ``zone`` is the IANA zone of whose clocks the deadline was given. ``folded_name`` is the name
    without case, once a group.
    """

    __tablename__ = "conferences"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake] = mapped_column(ForeignKey("groups.guild_id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    folded_name: Mapped[str] = mapped_column(String(_FOLDED))
    deadline_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64))
    link: Mapped[str | None] = mapped_column(String(MAX_LINK))
    added_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        UniqueConstraint("guild_id", "folded_name"),
        Index("ix_conferences_coming", "guild_id", "deadline_at"),
    )


class AdderRow(Base):
    """Who added a conference. Without this row, once they are gone, it is the group's."""

    __tablename__ = "conference_adders"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    conference_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "conference_id"],
            ["conferences.guild_id", "conferences.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )


class WatchRow(Base):
    """A member aims for a conference."""

    __tablename__ = "conference_watches"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    conference_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "conference_id"],
            ["conferences.guild_id", "conferences.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )


class AttendedRow(Base):
    """A conference or meetup that a member went to; once a name and day.

    ``counted_number`` is the change of the milestone ``counted_as`` that counted it.
    """

    __tablename__ = "attended_events"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake]
    user_id: Mapped[Snowflake]
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    folded_name: Mapped[str] = mapped_column(String(_FOLDED))
    kind: Mapped[EventKind] = mapped_column(enum_column(EventKind))
    attended_on: Mapped[date]
    link: Mapped[str | None] = mapped_column(String(MAX_LINK))
    counted_as: Mapped[str | None] = mapped_column(String(40))
    counted_number: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        UniqueConstraint("guild_id", "user_id", "folded_name", "attended_on"),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("(counted_as IS NULL) = (counted_number IS NULL)", name="counted"),
    )
