"""``/setup``, ``/join``, ``/me``, ``/privacy``, ``/leave`` and ``/help``."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.groups.values import GroupFields
from bot.inputs.categories import parse_categories
from cogs.common.access import group_name, require_organiser
from cogs.common.group_fields import RHYTHM_OPTIONS, read_cadence, suggest_retro_days
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.common.zone_choices import suggest_times, suggest_zones
from cogs.groups import joining, members, organising
from cogs.groups.help_views import help_for, suggest_topics
from cogs.groups.member_panels import leave_panel, stored_panel
from cogs.groups.member_views import grace_days
from cogs.groups.stored_text import everything_stored


class Groups(commands.Cog):
    """A group's first steps and everybody's own settings."""

    @app_commands.command(name="setup")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.describe(
        announcements="Where news for everybody go",
        papers="Where the weekly shortlist and its thread go",
        retros="Where retros are held",
        **RHYTHM_OPTIONS,
        categories="arXiv categories with commas between them, such as cs.LG, stat.ML",
    )
    @app_commands.autocomplete(
        zone=suggest_zones, retro_day=suggest_retro_days, retro_time=suggest_times
    )
    async def setup(
        self,
        interaction: Interaction,
        announcements: discord.TextChannel | None = None,
        papers: discord.TextChannel | None = None,
        retros: discord.TextChannel | None = None,
        zone: str | None = None,
        start: str | None = None,
        categories: str | None = None,
        papers_open: str | None = None,
        papers_close: str | None = None,
        retro_day: str | None = None,
        retro_time: str | None = None,
    ) -> None:
        """Make this server a study group, or change its settings. Safe to run again."""
        await require_organiser(interaction)
        known = await organising.in_force(interaction)
        fields: GroupFields = {}
        if announcements is not None:
            fields["announcements_channel_id"] = announcements.id
        if papers is not None:
            fields["papers_channel_id"] = papers.id
        if retros is not None:
            fields["retros_channel_id"] = retros.id
        fields |= await read_cadence(
            interaction,
            known,
            zone=zone,
            start=start,
            papers_open=papers_open,
            papers_close=papers_close,
            retro_day=retro_day,
            retro_time=retro_time,
        )
        if categories is not None:
            fields["categories"] = parse_categories(categories)
        acting = organising.save(interaction, fields) if fields else organising.show(interaction)
        await reply(interaction, await acting)

    @app_commands.command(name="join")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.describe(
        zone="A large city near you; without it the server's zone is used",
        time="When the prompt should come, your local time; 08:00 if you leave it out",
    )
    @app_commands.autocomplete(zone=suggest_zones, time=suggest_times)
    async def join(
        self, interaction: Interaction, zone: str | None = None, time: str | None = None
    ) -> None:
        """Join the study group; sensible defaults, everything adjustable."""
        await reply(interaction, await joining.begin(interaction, zone=zone, at=time))
        await joining.open_conversation(interaction)

    @app_commands.command(name="me")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    async def me(self, interaction: Interaction) -> None:
        """Where you stand, and your settings: zone, time, weekdays, pause, stop."""
        await reply(interaction, await members.show(interaction))

    @app_commands.command(name="privacy")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    async def privacy(self, interaction: Interaction) -> None:
        """What I store about you, why, for how long, and who can see it."""
        await reply(interaction, stored_panel(everything_stored(interaction.client)))

    @app_commands.command(name="leave")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    async def leave(self, interaction: Interaction) -> None:
        """Leave the study group, with what happens to your data."""
        guild_id = (await members.own(interaction)).guild_id
        name, days = group_name(interaction.client, guild_id), grace_days(interaction)
        await reply(interaction, leave_panel(guild_id, name, grace_days=days))

    @app_commands.command(name="help")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.autocomplete(topic=suggest_topics)
    @app_commands.describe(topic="What you want to know more about")
    async def help(self, interaction: Interaction, topic: str | None = None) -> None:
        """What I do here, and the first useful thing for you."""
        await reply(interaction, await help_for(interaction, topic))
