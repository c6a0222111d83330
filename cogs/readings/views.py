"""What the buttons and selects of what the group has read do; commands do the same by keyboard."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.errors import UserError
from bot.files import fitting
from bot.groups.values import InsiderCaller
from bot.readings import queries
from bot.readings.rules import files, filters
from bot.readings.values import Filters, PaperPage
from bot.reproductions.values import Outcome
from cogs.common.attachments import attachments, export_panel
from cogs.common.callers import as_insider
from cogs.common.feature import PanelAddition
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, chosen_one, whole
from cogs.common.text import plural
from cogs.readings import panels
from cogs.readings.page_panels import page_panel
from cogs.readings.routes import (
    BY_BLOCK,
    BY_MONTH,
    BY_OUTCOME,
    EXPORT,
    FOUND,
)
from cogs.readings.style import ACCENT

_NO_CHOICE = "There is no such choice here. `/paper history` shows what there is."


async def show_history(interaction: Interaction, wanted: Filters) -> None:
    """Answer with the first page of what is wanted."""
    found = await as_insider(interaction).read(queries.found, wanted, 0)
    await reply(interaction, panels.history_panel(found))


async def show_paper(interaction: Interaction, typed: str) -> None:
    """Answer with the page of the paper that somebody means."""
    key = await as_insider(interaction).read(queries.key_of, typed)
    await show_page(interaction, key)


async def show_everything(interaction: Interaction) -> None:
    """Show everything: in place of what was shown, where that was the person's alone."""
    found = await as_insider(interaction).read(queries.found, Filters(), 0)
    await rerender(interaction, panels.history_panel(found))


@FOUND.press
async def turn(
    interaction: Interaction, words: str, block: int, month: str, outcome: str, page: int
) -> None:
    await _rerender(interaction, _wanted(words, block, month, outcome), page)


@BY_BLOCK.press
async def by_block(interaction: Interaction, words: str, month: str, outcome: str) -> None:
    picked = _picked(interaction)
    try:
        block = whole(picked) if picked else 0
    except ValueError:
        raise UserError(_NO_CHOICE) from None
    await _rerender(interaction, _wanted(words, block, month, outcome))


@BY_MONTH.press
async def by_month(interaction: Interaction, words: str, block: int, outcome: str) -> None:
    await _rerender(interaction, _wanted(words, block, _picked(interaction), outcome))


@BY_OUTCOME.press
async def by_outcome(interaction: Interaction, words: str, block: int, month: str) -> None:
    await _rerender(interaction, _wanted(words, block, month, _picked(interaction)))


@EXPORT.press
async def export(
    interaction: Interaction, words: str, block: int, month: str, outcome: str
) -> None:
    """Give what is shown, on all its pages, as files."""
    wanted = _wanted(words, block, month, outcome)
    found = await as_insider(interaction).read(queries.exported, wanted)
    given = attachments(fitting(files.files_of(found), "papers"))
    text = (
        f"**{plural(len(found), 'paper')}** as Markdown, CSV and JSON: when each was chosen, the "
        "vote's totals, what was reproduced, and the mean rating where enough rated it."
    )
    without = "No ballots and nobody's name are in them."
    panel = export_panel(ACCENT, text, given, without=without)
    await reply(interaction, panel, files=given)


async def show_page(interaction: Interaction, key: str) -> None:
    seen = await as_insider(interaction).read(_page, interaction.client, key)
    await reply(interaction, page_panel(*seen))


async def _page(
    session: AsyncSession, caller: InsiderCaller, bot: Syllabot, key: str
) -> tuple[PaperPage, int, list[PanelAddition]]:
    """A paper, whose group's it is, and what all features add."""
    found = await queries.paper_page(session, caller, key)
    added = [
        await feature.about_paper(session, caller, key)
        for feature in bot.features
        if feature.about_paper is not None
    ]
    return found, caller.guild_id, added


async def _rerender(interaction: Interaction, wanted: Filters, page: int = 0) -> None:
    found = await as_insider(interaction).read(queries.found, wanted, page)
    await rerender(interaction, panels.history_panel(found))


def _picked(interaction: Interaction) -> str:
    """What was picked in a select; empty for everything."""
    picked = chosen_one(interaction)
    return "" if picked == panels.ANY else picked


def _wanted(words: str, block: int, month: str, outcome: str) -> Filters:
    """What a custom id says is wanted. It comes from a client.

    Raises:
        UserError: it says what cannot be.
    """
    try:
        came_of_it = Outcome(outcome) if outcome else None
    except ValueError:
        raise UserError(_NO_CHOICE) from None
    return Filters(
        words=filters.search_words(words) if words else "",
        block=min(max(block, 0), filters.MOST_BLOCKS),
        month=filters.month_named(month) if month else "",
        outcome=came_of_it,
    )
