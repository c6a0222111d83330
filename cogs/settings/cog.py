"""``/settings``: show, channels, cadence, roles, audit."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import UserError
from bot.groups.channel_uses import channel_fields
from bot.groups.values import GroupFields
from cogs.common.group_fields import RHYTHM_OPTIONS, read_cadence, suggest_retro_days
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.common.zone_choices import suggest_times, suggest_zones
from cogs.settings import panels, views


@app_commands.guild_only()
class SettingsCommands(commands.GroupCog, group_name="settings"):
    """One setting of the group at a time, seen before it is saved (organisers)."""

    @app_commands.command()
    async def show(self, interaction: Interaction) -> None:
        """What is set, and which permissions I lack (organisers)."""
        await reply(interaction, await views.shown(interaction))

    @app_commands.command()
    @app_commands.describe(
        announcements="Where news for everybody go",
        papers="Where the weekly shortlist and its thread go",
        retros="Where retros are held",
    )
    async def channels(
        self,
        interaction: Interaction,
        announcements: discord.TextChannel | None = None,
        papers: discord.TextChannel | None = None,
        retros: discord.TextChannel | None = None,
    ) -> None:
        """Where I post, with what would change shown first (organisers)."""
        chosen = {"announcements": announcements, "papers": papers, "retros": retros}
        fields: GroupFields = {}
        for use, channel in chosen.items():
            if channel is not None:
                fields |= channel_fields(use, channel.id)
        if fields:
            panel = await views.previewed(interaction, fields)
        else:
            panel = panels.channels_panel(await views.current(interaction))
        await reply(interaction, panel)

    @app_commands.command()
    @app_commands.describe(**RHYTHM_OPTIONS)
    @app_commands.autocomplete(
        zone=suggest_zones, retro_day=suggest_retro_days, retro_time=suggest_times
    )
    async def cadence(
        self,
        interaction: Interaction,
        zone: str | None = None,
        start: str | None = None,
        papers_open: str | None = None,
        papers_close: str | None = None,
        retro_day: str | None = None,
        retro_time: str | None = None,
    ) -> None:
        """Zone, start, weekly paper and retro, with what would change shown first (organisers)."""
        fields = await read_cadence(
            interaction,
            await views.current(interaction),
            zone=zone,
            start=start,
            papers_open=papers_open,
            papers_close=papers_close,
            retro_day=retro_day,
            retro_time=retro_time,
        )
        panel = views.previewed(interaction, fields) if fields else views.shown(interaction)
        await reply(interaction, await panel)

    @app_commands.command()
    @app_commands.describe(
        add="A role whose members may organise too", remove="A role that shall no longer organise"
    )
    async def roles(
        self,
        interaction: Interaction,
        add: discord.Role | None = None,
        remove: discord.Role | None = None,
    ) -> None:
        """Which roles may organise, beside Manage Server."""
        if add is not None and remove is not None:
            raise UserError("One at a time: name a role to add, or one to remove.")
        if add is not None:
            panel = views.role_asked(interaction, add.id, added=True)
        elif remove is not None:
            panel = views.role_asked(interaction, remove.id, added=False)
        else:
            panel = views.roles_shown(interaction)
        await reply(interaction, await panel)

    @app_commands.command()
    async def support(self, interaction: Interaction) -> None:
        """Where people find help, as check-ins show it (organisers)."""
        await views.open_support(interaction)

    @app_commands.command()
    async def audit(self, interaction: Interaction) -> None:
        """Who changed which setting, and when (organisers)."""
        await reply(interaction, await views.audit(interaction, 0))
