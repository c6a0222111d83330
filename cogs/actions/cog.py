"""The commands of actions, and what tells the group of those that changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord
from discord import app_commands
from discord.ext import commands
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions import queries, service
from bot.actions.rules import action_in, proposed_text
from bot.actions.values import Action, ActionStatus, Show
from bot.client import Syllabot
from bot.groups.values import InsiderCaller
from bot.inputs.text import comparable
from cogs.actions.forms import message_form
from cogs.actions.panels import list_panel
from cogs.actions.views import answer_change, bring_up_to_date, id_of
from cogs.common.callers import as_insider, as_member
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.reply import open_form, reply
from cogs.common.routes import Interaction

_SHOWN = [
    app_commands.Choice(name="mine, and what I am asked", value=Show.MINE.value),
    app_commands.Choice(name="open", value=Show.OPEN.value),
    app_commands.Choice(name="late", value=Show.LATE.value),
]
_MENU = "Make an action"


async def _suggested(
    interaction: Interaction,
    typed: str,
    query: Callable[[AsyncSession, InsiderCaller], Awaitable[list[Action]]],
) -> Choices:
    return [
        choice(action.text, str(action.id))
        for action in await as_insider(interaction).read(query)
        if comparable(typed) in comparable(action.text)
    ][:MAX_CHOICES]


@suggestions
async def _suggest(interaction: Interaction, typed: str) -> Choices:
    """The open actions that the person may mark, their own first."""
    return await _suggested(interaction, typed, queries.markable)


@suggestions
async def _suggest_free(interaction: Interaction, typed: str) -> Choices:
    """The open actions that nobody has taken on."""
    return await _suggested(interaction, typed, queries.takeable)


@app_commands.allowed_contexts(guilds=True, dms=True)
class ActionCommands(commands.GroupCog, name="action", description="What came of the retros"):
    """``/action``, and *Make an action* on messages."""

    def __init__(self, bot: Syllabot) -> None:
        """Make the commands of this bot."""
        self._bot = bot
        self._menu = app_commands.ContextMenu(
            name=_MENU,
            callback=self.make_action,
            allowed_contexts=app_commands.AppCommandContext(guild=True),
        )

    async def cog_load(self) -> None:
        """Offer the command on messages too: a cog has none of these by itself."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it back."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def make_action(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form for an action made of a message; who wrote that is not kept."""
        await as_member(interaction).read(queries.check_retro, None)
        proposed = proposed_text(message.content)
        await open_form(interaction, message_form(message.channel.id, message.id, proposed))

    @commands.Cog.listener()
    async def on_step_changed(self, guild_id: int, origin: str) -> None:
        """Show the group an action that changed, by whatever command or button."""
        action_id = action_in(origin)
        if action_id is not None:
            await bring_up_to_date(self._bot, guild_id, action_id)

    @app_commands.command(name="list", description="What the group will do, by whom, until when")
    @app_commands.describe(show="Show some of them only")
    @app_commands.choices(show=_SHOWN)
    async def list_(self, interaction: Interaction, show: str | None = None) -> None:
        """Show the group's actions, with a button on each."""
        wanted = Show(show) if show in set(Show) else Show.ALL
        found = await as_insider(interaction).read(queries.list_actions, wanted)
        await reply(interaction, list_panel(found, 0))

    @app_commands.command(description="Take on an action that nobody has")
    @app_commands.describe(
        action="Which action", date="Another date, such as friday or in 2 weeks; empty: as it is"
    )
    @app_commands.autocomplete(action=_suggest_free)
    async def take(self, interaction: Interaction, action: str, date: str | None = None) -> None:
        """Take on an action; it becomes a step in one's own plan."""
        taking = as_member(interaction, lock=False)
        change = await taking.act(service.take, id_of(action), due=date)
        await answer_change(interaction, change.action.id, changed=change.changed)

    @app_commands.command(description="Mark an action done")
    @app_commands.describe(action="Which action")
    @app_commands.autocomplete(action=_suggest)
    async def done(self, interaction: Interaction, action: str) -> None:
        """Mark an action done, and its step."""
        await self._mark(interaction, action, ActionStatus.DONE)

    @app_commands.command(description="Leave an action be: it will not be done")
    @app_commands.describe(action="Which action")
    @app_commands.autocomplete(action=_suggest)
    async def drop(self, interaction: Interaction, action: str) -> None:
        """Drop an action; its step is skipped."""
        await self._mark(interaction, action, ActionStatus.DROPPED)

    @app_commands.command(description="Give an action another date")
    @app_commands.describe(
        action="Which action", date="Such as 2026-12-24, 24 Dec, friday, in 2 weeks"
    )
    @app_commands.autocomplete(action=_suggest)
    async def move(self, interaction: Interaction, action: str, date: str) -> None:
        """Move an action, and its step."""
        change = await as_insider(interaction).act(service.move, id_of(action), due=date)
        await answer_change(interaction, change.action.id, changed=change.changed)

    async def _mark(self, interaction: Interaction, typed: str, status: ActionStatus) -> None:
        change = await as_insider(interaction).act(service.set_status, id_of(typed), status)
        await answer_change(interaction, change.action.id, changed=change.changed)
