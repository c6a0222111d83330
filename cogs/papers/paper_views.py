"""What the buttons of a single paper do: all of its abstract, and what one thinks of it."""

from __future__ import annotations

from bot.interests.values import WhyNot
from bot.papers import details
from cogs.common.callers import as_insider, as_member
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction
from cogs.papers.paper_panels import paper_panel
from cogs.papers.routes import DISLIKE, LIKE, MORE, NOT_FOR_US, PAGE


@MORE.press
async def more(interaction: Interaction, key: str) -> None:
    found = await as_insider(interaction).read(details.details, key)
    await reply(interaction, paper_panel(found))


@PAGE.press
async def turn(interaction: Interaction, key: str, page: int) -> None:
    found = await as_insider(interaction).read(details.details, key)
    await rerender(interaction, paper_panel(found, page))


@LIKE.press
async def like(interaction: Interaction, key: str, page: int) -> None:
    found = await as_member(interaction).act(details.say, key, True)
    await rerender(interaction, paper_panel(found, page))


@DISLIKE.press
async def dislike(interaction: Interaction, key: str, page: int) -> None:
    found = await as_member(interaction).act(details.say, key, False)
    await rerender(interaction, paper_panel(found, page))


@NOT_FOR_US.press
async def not_for_us(interaction: Interaction, key: str, why: WhyNot, page: int) -> None:
    found = await as_member(interaction).act(details.not_for_us, key, why)
    await rerender(interaction, paper_panel(found, page))
