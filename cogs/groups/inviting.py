"""The invitation to join: shown to an organiser, then posted in the announcements."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.errors import UserError
from bot.groups.invitation import invite
from bot.groups.queries import get_group
from bot.groups.values import Group, OrganiserCaller
from bot.scheduling import Delivery, Receipt
from cogs.common.access import group_name
from cogs.common.callers import as_organiser
from cogs.common.feature import PanelAddition
from cogs.common.panels import Panel
from cogs.common.permissions import WRITE, missing_in
from cogs.common.routes import Interaction
from cogs.common.sender import post
from cogs.groups import organising
from cogs.groups.join_panels import invitation_marker, invitation_panel, preview_panel


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
    group = await as_organiser(interaction).read(_group)
    _require_postable(interaction.client, group)
    await as_organiser(interaction).act(invite)
    said = f"The invitation goes to <#{group.announcements_channel_id}> now."
    return await organising.show(interaction, said)


class InvitationSender:
    """Sends `groups.invitation` to the announcements channel."""

    def __init__(self, bot: Syllabot) -> None:
        """Send with this bot."""
        self.bot = bot

    async def send(self, delivery: Delivery) -> Receipt:
        """Post what the group is and how to join it."""
        guild_id = delivery.guild_id
        async with self.bot.db.read() as session:
            group = await get_group(session, guild_id)
            about = await organising.about(session, guild_id, self.bot)
        panel = invitation_panel(guild_id, group_name(self.bot, guild_id), about, delivery.id)
        marker = invitation_marker(guild_id, delivery.id)
        return await post(self.bot, delivery, group.announcements_channel_id, panel, marker=marker)


async def _group(session: AsyncSession, caller: OrganiserCaller) -> Group:
    return await get_group(session, caller.guild_id)


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
