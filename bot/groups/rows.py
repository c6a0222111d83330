"""Groups and members between their tables' rows and values."""

from __future__ import annotations

from typing import Any, Unpack

from sqlalchemy import Row, select

from bot.db import weekdays_in
from bot.groups.models import GroupRow, MemberRow
from bot.groups.values import Group, GroupChanges, Member
from bot.inputs.categories import check_categories
from bot.inputs.zones import require_zone

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
    for name in ("papers_open", "papers_close"):
        if name in columns:
            columns[f"{name}_weekday"], columns[f"{name}_at"] = columns.pop(name)
    if "retro" in columns:
        columns["retro_day"], columns["retro_at"] = columns.pop("retro")
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
        retro_day=row.retro_day,
        retro_at=row.retro_at,
        created_at=row.created_at,
        cross_lists=row.cross_lists,
        paper_fit=row.paper_fit,
        vote_method=row.vote_method,
        hides_totals=row.hides_totals,
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
    )
