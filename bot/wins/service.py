"""What happens to wins by itself: the weekly round-up is scheduled, a failed post is undone."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups import queries as groups
from bot.groups.models import GroupRow
from bot.groups.values import Group
from bot.milestones.service import unshare
from bot.scheduling import DeliveryFailure, Weekly, put
from bot.scheduling.models import ScheduleRow
from bot.wins.queries import ROUND_UP_KIND

ROUND_UP_WEEKDAY, ROUND_UP_AT = 6, time(18)
"""The round-up comes on Sunday evening, in the group's zone."""


async def not_posted(session: AsyncSession, failure: DeliveryFailure, _now: datetime) -> None:
    """Let the member share a win again whose delivery was refused or missed."""
    delivery = failure.delivery
    await unshare(session, delivery.guild_id, delivery.user_id or 0, delivery.subject)


async def schedule_round_up(session: AsyncSession, group: Group, now: datetime) -> None:
    """Put the group's weekly round-up. Safe to run again."""
    rule = Weekly(frozenset({ROUND_UP_WEEKDAY}), ROUND_UP_AT, group.zone)
    await put(session, group.guild_id, kind=ROUND_UP_KIND, rule=rule, after=now)


async def schedule_missing(session: AsyncSession, now: datetime) -> None:
    """Put the round-up of groups that were set up before there was one."""
    has_one = exists().where(
        ScheduleRow.guild_id == GroupRow.guild_id, ScheduleRow.kind == ROUND_UP_KIND
    )
    for guild_id in list(await session.scalars(select(GroupRow.guild_id).where(~has_one))):
        await schedule_round_up(session, await groups.get_group(session, guild_id), now)
