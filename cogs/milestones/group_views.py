"""The group's progress, for its members."""

from __future__ import annotations

from datetime import timedelta

from bot.groups import service as groups
from bot.milestones import progress, wins
from cogs.common.access import group_of
from cogs.common.reply import reply
from cogs.common.routes import Interaction, Routes
from cogs.milestones.group_panels import group_panel
from cogs.milestones.win_views import WEEKS

routes = Routes()


@routes.press("milestone:group")
async def show(interaction: Interaction) -> None:
    """Counts by block, and the wins of the last weeks."""
    bot = interaction.client
    async with bot.db.read() as session:
        guild_id = await group_of(interaction, session)
        await groups.get_member(session, guild_id, interaction.user.id)
        counts = await progress.group_progress(session, guild_id)
        since = bot.clock.now() - timedelta(weeks=WEEKS)
        shared = await wins.released(session, guild_id, since=since)
    await reply(interaction, group_panel(counts, shared, weeks=WEEKS))
