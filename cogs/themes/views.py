"""The buttons, selects and forms around themes and votes."""

from __future__ import annotations

import asyncio

from bot.errors import NotFound
from bot.retros.values import SUMMARY
from bot.themes import queries, service
from bot.themes.similar import similar
from bot.themes.values import Grouped
from cogs.common import public_panels
from cogs.common.callers import as_insider, as_member
from cogs.common.panels import Panel
from cogs.common.reply import open_form, rerender
from cogs.common.routes import Fields, Interaction, chosen, chosen_one, whole
from cogs.themes.group_panels import group_panel, rename_form, similar_panel, theme_panel
from cogs.themes.routes import (
    BALLOT,
    CAST,
    GROUP,
    JOIN,
    MERGE,
    MERGE_PAIR,
    OPEN_THEME,
    READ_THEME,
    RENAME,
    SHOW_THEME,
    SIMILAR,
    SPLIT,
)
from cogs.themes.vote_panels import ballot_panel, theme_reader


@GROUP.press
async def show_themes(interaction: Interaction, retro_id: int, page: int) -> None:
    """Show the themes, in a private answer where the retro's summary was pressed."""
    found = await as_member(interaction).read(queries.to_group, retro_id)
    await rerender(interaction, group_panel(found, page))


@MERGE.press
async def merge(interaction: Interaction, retro_id: int, page: int) -> None:
    numbers = _numbers(chosen(interaction))
    found = await as_member(interaction).act(service.merge, retro_id, numbers)
    await _changed(interaction, found, group_panel(found, page))


@OPEN_THEME.press
async def open_theme(interaction: Interaction, retro_id: int) -> None:
    (number,) = _numbers([chosen_one(interaction)])
    await show_theme(interaction, retro_id, number, 0)


@SHOW_THEME.press
async def show_theme(interaction: Interaction, retro_id: int, number: int, page: int) -> None:
    found = await as_member(interaction).read(queries.to_group, retro_id)
    await rerender(interaction, theme_panel(found, queries.known(found.theme(number)), page))


@JOIN.press
async def put_in(interaction: Interaction, retro_id: int, number: int, page: int) -> None:
    numbers = [number, *_numbers(chosen(interaction))]
    found = await as_member(interaction).act(service.merge, retro_id, numbers)
    await _changed(interaction, found, _theme_or_all(found, number, page))


@SPLIT.press
async def take_out(interaction: Interaction, retro_id: int, number: int) -> None:
    cards = _numbers(chosen(interaction))
    found = await as_member(interaction).act(service.split, retro_id, number, cards)
    await _changed(interaction, found, _theme_or_all(found, number, 0))


@RENAME.press
async def write_name(interaction: Interaction, retro_id: int, number: int) -> None:
    found = await as_member(interaction).read(queries.to_group, retro_id)
    await open_form(interaction, rename_form(retro_id, queries.known(found.theme(number))))


@RENAME.form
async def rename(interaction: Interaction, fields: Fields, retro_id: int, number: int) -> None:
    title = fields.get("title", "")
    found = await as_member(interaction).act(service.rename, retro_id, number, title)
    await _changed(interaction, found, _theme_or_all(found, number, 0))


@SIMILAR.press
async def suggest(interaction: Interaction, retro_id: int) -> None:
    """Compare all themes, outside the event loop: there may be hundreds."""
    found = await as_member(interaction).read(queries.to_group, retro_id)
    await rerender(interaction, await _suggestions(found))


@MERGE_PAIR.press
async def merge_pair(interaction: Interaction, retro_id: int, one: int, other: int) -> None:
    found = await as_member(interaction).act(service.merge, retro_id, [one, other])
    await _changed(interaction, found, await _suggestions(found))


@BALLOT.press
async def show_ballot(interaction: Interaction, retro_id: int, page: int) -> None:
    mine = await as_member(interaction).read(queries.ballot, retro_id)
    await rerender(interaction, ballot_panel(mine, page))


@CAST.press
async def cast(interaction: Interaction, retro_id: int, number: int, votes: int, page: int) -> None:
    """Set the votes of one theme. The group sees nothing of it before the vote ends."""
    mine = await as_member(interaction).act(service.cast, retro_id, number, votes)
    await rerender(interaction, ballot_panel(mine, page))


@READ_THEME.press
async def read_theme(interaction: Interaction, retro_id: int, number: int, page: int) -> None:
    retro, theme = await as_insider(interaction).read(queries.theme_in, retro_id, number)
    await rerender(interaction, theme_reader(retro, theme, page))


async def _changed(interaction: Interaction, found: Grouped, panel: Panel) -> None:
    """Answer, and show the group's summary what changed."""
    await rerender(interaction, panel)
    retro = found.retro
    await public_panels.refresh(interaction.client, SUMMARY, retro.guild_id, retro.id)


async def _suggestions(found: Grouped) -> Panel:
    pairs = await asyncio.to_thread(similar, found.themes)
    return similar_panel(found, pairs)


def _theme_or_all(found: Grouped, number: int, page: int) -> Panel:
    theme = found.theme(number)
    return group_panel(found, 0) if theme is None else theme_panel(found, theme, page)


def _numbers(values: list[str]) -> list[int]:
    """What was picked, as a client sent it.

    Raises:
        NotFound: it is none of what was offered.
    """
    try:
        return [whole(value) for value in values]
    except ValueError:
        raise NotFound("I do not find what you picked. Pick it again.") from None
