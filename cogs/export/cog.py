"""``/export``: data, restore, calendar."""

from __future__ import annotations

import asyncio
import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.about_person import titled_counts
from bot.client import Syllabot
from bot.errors import NotFound, UserError
from bot.export import service as export
from bot.export.archive import files_of
from bot.export.rules import file_name, write
from bot.export.service import Agenda
from cogs.common.access import group_name
from cogs.common.attachments import attachments
from cogs.common.callers import as_member
from cogs.common.reply import open_form, reply
from cogs.common.routes import Interaction
from cogs.export.panels import calendar_panel, data_panel
from cogs.export.restore_panels import restore_form
from cogs.export.whose import own_group, own_membership


@app_commands.allowed_contexts(guilds=True, dms=True)
class Export(commands.GroupCog, group_name="export"):
    """Files to take with you."""

    @app_commands.command()
    async def data(self, interaction: Interaction) -> None:
        """All that I have about you in this group: a JSON file, and tables for a spreadsheet."""
        guild_id = await own_group(interaction)
        async with interaction.client.db.read() as session:
            taken = await export.everything(
                session, guild_id, interaction.user.id, now=interaction.client.clock.now()
            )
            counts = titled_counts(session, taken.features)
        if not taken.tables:
            raise NotFound("I have nothing stored about you in that group.")
        files = await asyncio.to_thread(files_of, taken)
        if files is None:
            raise UserError(
                "What is stored about you is more than Discord lets me send. Ask whoever runs me "
                "for it; they have a command for that."
            )
        sent = attachments(files)
        panel = data_panel(counts, group_name(interaction.client, guild_id), sent)
        await reply(interaction, panel, files=sent)

    @app_commands.command()
    async def restore(self, interaction: Interaction) -> None:
        """Bring back what you took along with /export data; first you see what comes."""
        member = await as_member(interaction).read(own_membership)
        await open_form(interaction, restore_form(member.guild_id))

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
