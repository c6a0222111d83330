"""What the routine adds to ``/me`` and to joining: when the next prompt comes."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.routine.queries import next_prompt
from cogs.common.feature import MeRows, PanelAddition
from cogs.common.text import stamp

_NONE = "No prompt comes: choose at least one weekday."


async def me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    """When the next prompt of the series comes; a snooze is not one."""
    coming = await next_prompt(session, caller.member)
    if coming is None:
        return MeRows(state=_NONE)
    return MeRows(state=f"Next prompt: {stamp(coming, 'F')} ({stamp(coming, 'R')}).")


async def joining(session: AsyncSession, caller: MemberCaller) -> PanelAddition:
    """The same, while nothing holds prompts back."""
    member = caller.member
    if member.prompts_stopped or member.paused(caller.now):
        return PanelAddition()
    coming = await next_prompt(session, member)
    if coming is None:
        return PanelAddition(rows=[_NONE])
    return PanelAddition(rows=[f"**Next message** · {stamp(coming, 'F')}, {stamp(coming, 'R')}"])
