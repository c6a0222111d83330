"""What the routine adds to ``/me`` and to joining: when the next prompt comes."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.routine.queries import messages_ahead, next_prompt
from bot.routine.schedules import PROMPT
from cogs.common.feature import MeRows, PanelAddition
from cogs.common.text import stamp

_SHOWN = 3
_NONE = "No prompt comes: choose at least one weekday."


async def me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    """When the next prompts of the series come; a snooze is not one."""
    ahead = await messages_ahead(session, caller.member, limit=_SHOWN, kinds=[PROMPT])
    if not ahead:
        return MeRows(state=_NONE)
    first, *others = [each.at for each in ahead]
    then = f" Then {' and '.join(stamp(at, 'F') for at in others)}." if others else ""
    return MeRows(state=f"Next prompt: {stamp(first, 'F')} ({stamp(first, 'R')}).{then}")


async def joining(session: AsyncSession, caller: MemberCaller) -> PanelAddition:
    """The same, while nothing holds prompts back."""
    member = caller.member
    if member.prompts_stopped or member.paused(caller.now):
        return PanelAddition()
    coming = await next_prompt(session, member)
    if coming is None:
        return PanelAddition(rows=[_NONE])
    return PanelAddition(rows=[f"**Next message** · {stamp(coming, 'F')}, {stamp(coming, 'R')}"])
