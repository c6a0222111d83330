"""``/export``: calendar."""

from __future__ import annotations

import asyncio
import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from bot.export import service as export
from bot.export.calendar import file_name, write
from bot.export.service import Agenda
from cogs.common.access import group_name, group_of
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.export.panels import calendar_panel


@app_commands.allowed_contexts(guilds=True, dms=True)
class Export(commands.GroupCog, group_name="export"):
    """Files to take with you."""

    @app_commands.command()
    async def calendar(self, interaction: Interaction) -> None:
        """Your dates, the weekly votes and the retros as a file for your calendar."""
        bot = interaction.client
        async with bot.db.read() as session:
            guild_id = await group_of(interaction, session)
            agenda = await export.agenda(
                session, guild_id, interaction.user.id, now=bot.clock.now()
            )
        name = group_name(bot, guild_id)
        # The first time loads a library; others are answered meanwhile.
        content = await asyncio.to_thread(
            write,
            agenda.events,
            guild_id=guild_id,
            user_id=agenda.user_id,
            name=name,
            places=_places(bot, agenda, name),
            now=agenda.at,
        )
        file = discord.File(io.BytesIO(content), filename=file_name(name))
        await reply(interaction, calendar_panel(agenda, name, file), files=[file])


def _places(bot: Syllabot, agenda: Agenda, group: str) -> dict[int, str]:
    """What the channels are called; by the group alone where Discord has not told of one."""
    channels = {channel_id: bot.get_channel(channel_id) for channel_id in agenda.channel_ids}
    return {
        channel_id: f"#{channel.name}, {group}"
        if isinstance(channel, discord.abc.GuildChannel)
        else group
        for channel_id, channel in channels.items()
    }
