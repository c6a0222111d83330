"""Tables of groups and members, of changed settings, and of roles that may organise."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from bot.db import Base, PatternText, RowId, Snowflake, enum_column
from bot.groups.audit_rules import MAX_VALUE
from bot.groups.rest import Nudges
from bot.groups.values import PaperFit
from bot.inputs.date_patterns import DatePattern
from bot.voting import Method


class GroupRow(Base):
    """One server, set up. Weekdays and dates of retros are in the group's zone.

    ``vote_method`` and ``hides_totals`` are how rounds to come vote on papers.
    ``cross_lists``: papers that stand in a category beside their own are proposed too.
    ``paper_fit`` is how well any must fit the group's taste.
    ``support`` are lines on where its people find help.
    ``absent_since`` is when the bot was found to be no longer in the server.
    """

    __tablename__ = "groups"

    guild_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    zone: Mapped[str] = mapped_column(String(64))
    start_date: Mapped[date]
    announcements_channel_id: Mapped[Snowflake]
    papers_channel_id: Mapped[Snowflake]
    retros_channel_id: Mapped[Snowflake]
    categories: Mapped[list[str]] = mapped_column(JSON)
    cross_lists: Mapped[bool] = mapped_column(default=False)
    paper_fit: Mapped[PaperFit] = mapped_column(enum_column(PaperFit), default=PaperFit.USUAL)
    vote_method: Mapped[Method] = mapped_column(
        enum_column(Method, name="vote_method"), default=Method.APPROVAL
    )
    hides_totals: Mapped[bool] = mapped_column(default=True)
    support: Mapped[list[str]] = mapped_column(JSON, default=list)
    papers_open_weekday: Mapped[int]
    papers_open_at: Mapped[time]
    papers_close_weekday: Mapped[int]
    papers_close_at: Mapped[time]
    retro_on: Mapped[DatePattern] = mapped_column(PatternText)
    retro_at: Mapped[time]
    created_at: Mapped[datetime]
    absent_since: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("papers_open_weekday BETWEEN 0 AND 6", name="papers_open_weekday"),
        CheckConstraint("papers_close_weekday BETWEEN 0 AND 6", name="papers_close_weekday"),
    )


class MemberRow(Base):
    """One person in one group. ``zone`` is None while they use the group's.

    ``left_at`` is when they left the group; ``gone_since`` when they were found to be no longer in
    its server, as Discord was last asked at ``checked_at``. ``rests`` are rules as
    `bot.scheduling.skips` writes them.
    """

    __tablename__ = "members"

    guild_id: Mapped[Snowflake] = mapped_column(
        ForeignKey("groups.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False, index=True)
    zone: Mapped[str | None] = mapped_column(String(64))
    prompt_at: Mapped[time]
    weekdays: Mapped[int]
    day_start: Mapped[time] = mapped_column(default=time())
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    nudges: Mapped[Nudges] = mapped_column(enum_column(Nudges), default=Nudges.LIGHT)
    paused_from: Mapped[date | None]
    paused_until: Mapped[date | None]
    rests: Mapped[str | None] = mapped_column(Text)
    lighter_weekdays: Mapped[int | None]
    lighter_until: Mapped[date | None]
    started_on: Mapped[date]
    path: Mapped[str | None] = mapped_column(String(40))
    pace_days: Mapped[int] = mapped_column(default=0)
    dm_channel_id: Mapped[Snowflake | None]
    dms_refused_at: Mapped[datetime | None]
    dm_refusals: Mapped[int] = mapped_column(default=0)
    prompts_stopped_at: Mapped[datetime | None]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    gone_since: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("weekdays BETWEEN 0 AND 127", name="weekdays"),
        CheckConstraint(
            "(quiet_from IS NULL) = (quiet_until IS NULL) AND quiet_from <> quiet_until",
            name="quiet_hours",
        ),
        CheckConstraint("paused_from < paused_until", name="pause"),
        CheckConstraint(
            "(lighter_weekdays IS NULL) = (lighter_until IS NULL)"
            " AND lighter_weekdays BETWEEN 1 AND 127",
            name="lighter_weeks",
        ),
    )


class HomeRow(Base):
    """Which of several groups a person means in direct messages: asked once, remembered.

    ``since`` is when they came to mean it; what was shown before is about another one.
    """

    __tablename__ = "homes"

    user_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)
    guild_id: Mapped[Snowflake]
    since: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["guild_id", "user_id"], ["members.guild_id", "members.user_id"], ondelete="CASCADE"
        ),
    )


class SettingChangeRow(Base):
    """A setting that was changed, from ``old`` to ``new``; None where there was, or is, nothing.

    ``user_id`` is who did it: None for whoever runs the bot (``by_operator``), and for somebody
    who was forgotten.
    """

    __tablename__ = "setting_changes"

    id: Mapped[RowId]
    guild_id: Mapped[Snowflake] = mapped_column(ForeignKey("groups.guild_id", ondelete="CASCADE"))
    user_id: Mapped[Snowflake | None]
    by_operator: Mapped[bool]
    setting: Mapped[str] = mapped_column(String(40))
    old: Mapped[str | None] = mapped_column(String(MAX_VALUE))
    new: Mapped[str | None] = mapped_column(String(MAX_VALUE))
    changed_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (
        UniqueConstraint("guild_id", "id"),
        CheckConstraint("user_id IS NULL OR NOT by_operator", name="one_author"),
        Index("ix_setting_changes_newest", "guild_id", "changed_at", "id"),
    )


class OrganiserRoleRow(Base):
    """A role of the server that lets its members organise, beside *Manage Server*."""

    __tablename__ = "organiser_roles"

    guild_id: Mapped[Snowflake] = mapped_column(
        ForeignKey("groups.guild_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    role_id: Mapped[Snowflake] = mapped_column(primary_key=True, autoincrement=False)


def is_here() -> ColumnElement[bool]:
    """Whether a row of members is of somebody in the group now: not of who left, nor who is gone.

    Everything that is counted or listed of a group is of these.
    """
    return and_(MemberRow.left_at.is_(None), MemberRow.gone_since.is_(None))


def is_of_member_here(
    guild_id: InstrumentedAttribute[int] | int, user_id: InstrumentedAttribute[int] | int
) -> ColumnElement[bool]:
    """Whether the row of members is of the person that these two name, and `is_here`."""
    return and_(MemberRow.guild_id == guild_id, MemberRow.user_id == user_id, is_here())
