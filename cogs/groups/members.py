"""Loading and changing the person who acts; shared by commands and buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.collisions import collisions_of
from bot.groups import service as groups
from bot.inputs.times import parse_time
from bot.milestones import service as milestones
from bot.routine.schedules import next_prompt
from cogs.common.access import group_name
from cogs.common.panels import Panel
from cogs.common.reply import rerender
from cogs.common.routes import Interaction
from cogs.groups.member_panels import Standing, joined_panel, me_panel


async def join(
    interaction: Interaction, guild_id: int, *, zone: str | None = None, at: str | None = None
) -> Panel:
    """Make the person a member, or change what is named, and show it."""
    bot, now = interaction.client, interaction.client.clock.now()
    prompt_at = parse_time(at) if at else None
    async with bot.db.begin() as session:
        member = await groups.join(
            session, guild_id, interaction.user.id, zone=zone or None, prompt_at=prompt_at, now=now
        )
        standing = await _standing(interaction, session, member, now)
    return joined_panel(standing, now=now)


async def show(interaction: Interaction, guild_id: int) -> Panel:
    """The person's ``/me`` in a group."""
    bot, now = interaction.client, interaction.client.clock.now()
    async with bot.db.read() as session:
        member = await groups.get_member(session, guild_id, interaction.user.id)
        standing = await _standing(interaction, session, member, now)
    return me_panel(standing, now=now)


async def change(
    interaction: Interaction, act: Callable[[AsyncSession], Awaitable[groups.Member]]
) -> None:
    """Run ``act`` on the person, with all that follows from it, and show ``/me`` anew."""
    bot, now = interaction.client, interaction.client.clock.now()
    async with bot.db.begin() as session:
        member = await act(session)
        standing = await _standing(interaction, session, member, now)
    await rerender(interaction, me_panel(standing, now=now))


async def _standing(
    interaction: Interaction, session: AsyncSession, member: groups.Member, now: datetime
) -> Standing:
    coming = await next_prompt(session, member)
    is_home = None
    if len(await groups.guilds_of(session, member.user_id)) > 1:
        is_home = await groups.is_home(session, member.guild_id, member.user_id)
    board = await milestones.board_of(session, member, now=now)
    return Standing(
        member=member,
        group_name=group_name(interaction.client, member.guild_id),
        board=board,
        colliding=await collisions_of(session, member, board, now=now),
        next_prompt_at=coming[0] if coming else None,
        is_home=is_home,
    )
