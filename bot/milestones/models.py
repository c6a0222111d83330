"""Tables of milestones."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    and_,
    exists,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from bot.db import Base, Snowflake, enum_column
from bot.inputs.links import MAX_LINK
from bot.milestones.rules import MAX_NOTE
from bot.milestones.rules.own_rules import MAX_TITLE
from bot.milestones.values import Status


class ChangeRow(Base):
    """One change of a milestone's state by a member. The highest number tells how it stands now.

    ``milestone_id`` is the plan's stable id or that of an own one; plans are texts, so no foreign
    key can hold it. ``due_on`` is the target date it had when it was done or skipped: that one
    stays, however dates move later. ``day`` is the member's local date then, which stays when they
    move; NULL in rows from before it was kept. What repeats has a row for each time it was done.
    """

    __tablename__ = "milestone_changes"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    milestone_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[Status] = mapped_column(enum_column(Status))
    changed_at: Mapped[datetime]
    link: Mapped[str | None] = mapped_column(String(MAX_LINK))
    note: Mapped[str | None] = mapped_column(String(MAX_NOTE))
    shared_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    day: Mapped[date | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("status <> 'not_started'", name="a_change"),
        CheckConstraint(
            "status = 'done' OR (link IS NULL AND note IS NULL AND shared_at IS NULL)",
            name="kept_with_done",
        ),
    )


class OverrideRow(Base):
    """What a member chose for a milestone: a date of their own, or not to see it; and their notes.

    ``own_due`` moves with the member's pace while the milestone is open. ``link`` and ``note`` are
    what they noted before it is done; done, it begins with them. ``path:`` and a path's id
    in place of a milestone's, hidden, means: do not propose another path after this one.
    """

    __tablename__ = "milestone_choices"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    milestone_id: Mapped[str] = mapped_column(String(50), primary_key=True)
    own_due: Mapped[date | None]
    hidden: Mapped[bool] = mapped_column(default=False)
    link: Mapped[str | None] = mapped_column(String(MAX_LINK))
    note: Mapped[str | None] = mapped_column(String(MAX_NOTE))

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )


class OwnRow(Base):
    """A milestone or step that a member added for themselves; everywhere else ``own-<number>``.

    ``under`` is the id of the milestone (the plan's or an own one) whose step it is, ``block`` the
    plan's block it stands in. A dropped one stays, so that its number never comes again and a drop
    can be taken back. ``origin`` names what of another feature it came of (`bot.milestones.given`).
    """

    __tablename__ = "own_milestones"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    under: Mapped[str | None] = mapped_column(String(40))
    block: Mapped[str | None] = mapped_column(String(40))
    added_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]
    origin: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("under IS NULL OR block IS NULL", name="one_place"),
    )


class BlockFigureRow(Base):
    """The group's counts in a block of the plan, as they were shown since ``counted_at`` (U5).

    ``made_of`` are the milestones they were made of; the plan may have others by now. ``gone`` is
    how many of the ``members`` who were counted were forgotten since: the numbers are then NULL.
    """

    __tablename__ = "block_figures"

    guild_id: Mapped[Snowflake] = mapped_column(
        ForeignKey("groups.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    block_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    made_of: Mapped[dict[str, Any]] = mapped_column(JSON)
    counted_at: Mapped[datetime]
    members: Mapped[int | None]
    done: Mapped[int | None]
    in_progress: Mapped[int | None]
    skipped: Mapped[int | None]
    total: Mapped[int | None]
    gone: Mapped[int]

    __table_args__ = (
        CheckConstraint("members >= 4", name="floor"),
        CheckConstraint("gone = 0 OR members IS NULL", name="withheld"),
    )


class BlockStandingRow(Base):
    """What a member counted for in the group's figure of a block: how many milestones, not which.

    With it is told, later, how many count for something else by now.
    """

    __tablename__ = "block_standings"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    block_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    done: Mapped[int]
    in_progress: Mapped[int]
    skipped: Mapped[int]
    total: Mapped[int]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "block_id"],
            ["block_figures.guild_id", "block_figures.block_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
        Index(None, "guild_id", "user_id"),
    )


def is_newest_change() -> ColumnElement[bool]:
    """Whether a row of changes is its member's newest one of that milestone."""
    newer = aliased(ChangeRow)
    return ~exists().where(
        newer.guild_id == ChangeRow.guild_id,
        newer.user_id == ChangeRow.user_id,
        newer.milestone_id == ChangeRow.milestone_id,
        newer.number > ChangeRow.number,
    )


def hides_changed(override: type[OverrideRow]) -> ColumnElement[bool]:
    """Whether an ``override`` (an alias of the table) hides the milestone of a row of changes."""
    return and_(
        override.guild_id == ChangeRow.guild_id,
        override.user_id == ChangeRow.user_id,
        override.milestone_id == ChangeRow.milestone_id,
        override.hidden.is_(True),
    )
