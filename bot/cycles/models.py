"""Tables of cycles."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.cycles.values import ReviewDecision
from bot.db import Base, Snowflake, enum_column


class CycleRow(Base):
    """A cycle that is closed. ``started_on`` and ``ended_on`` are local dates of the group.

    The present one has no row: its number is one more, its first day is the group's. The plan in
    force was version ``plan_number``; older rows, whose snapshots hold their entries, have none.
    """

    __tablename__ = "cycles"

    guild_id: Mapped[Snowflake] = mapped_column(
        ForeignKey("groups.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    started_on: Mapped[date]
    ended_on: Mapped[date]
    closed_at: Mapped[datetime]
    plan_number: Mapped[int | None]

    __table_args__ = (CheckConstraint("number >= 1", name="number"),)


class SnapshotRow(Base):
    """How a member stood when a cycle was closed; written once, then only read.

    ``stood`` is what was stored of them then, of which the plan's version makes their board
    (`bot.milestones.standing`): the database copies that for everybody in one statement. Older
    ones hold the board's titles and entries themselves, as `entry_from` reads them.
    """

    __tablename__ = "cycle_snapshots"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stood: Mapped[list[Any] | None] = mapped_column(JSON)
    plan_title: Mapped[str | None] = mapped_column(String(80))
    path_title: Mapped[str | None] = mapped_column(String(80))
    entries: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["guild_id", "number"], ["cycles.guild_id", "cycles.number"], ondelete="CASCADE"
        ),
        CheckConstraint(
            "(stood IS NULL) = (entries IS NOT NULL)"
            " AND (stood IS NULL) = (plan_title IS NOT NULL)",
            name="kept",
        ),
    )


class DecisionRow(Base):
    """What a member decided about a milestone that was open when cycle ``number`` was closed.

    ``due_before`` is the date of their own that a new date replaced, if there was one.
    """

    __tablename__ = "cycle_decisions"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    milestone_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    decision: Mapped[ReviewDecision] = mapped_column(enum_column(ReviewDecision, name="decision"))
    due_before: Mapped[date | None]
    decided_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id", "number"],
            ["cycle_snapshots.guild_id", "cycle_snapshots.user_id", "cycle_snapshots.number"],
            ondelete="CASCADE",
        ),
    )
