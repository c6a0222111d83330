"""Inviting the server to join: an organiser sees the invitation, then lets it be posted."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.errors import UserError
from bot.groups.invitation import invite
from bot.groups.queries import get_group
from bot.groups.values import Group, OrganiserCaller
from cogs.common.access import group_name
from cogs.common.callers import as_organiser
from cogs.common.feature import PanelAddition
from cogs.common.panels import Panel
from cogs.common.permissions import WRITE, missing_in
from cogs.common.routes import Interaction
from cogs.groups import organising
from cogs.groups.join_panels import preview_panel


async def preview(interaction: Interaction) -> Panel:
    """What would be posted, and where.

    Raises:
        UserError: I could not post there.
    """
    bot = interaction.client

    async def look(
        session: AsyncSession, caller: OrganiserCaller
    ) -> tuple[Group, list[PanelAddition]]:
        group = await get_group(session, caller.guild_id)
        return group, await organising.about(session, caller.guild_id, bot)

    group, about = await as_organiser(interaction).read(look)
    _require_postable(bot, group)
    name = group_name(bot, group.guild_id)
    return preview_panel(group.guild_id, name, about, group.announcements_channel_id)


async def post_invitation(interaction: Interaction) -> Panel:
    """Let the invitation be posted, and show ``/setup`` again.

    Raises:
        UserError: I could not post there.
    """
    bot = interaction.client

    async def invite_if_postable(session: AsyncSession, caller: OrganiserCaller) -> Group:
        group = await invite(session, caller)
        _require_postable(bot, group)
        return group

    group = await as_organiser(interaction).act(invite_if_postable)
    said = f"The invitation goes to <#{group.announcements_channel_id}> now."
    return await organising.show(interaction, said)


def _require_postable(bot: Syllabot, group: Group) -> None:
    channel_id = group.announcements_channel_id
    lacking = missing_in(bot, group.guild_id, channel_id, WRITE)
    if lacking is None:
        raise UserError("The announcements channel is gone. Choose another in `/setup`.")
    if lacking:
        raise UserError(
            f"I may not write in <#{channel_id}>. Give me {' and '.join(lacking)} there, or choose "
            "another channel in `/setup`."
        )
