"""``/export``: calendar."""

from __future__ import annotations

import asyncio
import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Syllabot
from bot.export import service as export
from bot.export.rules import file_name, write
from bot.export.service import Agenda
from cogs.common.access import group_name
from cogs.common.callers import as_member
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.export.panels import calendar_panel


@app_commands.allowed_contexts(guilds=True, dms=True)
class Export(commands.GroupCog, group_name="export"):
    """Files to take with you."""

    @app_commands.command()
    async def calendar(self, interaction: Interaction) -> None:
        """Your dates, the weekly votes and the retros as a file for your calendar."""
        agenda = await as_member(interaction).read(export.agenda)
        bot = interaction.client
        name = group_name(bot, agenda.guild_id)
        # The first time loads a library; others are answered meanwhile.
        content = await asyncio.to_thread(
            write,
            agenda.events,
            guild_id=agenda.guild_id,
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
