"""The tables of entries, of what days were planned, and of weeks looked back on."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Snowflake, enum_column
from bot.db.types import WholeNumber
from bot.routine.values import MAX_NOTE, EntryOutcome
from bot.routine.week_values import MAX_LINE, MAX_PART


class EntryRow(Base):
    """A member's answer to the prompt of one local date; there is at most one."""

    __tablename__ = "entries"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    outcome: Mapped[EntryOutcome] = mapped_column(enum_column(EntryOutcome, name="outcome"))
    note: Mapped[str | None] = mapped_column(String(MAX_NOTE))
    answered_at: Mapped[datetime]
    minutes: Mapped[int | None] = mapped_column(WholeNumber)

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
    )


class PlannedDaysRow(Base):
    """Which days were planned for a member from a local date on, until the next row's.

    ``weekdays`` are bits, none while they were away or had stopped; ``skips`` is what left out
    dates then, as `bot.scheduling.skips` writes it. So rest that was lived stays rest.
    """

    __tablename__ = "planned_days"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[date] = mapped_column(primary_key=True)
    weekdays: Mapped[int] = mapped_column(WholeNumber)
    skips: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("weekdays BETWEEN 0 AND 127", name="weekdays"),
    )


class WeekLogRow(Base):
    """What a member wrote of one week, known by its Monday; there is at most one.

    ``line`` alone may be for the group, since ``released_at``.
    """

    __tablename__ = "week_logs"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    week: Mapped[date] = mapped_column(primary_key=True)
    better: Mapped[str | None] = mapped_column(String(MAX_PART))
    to_change: Mapped[str | None] = mapped_column(String(MAX_PART))
    ahead: Mapped[str | None] = mapped_column(String(MAX_PART))
    line: Mapped[str | None] = mapped_column(String(MAX_LINE))
    released_at: Mapped[datetime | None]
    written_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("released_at IS NULL OR line IS NOT NULL", name="released"),
        Index("ix_week_logs_released", "guild_id", "released_at"),
    )
