"""The commands of retros and actions."""

from __future__ import annotations

from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot.errors import NotFound, UserError
from bot.groups import service as groups
from bot.retros import actions
from bot.retros import service as retros
from bot.retros.formats import FORMATS, WORKED_ADJUST
from bot.retros.models import ActionStatus, Anonymity
from cogs.common.access import group_of, is_organiser, require_organiser
from cogs.common.choices import MAX_CHOICES, Choices, choice
from cogs.common.reply import reply
from cogs.common.routes import Interaction, whole
from cogs.retros.action_panels import changed_panel
from cogs.retros.action_views import action_list, bring_up_to_date, change_status
from cogs.retros.channel import require_postable
from cogs.retros.panels import closed_panel, opened_panel
from cogs.retros.views import write_any_card


@app_commands.allowed_contexts(guilds=True, dms=True)
class RetroCommands(commands.GroupCog, name="retro", description="Look back together"):
    """``/retro``."""

    @app_commands.command(description="Open a retro: cards stay hidden until the reveal")
    @app_commands.describe(
        format="Which columns it has",
        anonymity="Whether names show at the reveal; it cannot be changed afterwards",
    )
    @app_commands.choices(
        format=[app_commands.Choice(name=known.title, value=known.key) for known in FORMATS]
    )
    async def open(
        self,
        interaction: Interaction,
        format: str = WORKED_ADJUST.key,
        anonymity: Literal["anonymous", "named"] = "anonymous",
    ) -> None:
        """Open a retro now, with its panel on the way to the retros channel."""
        guild_id = require_organiser(interaction)
        group = await _postable_group(interaction, guild_id)
        async with interaction.client.db.begin() as session:
            outcome = await retros.open_retro(
                session,
                guild_id,
                format_key=format,
                anonymity=Anonymity(anonymity),
                now=interaction.client.clock.now(),
            )
        await reply(interaction, opened_panel(outcome, group.retros_channel_id))

    @app_commands.command(description="Close the open retro and reveal its cards")
    async def close(self, interaction: Interaction) -> None:
        """Close the open retro now, with its summary on the way to the retros channel."""
        guild_id = require_organiser(interaction)
        group = await _postable_group(interaction, guild_id)
        async with interaction.client.db.begin() as session:
            outcome = await retros.close_retro(
                session, guild_id, now=interaction.client.clock.now()
            )
        await reply(interaction, closed_panel(outcome, group.retros_channel_id))

    @app_commands.command(description="Write a card for the open retro")
    async def card(self, interaction: Interaction) -> None:
        """Open the form for a card in any column."""
        await write_any_card(interaction)


@app_commands.allowed_contexts(guilds=True, dms=True)
class ActionCommands(commands.GroupCog, name="action", description="What came of the retros"):
    """``/action``."""

    @app_commands.command(name="list", description="What the group will do, by whom, until when")
    async def list_(self, interaction: Interaction) -> None:
        """Show the group's actions, with a button on each."""
        await reply(interaction, await action_list(interaction))

    @app_commands.command(description="Mark an action done")
    @app_commands.describe(action="Which action")
    async def done(self, interaction: Interaction, action: str) -> None:
        """Mark an action done."""
        try:
            action_id = whole(action)
        except ValueError:
            raise NotFound("I do not find that action. Pick one from the suggestions.") from None
        change = await change_status(interaction, action_id, ActionStatus.DONE)
        async with interaction.client.db.read() as session:
            group = await groups.get_group(session, await group_of(interaction, session))
        await reply(interaction, changed_panel(change, group.zone))
        await bring_up_to_date(interaction, change.action)

    @done.autocomplete("action")
    async def suggest_actions(self, interaction: Interaction, typed: str) -> Choices:
        """The open actions that the person may mark, their own first."""
        me, organiser = interaction.user.id, is_organiser(interaction)
        async with interaction.client.db.read() as session:
            try:
                guild_id = await group_of(interaction, session)
            except UserError:
                return []
            found = await actions.list_actions(
                session, guild_id, now=interaction.client.clock.now()
            )
        mine = [a for a in found if a.is_open and (organiser or a.owner_id == me)]
        mine.sort(key=lambda action: action.owner_id != me)
        return [
            choice(action.text, str(action.id))
            for action in mine
            if typed.casefold() in action.text.casefold()
        ][:MAX_CHOICES]


async def _postable_group(interaction: Interaction, guild_id: int) -> groups.Group:
    async with interaction.client.db.read() as session:
        group = await groups.get_group(session, guild_id)
    require_postable(interaction, group.retros_channel_id)
    return group
