"""What the routine adds to ``/me``: when the next prompt comes."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.routine.queries import next_prompt
from cogs.common.feature import MeRows
from cogs.common.text import stamp


async def me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    """When the next prompt of the series comes; a snooze is not one."""
    coming = await next_prompt(session, caller.member)
    if coming is None:
        return MeRows(state="No prompt comes: choose at least one weekday.")
    return MeRows(state=f"Next prompt: {stamp(coming, 'F')} ({stamp(coming, 'R')}).")
