"""What plans add to help, to joining, and to what is said of the group."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Caller, MemberCaller
from bot.plans import queries as plans
from cogs.common.feature import PanelAddition
from cogs.common.panels import Items, button
from cogs.common.text import fit, one_line, plural
from cogs.plans.routes import SEE

_BEFORE = 400
# At most 25 tips; those beyond would not fit beside the topic's own words.
_TIPS = 8


async def tip_rows(session: AsyncSession, caller: Caller) -> Items:
    """The plan's tips on workload and motivation (P14)."""
    plan = await plans.current_for(session, caller)
    if not plan.tips:
        return []
    lines = [f"- **{one_line(t.title, 80)}** · {one_line(t.text, 200)}" for t in plan.tips[:_TIPS]]
    return ["\n".join(["**Tips**", *lines])]


async def join_first(session: AsyncSession, caller: MemberCaller) -> PanelAddition:
    """What the plan says before it begins (P14)."""
    before = (await plans.current_for(session, caller)).plan.before
    return PanelAddition(rows=[f"**Before you begin** · {fit(before, _BEFORE)}"] if before else [])


async def about_group(session: AsyncSession, guild_id: int) -> PanelAddition:
    """Which plan the group follows, and the way to it (C11)."""
    plan = await plans.current(session, guild_id)
    blocks = plural(len(plan.blocks), "block")
    return PanelAddition(
        rows=[f"**Plan** · {one_line(plan.plan.title, 100)}, {blocks}"],
        acts=[button("See the plan", SEE())],
    )
