"""What the buttons and the form of one's interests do."""

from __future__ import annotations

import discord

from bot.interests import service as interests
from bot.interests.values import InterestKind
from cogs.common.callers import as_member
from cogs.common.forms import Form, choice_field, text_field
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction
from cogs.interests.panels import interests_panel
from cogs.interests.routes import DROP_INTEREST, FOLLOW, INTERESTS

_MAX_TYPED = 1000
_MORE, _FEWER = "more", "fewer"


async def show(interaction: Interaction) -> None:
    """Answer with what the member follows and leaves out."""
    mine = await as_member(interaction).read(interests.mine)
    await reply(interaction, interests_panel(mine, 0))


@INTERESTS.press
async def turn(interaction: Interaction, page: int) -> None:
    mine = await as_member(interaction).read(interests.mine)
    await rerender(interaction, interests_panel(mine, page))


@FOLLOW.press
async def ask(interaction: Interaction) -> None:
    several = "Commas or lines between several."
    fields = [
        text_field(
            "words",
            "Words or topics",
            hint=f"As papers on them have them. {several}",
            example="quantisation, graph neural networks",
            required=False,
            long=True,
            max_length=_MAX_TYPED,
        ),
        text_field(
            "authors",
            "Authors",
            hint=f"Their full names, as their papers have them. {several}",
            example="Fei-Fei Li, Yann LeCun",
            required=False,
            long=True,
            max_length=_MAX_TYPED,
        ),
        text_field(
            "category",
            "arXiv categories",
            hint=several,
            example="cs.CV, stat.ML",
            required=False,
            max_length=_MAX_TYPED,
        ),
        choice_field(
            "side",
            "What should the shortlist do with these?",
            [
                discord.SelectOption(label="Bring more of them", value=_MORE, default=True),
                discord.SelectOption(label="Bring fewer of them", value=_FEWER),
            ],
        ),
    ]
    await open_form(interaction, Form("Add interests", FOLLOW(), fields=fields))


@FOLLOW.form
async def add(interaction: Interaction, fields: Fields) -> None:
    mine = await as_member(interaction).act(
        interests.add,
        words=fields.get("words", ""),
        authors=fields.get("authors", ""),
        categories=fields.get("category", ""),
        is_left_out=_FEWER in fields.get("side", [_MORE]),
    )
    await rerender(interaction, interests_panel(mine, 0))


@DROP_INTEREST.press
async def drop(interaction: Interaction, kind: InterestKind, key: str, page: int) -> None:
    mine = await as_member(interaction).act(interests.remove, kind, key)
    await rerender(interaction, interests_panel(mine, page))
