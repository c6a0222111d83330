"""What *How we vote* does: ask, show what would change, change it. For organisers."""

from __future__ import annotations

import discord

from bot.errors import UserError
from bot.papers import vote_settings
from bot.voting import Method
from bot.voting.words import NAMES
from cogs.common.callers import as_organiser
from cogs.common.forms import Form, radio_field
from cogs.common.reply import open_form, rerender
from cogs.common.routes import Fields, Interaction
from cogs.papers.routes import HOW_WE_VOTE, SET_HOW
from cogs.papers.vote_settings_panels import (
    HIDDEN,
    METHODS,
    SHOWN,
    TOTALS,
    changed_panel,
    preview_panel,
)


@HOW_WE_VOTE.press
async def ask(interaction: Interaction) -> None:
    now = await as_organiser(interaction).read(vote_settings.current)
    methods = [
        discord.RadioGroupOption(
            label=NAMES[method], value=method, description=about, default=method is now.method
        )
        for method, about in METHODS.items()
    ]
    totals = [
        discord.RadioGroupOption(
            label=label,
            value=HIDDEN if hides else SHOWN,
            description=about,
            default=hides is now.hides_totals,
        )
        for hides, (label, about) in TOTALS.items()
    ]
    fields = [
        radio_field("method", "How do you choose a paper?", methods),
        radio_field("totals", "Totals before the close", totals),
    ]
    await open_form(interaction, Form("How we vote", HOW_WE_VOTE(), fields=fields))


@HOW_WE_VOTE.form
async def preview(interaction: Interaction, fields: Fields) -> None:
    now = await as_organiser(interaction).read(vote_settings.current)
    try:
        method = Method(fields.get("method", ""))
    except ValueError:
        raise UserError("Choose one of the ways to vote.") from None
    hides_totals = fields.get("totals", HIDDEN) != SHOWN
    await rerender(interaction, preview_panel(now, method, hides_totals))


@SET_HOW.press
async def change(interaction: Interaction, method: Method, hides_totals: int) -> None:
    now = await as_organiser(interaction).act(vote_settings.change, method, bool(hides_totals))
    await rerender(interaction, changed_panel(now))
