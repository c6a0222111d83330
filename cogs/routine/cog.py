"""``/today``, and ``/routine``."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from cogs.common.callers import as_member
from cogs.common.pausing import pause_form
from cogs.common.reply import open_form, reply
from cogs.common.routes import Interaction
from cogs.routine import resting
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
