"""What conferences add to ``/today`` and ``/me``: the deadlines that the member watches."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.queries import watched
from bot.community.rules import LEADS
from bot.groups.values import MemberCaller
from bot.scheduling import local_date
from cogs.common.feature import MeRows
from cogs.common.panels import Items
from cogs.community.panels import ahead_rows, standing

_SOON = timedelta(days=max(LEADS))


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """The caller's deadlines from the day on which the daily message first names them."""
    if caller.member.paused(caller.now):
        return []
    found = await watched(session, caller.guild_id, caller.user_id, now=caller.now)
    zone, until = caller.member.zone, caller.today + _SOON
    return ahead_rows([each for each in found if local_date(each.at, zone) <= until])


async def me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    """How many deadlines the caller watches, and which comes first."""
    found = await watched(session, caller.guild_id, caller.user_id, now=caller.now)
    text = standing(found, is_due=not caller.member.paused(caller.now))
    return MeRows(standing=(text,) if text else ())
