"""What milestones add to ``/plan show``: how far the caller is in each block, and pictures."""

from __future__ import annotations

from collections.abc import Mapping

from discord import ui
from sqlalchemy.ext.asyncio import AsyncSession

from bot.charts import burn_up, roadmap
from bot.groups.queries import find_member, get_group
from bot.groups.values import Caller, MemberCaller
from bot.milestones.queries import board_of, my_board
from bot.milestones.values import Count
from bot.plans import queries as plans
from cogs.common.callers import as_anyone, as_member
from cogs.common.panels import Items, button
from cogs.common.pictures import reply_with_picture
from cogs.common.routes import Interaction
from cogs.milestones.panels import block_opener
from cogs.milestones.pictures import burn_up_of, roadmap_of, untouched_roadmap
from cogs.milestones.plan_routes import BURN_UP, ROADMAP
from cogs.milestones.style import ACCENT


async def plan_counts(session: AsyncSession, caller: MemberCaller) -> Mapping[str, Count]:
    """The caller's counts by the id of each block."""
    board = await my_board(session, caller)
    return {section.id: section.count for section in board.sections}


async def block_rows(session: AsyncSession, caller: MemberCaller, block_id: str) -> Items:
    """What opens the caller's milestones of a block."""
    board = await my_board(session, caller)
    return [row for each in board.sections if each.id == block_id for row in block_opener(each)]


def plan_buttons(is_member: bool) -> list[ui.Button[ui.LayoutView]]:
    """The plan at a glance, and for a member planned against real."""
    for_all = [button("Roadmap", ROADMAP())]
    return [*for_all, button("Planned and real", BURN_UP())] if is_member else for_all


@ROADMAP.press
async def show_roadmap(interaction: Interaction) -> None:
    """The plan at a glance: of the member who asks, or of the group for somebody outside it."""
    data = await as_anyone(interaction).read(_roadmap)
    words, alt = roadmap.in_words(data), roadmap.alt_text(data)
    await reply_with_picture(interaction, ACCENT, roadmap.draw, data, words, alt)


@BURN_UP.press
async def show_burn_up(interaction: Interaction) -> None:
    """Planned against real, of the member who asks."""
    data = burn_up_of(await as_member(interaction).read(my_board))
    words, alt = burn_up.in_words(data), burn_up.alt_text(data)
    await reply_with_picture(interaction, ACCENT, burn_up.draw, data, words, alt)


async def _roadmap(session: AsyncSession, caller: Caller) -> roadmap.Roadmap:
    plan = await plans.current_for(session, caller)
    member = await find_member(session, caller.guild_id, caller.user_id)
    if member is None:
        group = await get_group(session, caller.guild_id)
        return untouched_roadmap(plan, group.start_date, group.today(caller.now))
    return roadmap_of(plan, await board_of(session, member, now=caller.now))
