"""The commands of retros."""

from __future__ import annotations

from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot.inputs.text import cut
from bot.retros import queries, service, steering
from bot.retros.phases import MOST_DAYS
from bot.retros.rules import MOST_VOTES, WORKED_ADJUST, find_anonymity, suggested_formats
from bot.retros.values import Plan
from cogs.common.callers import as_organiser
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.retros.channel import postable_channel
from cogs.retros.panels import closed_panel, opened_panel
from cogs.retros.steering_panels import EXTRA_DAYS, close_question_panel
from cogs.retros.steering_views import lead_back, lead_on, open_retro_of, prolong
from cogs.retros.views import write_any_card

_MOST_CHOICE = 100


async def _suggest_formats(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The formats that have a name, and the columns that were typed."""
    return [
        app_commands.Choice(name=cut(title, _MOST_CHOICE), value=value)
        for title, value in suggested_formats(typed)
        if len(value) <= _MOST_CHOICE
    ]


@app_commands.allowed_contexts(guilds=True, dms=True)
class RetroCommands(commands.GroupCog, name="retro", description="Look back together"):
    """``/retro``."""

    @app_commands.command(description="Open a retro: cards stay hidden until the reveal")
    @app_commands.describe(
        format="Which columns it has, or names of your own with commas between",
        anonymity="Whether names show at the reveal; it cannot be changed afterwards",
        quick="For two or three in one sitting: collect and act only",
        days="How many days each phase takes",
        votes="How many votes everybody has",
        votes_per_theme="How many of them one theme takes",
        own_votes="Whether votes may go to one's own cards (named retros)",
    )
    @app_commands.autocomplete(format=_suggest_formats)
    async def open(
        self,
        interaction: Interaction,
        format: str = WORKED_ADJUST.key,
        anonymity: Literal["anonymous", "named"] = "anonymous",
        quick: bool = False,
        days: app_commands.Range[int, 1, MOST_DAYS] | None = None,
        votes: app_commands.Range[int, 1, MOST_VOTES] = 3,
        votes_per_theme: app_commands.Range[int, 1, MOST_VOTES] = 1,
        own_votes: bool = True,
    ) -> None:
        """Open a retro now, with its panel on the way to the retros channel."""
        channel_id = await postable_channel(interaction)
        outcome = await as_organiser(interaction).act(
            service.open_retro,
            format_key=format,
            anonymity=find_anonymity(anonymity),
            plan=Plan(quick, days, votes, votes_per_theme, own_votes),
        )
        await reply(interaction, opened_panel(outcome, channel_id))

    @app_commands.command(description="End the retro's phase now")
    async def next(self, interaction: Interaction) -> None:
        """Lead the open retro on, asking first where the group sees more by that."""
        await lead_on(interaction, await open_retro_of(interaction))

    @app_commands.command(description="Go back to the phase before")
    async def back(self, interaction: Interaction) -> None:
        """Let the phase before begin anew; a reveal cannot be taken back."""
        retro = await open_retro_of(interaction)
        await lead_back(interaction, retro.id, retro.phase)

    @app_commands.command(description="Give the retro's phase more days")
    @app_commands.describe(days="How many days more")
    async def extend(
        self, interaction: Interaction, days: app_commands.Range[int, 1, MOST_DAYS] = EXTRA_DAYS
    ) -> None:
        """Move the deadline of the phase that the open retro is in."""
        retro = await open_retro_of(interaction)
        await prolong(interaction, retro.id, retro.phase, days)

    @app_commands.command(description="Close the open retro and reveal its cards")
    async def close(self, interaction: Interaction) -> None:
        """Ask whether the open retro shall close; summaries that are owed go out at once."""
        organiser = as_organiser(interaction)
        channel_id = await postable_channel(interaction)
        retro = await organiser.read(queries.open_retro)
        if retro is not None:
            await reply(interaction, close_question_panel(retro, channel_id))
            return
        outcome = await organiser.act(steering.close_retro)
        await reply(interaction, closed_panel(outcome, channel_id))

    @app_commands.command(
        description="Write a card for the open retro, or a comment after its reveal"
    )
    async def card(self, interaction: Interaction) -> None:
        """Open the form for a card in any column; after the reveal it makes a comment."""
        await write_any_card(interaction)
