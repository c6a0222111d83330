"""One paper's whole page: what it is, when the group met it, and all that came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from discord import ui

from bot.arxiv.rules.identifiers import abstract_url
from bot.papers.values import Appearance
from bot.readings.values import PaperPage
from cogs.common.feature import PanelAddition
from cogs.common.panels import (
    MAX_TEXT,
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    link,
    text_length,
)
from cogs.common.paper_text import about, all_authors, title
from cogs.common.text import fit, jump_url, stamp
from cogs.readings.links import MORE, RESULT
from cogs.readings.panels import score_line
from cogs.readings.style import ACCENT

_TITLE, _AUTHORS, _CATEGORIES, _BLOCK, _ABSTRACT = 300, 300, 150, 60, 500
_SHOWN, _IN_A_ROW = 3, 5
_SMALL_PRINT = 60


def page_panel(found: PaperPage, guild_id: int, additions: Sequence[PanelAddition]) -> Panel:
    """The page; what features add stands below, and the abstract takes what room they leave."""
    paper = found.paper
    small = f"-# {all_authors(paper.authors, _AUTHORS)}\n-# {about(paper, _CATEGORIES)}"
    head = f"**{title(paper, _TITLE)}**\n{small}"
    met = "\n".join(_met(found.appearances))
    added: Items = []
    for each in additions:
        added += each.rows
    room = MAX_TEXT - _SMALL_PRINT - text_length([head, met, *added])
    while added and room < 0:
        # Nothing does so as it is made; a page must not fail for what a feature adds one day.
        added.pop()
        room = MAX_TEXT - _SMALL_PRINT - text_length([head, met, *added])
    items: Items = [head]
    if paper.abstract and room > 2:
        items += [line(), fit(" ".join(paper.abstract.split()), min(room, _ABSTRACT))]
    items += [line(), met, *added, line()]
    acts = [*_acts(found, guild_id), *(act for each in additions for act in each.acts)]
    items += [buttons(*acts[start : start + _IN_A_ROW]) for start in range(0, len(acts), _IN_A_ROW)]
    return Panel(ACCENT, *items, small_print=ONLY_YOU)


def _acts(found: PaperPage, guild_id: int) -> Iterator[ui.Button[ui.LayoutView]]:
    yield link("Read", abstract_url(found.paper.key))
    yield button("Abstract", MORE(found.paper.key))
    closed = [each for each in found.appearances if each.closed_at is not None]
    if closed:
        yield button("How it went", RESULT(closed[0].round_id))
    threads = [each.thread_id for each in found.appearances if each.is_chosen and each.thread_id]
    if threads:
        yield link("Discussion", jump_url(guild_id, threads[0]))


def _met(appearances: Sequence[Appearance]) -> Iterator[str]:
    if not appearances:
        yield "○ It has not stood on a shortlist of yours."
    for each in appearances[:_SHOWN]:
        block = f" · {fit(each.block, _BLOCK)}" if each.block else ""
        if each.closed_at is None:
            yield f"○ On this week's shortlist, place {each.position}{block}"
        elif each.is_chosen:
            yield f"● **Chosen** {stamp(each.closed_at, 'D')} · {score_line(each)}{block}"
        else:
            yield f"○ Listed {stamp(each.opened_at, 'D')} · {score_line(each)}{block}"
    if len(appearances) > _SHOWN:
        yield f"and {len(appearances) - _SHOWN} times before"
