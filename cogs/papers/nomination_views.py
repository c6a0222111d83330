"""What buttons, the select and the form of nominations do; `/paper nominate` does the same."""

from __future__ import annotations

from bot.papers import nominations
from cogs.common.arxiv import Arxiv
from cogs.common.callers import as_member
from cogs.common.deferral import think
from cogs.common.forms import Form, text_field
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction
from cogs.papers.nomination_panels import nominated_panel, nomination_withdrawn_panel
from cogs.papers.routes import AGAIN, NAME_ME, NOMINATE, SUGGEST, WITHDRAW

MAX_TYPED = 300


async def nominate(interaction: Interaction, typed: str, *, is_named: bool = False) -> None:
    """Nominate the paper that was typed; looked up at arXiv when no feed brought it.

    ``is_named`` lets the shortlist say who did it.

    Raises:
        UserError: there is no id in it, arXiv does not know it or does not answer.
    """
    key = nominations.read_key(typed)
    found = None
    if await as_member(interaction).read(nominations.known, key) is None:
        await think(interaction)
        found = await interaction.client.part(Arxiv).find(key, typed=typed)
    nominated = await as_member(interaction).act(
        nominations.nominate, key, found=found, is_named=is_named
    )
    await reply(interaction, nominated_panel(nominated))


@SUGGEST.press
async def suggest(interaction: Interaction, _round_id: int) -> None:
    await suggest_again(interaction)


@NOMINATE.press
async def suggest_again(interaction: Interaction) -> None:
    field = text_field(
        "paper",
        "arXiv id or link",
        hint="Of any age, one a week each. The oldest two stand first on the next shortlist.",
        example="2203.02155 or https://arxiv.org/abs/2203.02155",
        max_length=MAX_TYPED,
    )
    await open_form(interaction, Form("Nominate a paper", NOMINATE(), fields=[field]))


@NOMINATE.form
async def submitted(interaction: Interaction, fields: Fields) -> None:
    await nominate(interaction, fields.get("paper", ""))


@AGAIN.press
async def nominate_again(interaction: Interaction, key: str) -> None:
    nominated = await as_member(interaction).act(nominations.nominate, key, again=True)
    await rerender(interaction, nominated_panel(nominated))


@NAME_ME.press
async def name_me(interaction: Interaction, key: str, is_named: int) -> None:
    nominated = await as_member(interaction).act(nominations.name_me, key, bool(is_named))
    await rerender(interaction, nominated_panel(nominated))


@WITHDRAW.press
async def withdraw(interaction: Interaction, key: str) -> None:
    paper = await as_member(interaction).act(nominations.withdraw, key)
    await rerender(interaction, nomination_withdrawn_panel(paper))
