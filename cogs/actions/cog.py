"""The commands of actions."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.actions import queries, service
from bot.actions.values import ActionStatus
from bot.errors import NotFound
from bot.inputs.text import comparable
from cogs.actions.panels import changed_panel, list_panel
from cogs.actions.views import bring_up_to_date
from cogs.common.callers import as_insider
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.reply import reply
from cogs.common.routes import Interaction, whole


@suggestions
async def _suggest(interaction: Interaction, typed: str) -> Choices:
    """The open actions that the person may mark, their own first."""
    return [
        choice(action.text, str(action.id))
        for action in await as_insider(interaction).read(queries.markable)
        if comparable(typed) in comparable(action.text)
    ][:MAX_CHOICES]


@app_commands.allowed_contexts(guilds=True, dms=True)
class ActionCommands(commands.GroupCog, name="action", description="What came of the retros"):
    """``/action``."""

    @app_commands.command(name="list", description="What the group will do, by whom, until when")
    async def list_(self, interaction: Interaction) -> None:
        """Show the group's actions, with a button on each."""
        found = await as_insider(interaction).read(queries.list_actions)
        await reply(interaction, list_panel(found, 0))

    @app_commands.command(description="Mark an action done")
    @app_commands.describe(action="Which action")
    @app_commands.autocomplete(action=_suggest)
    async def done(self, interaction: Interaction, action: str) -> None:
        """Mark an action done."""
        try:
            action_id = whole(action)
        except ValueError:
            raise NotFound("I do not find that action. Pick one from the suggestions.") from None
        change = await as_insider(interaction).act(service.set_status, action_id, ActionStatus.DONE)
        await reply(interaction, changed_panel(change))
        await bring_up_to_date(interaction, change.action)
