"""The group's progress, for its members."""

from __future__ import annotations

from discord import ui
from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.milestones.figures import count_anew
from bot.milestones.progress import group_progress
from bot.milestones.values import GroupProgress
from bot.wins.queries import WEEKS, recent
from bot.wins.values import SharedWin
from cogs.common.callers import as_member
from cogs.common.panels import button
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.wins.group_panels import group_panel
from cogs.wins.routes import GROUP


def plan_buttons(is_member: bool) -> list[ui.Button[ui.LayoutView]]:
    """In ``/plan show``, for a member: the way to the group's progress."""
    return [button("Group", GROUP())] if is_member else []


@GROUP.press
async def show(interaction: Interaction) -> None:
    counts, wins = await as_member(interaction, lock=False).act(_progress)
    await reply(interaction, group_panel(counts, wins, weeks=WEEKS))


async def _progress(
    session: AsyncSession, caller: MemberCaller
) -> tuple[GroupProgress | None, tuple[SharedWin, ...]]:
    """Counts by block, made anew where that may be, and the wins of the last weeks."""
    await count_anew(session, caller.guild_id, now=caller.now)
    counts = await group_progress(session, caller.guild_id)
    return counts, await recent(session, caller)
