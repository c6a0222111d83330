"""``/today``, and ``/routine``."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from cogs.common.callers import as_member
from cogs.common.pausing import pause_form
from cogs.common.reply import open_form, reply
from cogs.common.routes import Interaction
from cogs.routine import log_views, resting
from cogs.routine.views import today_of


class Routine(commands.Cog):
    """The daily routine's commands."""

    @app_commands.command(name="today")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    async def today(self, interaction: Interaction) -> None:
        """Today's prompt, what comes next, and what did not reach you."""
        await reply(interaction, await today_of(interaction))


@app_commands.allowed_contexts(guilds=True, dms=True)
class RoutineCommands(commands.GroupCog, name="routine", description="Your daily message"):
    """``/routine``."""

    @app_commands.command(description="Rest for a while: nothing comes, nothing is due")
    @app_commands.describe(
        until="First day with prompts again: 2026-12-07, friday, in 2 weeks; left out, a form asks"
    )
    async def pause(self, interaction: Interaction, until: str | None = None) -> None:
        """Pause from now on; without a date the form asks for it, and can plan ahead."""
        if until is None:
            await open_form(interaction, pause_form(await resting.own_group(interaction)))
            return
        await reply(interaction, await as_member(interaction).act(resting.pause, until))

    @app_commands.command(description="End your pause: prompts come again as before")
    async def resume(self, interaction: Interaction) -> None:
        """End a pause or a stop."""
        await reply(interaction, await as_member(interaction).act(resting.resume))

    @app_commands.command(
        description="Your next 14 messages, with clock changes, quiet hours, rest"
    )
    async def preview(self, interaction: Interaction) -> None:
        """List what is to come."""
        await reply(interaction, await as_member(interaction).read(resting.preview))

    @app_commands.command(
        description="A day of yours: done, note, minutes; the last week to change"
    )
    @app_commands.describe(date="Left out: today. Else yesterday, friday, 2026-03-02, 3 days ago")
    async def log(self, interaction: Interaction, date: str | None = None) -> None:
        """Show a day with its acts, and the last days."""
        await log_views.show_log(interaction, date or "")

    @app_commands.command(description="Your days in a row, freezes, and how you keep to your plan")
    async def streak(self, interaction: Interaction) -> None:
        """Show it as a picture and in words."""
        await log_views.show_streak(interaction)

    @app_commands.command(description="What members released of their week to the group")
    async def digest(self, interaction: Interaction) -> None:
        """Show the lines of the last days."""
        await log_views.show_digest(interaction)
