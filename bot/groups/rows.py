"""Groups and members between their tables' rows and values."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import Row, select

from bot.db import weekday_bits, weekdays_in
from bot.groups.models import GroupRow, MemberRow
from bot.groups.rest import Lighter, QuietHours
from bot.groups.support import read_support
from bot.groups.values import Group, GroupChanges, Member, MemberFields
from bot.inputs.categories import check_categories
from bot.inputs.zones import require_zone
from bot.scheduling.skips import read_skips

# Statements that give back a member, whatever they are built from.
MEMBER_COLUMNS = tuple(MemberRow.__table__.c)
GROUP_ZONE = (
    select(GroupRow.zone)
    .where(GroupRow.guild_id == MemberRow.guild_id)
    .scalar_subquery()
    .label("group_zone")
)


def group_columns(**fields: Unpack[GroupChanges]) -> dict[str, Any]:
    """The columns of :class:`GroupRow` that hold ``fields``, checked."""
    columns: dict[str, Any] = {**fields}
    if "zone" in fields:
        columns["zone"] = require_zone(fields["zone"])
    if "categories" in fields:
        columns["categories"] = list(check_categories(fields["categories"]))
    if "support" in fields:
        columns["support"] = list(read_support("\n".join(fields["support"])))
    for name in ("papers_open", "papers_close"):
        if name in columns:
            columns[f"{name}_weekday"], columns[f"{name}_at"] = columns.pop(name)
    if "retro" in columns:
        columns["retro_on"], columns["retro_at"] = columns.pop("retro")
    return columns


def member_columns(now: datetime, **fields: Unpack[MemberFields]) -> dict[str, Any]:
    """The columns of :class:`MemberRow` that hold ``fields``, checked.

    Raises:
        UserError: an unknown zone.
    """
    columns: dict[str, Any] = {**fields}
    if "zone" in fields:
        columns["zone"] = None if fields["zone"] is None else require_zone(fields["zone"])
    if "weekdays" in fields:
        columns["weekdays"] = weekday_bits(fields["weekdays"])
    if "quiet" in fields:
        quiet = columns.pop("quiet")
        columns["quiet_from"] = quiet.begins if quiet else None
        columns["quiet_until"] = quiet.ends if quiet else None
    if "prompts_stopped" in fields:
        stopped = columns.pop("prompts_stopped")
        columns["prompts_stopped_at"] = now if stopped else None
    return columns


def group_from(row: GroupRow | Row[Any]) -> Group:
    """The group in a row."""
    return Group(
        guild_id=row.guild_id,
        zone=row.zone,
        start_date=row.start_date,
        announcements_channel_id=row.announcements_channel_id,
        papers_channel_id=row.papers_channel_id,
        retros_channel_id=row.retros_channel_id,
        categories=tuple(row.categories),
        papers_open_weekday=row.papers_open_weekday,
        papers_open_at=row.papers_open_at,
        papers_close_weekday=row.papers_close_weekday,
        papers_close_at=row.papers_close_at,
        retro_on=row.retro_on,
        retro_at=row.retro_at,
        created_at=row.created_at,
        cross_lists=row.cross_lists,
        paper_fit=row.paper_fit,
        vote_method=row.vote_method,
        hides_totals=row.hides_totals,
        support=tuple(row.support),
    )


def member_from(row: MemberRow | Row[Any], group_zone: str) -> Member:
    """The member in a row; without a zone of their own they use the group's."""
    return Member(
        guild_id=row.guild_id,
        user_id=row.user_id,
        zone=row.zone or group_zone,
        own_zone=row.zone is not None,
        prompt_at=row.prompt_at,
        weekdays=weekdays_in(row.weekdays),
        paused_until=row.paused_until,
        started_on=row.started_on,
        path=row.path,
        pace_days=row.pace_days,
        dm_channel_id=row.dm_channel_id,
        dms_refused=row.dms_refused_at is not None,
        dm_refusals=row.dm_refusals,
        prompts_stopped=row.prompts_stopped_at is not None,
        left=row.left_at is not None,
        gone=row.gone_since is not None,
        checked_at=row.checked_at,
        day_start=row.day_start,
        quiet=(
            None
            if row.quiet_from is None or row.quiet_until is None
            else QuietHours(row.quiet_from, row.quiet_until)
        ),
        nudges=row.nudges,
        paused_from=row.paused_from,
        rests=read_skips(row.rests),
        lighter=(
            None
            if row.lighter_weekdays is None or row.lighter_until is None
            else Lighter(weekdays_in(row.lighter_weekdays), row.lighter_until)
        ),
    )
