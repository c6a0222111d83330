"""Reads of what a group has read. Each takes the same number of statements for any history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv.rules.identifiers import find_keys
from bot.errors import NotFound
from bot.feature import texts_about_papers, titles_of_papers
from bot.follow_ups.ratings import figures_of
from bot.groups.queries import get_group
from bot.groups.values import InsiderCaller
from bot.inputs.search import pick, several
from bot.inputs.text import folded
from bot.papers.chosen import (
    appearances,
    chosen_papers,
    listed_titles,
    met_paper,
    searched_papers,
    totals,
)
from bot.papers.values import ChosenPaper
from bot.readings.rules.filters import block_number, blocks_of, fits, months_of
from bot.readings.values import ExportedReading, Filters, Found, PaperPage, Reading
from bot.reproductions.queries import outcomes
from bot.reproductions.values import Outcome
from bot.scheduling import local_date

_A_PAGE = 5
_SUGGESTED_FROM = timedelta(weeks=26)
_NOT_FOUND = (
    "I do not find that paper among yours. `/paper search` looks through what you have read, and "
    "`/paper show` suggests papers while you type."
)


async def found(session: AsyncSession, caller: InsiderCaller, wanted: Filters, page: int) -> Found:
    """A page of what the group has read and ``wanted`` takes; one beyond an end gives that end.

    Words look also through what was not chosen, where the group can read a review or an attempt.

    Raises:
        NotSetUp: the server has no group.
    """
    everything = await _readings(session, caller, with_texts=bool(wanted.words))
    fitting = [each for each in everything if fits(each, wanted)]
    pages = max(1, -(-len(fitting) // _A_PAGE))
    page = min(max(page, 0), pages - 1)
    return Found(
        readings=tuple(fitting[page * _A_PAGE : (page + 1) * _A_PAGE]),
        filters=wanted,
        page=page,
        pages=pages,
        total=len(fitting),
        blocks=blocks_of(everything),
        months=months_of(everything),
    )


async def exported(
    session: AsyncSession, caller: InsiderCaller, wanted: Filters
) -> list[ExportedReading]:
    """All that `found` has on its pages, with the totals of each vote.

    Raises:
        NotSetUp: the server has no group.
    """
    everything = await _readings(session, caller, with_texts=bool(wanted.words))
    counted = await totals(session, caller.guild_id)
    figures = await figures_of(session, caller.guild_id)
    return [
        ExportedReading(
            each,
            tuple(counted.get(each.chosen.round_id, ())) if each.chosen else (),
            figures.get(each.chosen.round_id) if each.chosen else None,
        )
        for each in everything
        if fits(each, wanted)
    ]


async def paper_page(session: AsyncSession, caller: InsiderCaller, key: str) -> PaperPage:
    """One of the group's papers.

    Raises:
        NotFound: the group has not met it.
    """
    paper = await met_paper(session, caller, key)
    return PaperPage(paper, tuple(await appearances(session, caller.guild_id, key)))


async def key_of(session: AsyncSession, caller: InsiderCaller, typed: str) -> str:
    """The key of the paper that somebody means: by its id, a link, or words of its title.

    Raises:
        NotFound: none of the group's papers is it for sure.
    """
    keys = find_keys(typed)
    if len(keys) == 1:
        return keys[0]
    titles = await suggested(session, caller)
    picked = pick(titles, typed)
    if picked is not None:
        return picked
    fitting = len(several(titles, typed))
    if fitting > 1:
        raise NotFound(
            f"{fitting} of your papers fit that. Type more of the title, or pick one of the "
            "suggestions."
        )
    raise NotFound(_NOT_FOUND)


async def suggested(session: AsyncSession, caller: InsiderCaller) -> list[tuple[str, str]]:
    """Key and title of what the group chose, newest first, then of what it met otherwise.

    That is what was listed lately, and then what was reviewed or tried.
    """
    chosen = await chosen_papers(session, caller.guild_id)
    lately = await listed_titles(session, caller.guild_id, caller.now - _SUGGESTED_FROM)
    told = await titles_of_papers(session, caller)
    titles = {each.paper.key: each.paper.title for each in chosen}
    for key, title in (*lately, *told.items()):
        titles.setdefault(key, title)
    return list(titles.items())


async def months(session: AsyncSession, caller: InsiderCaller) -> tuple[str, ...]:
    """The months in which the group chose papers, the newest first."""
    return months_of(await _readings(session, caller, with_texts=False))


async def _readings(
    session: AsyncSession, caller: InsiderCaller, *, with_texts: bool
) -> list[Reading]:
    """Everything that the group chose, to be found by reviews and the like too ``with_texts``.

    Then come, last, the other papers that have such a text.
    """
    group = await get_group(session, caller.guild_id)
    chosen = await chosen_papers(session, group.guild_id)
    came_of_it = await outcomes(session, group.guild_id)
    texts = await texts_about_papers(session, group.guild_id) if with_texts else {}
    readings = [_reading(each, group.zone, came_of_it, texts) for each in chosen]
    if not with_texts:
        return readings
    others = texts.keys() - {each.paper.key for each in chosen}
    for paper, searched in await searched_papers(session, others):
        outcome = came_of_it.get(paper.key, Outcome.NOT_TRIED)
        words = _words(paper.key, searched, texts)
        readings.append(Reading(paper, None, None, outcome, block=0, words=words))
    return readings


def _reading(
    chosen: ChosenPaper,
    zone: str,
    came_of_it: Mapping[str, Outcome],
    texts: Mapping[str, Sequence[str]],
) -> Reading:
    key = chosen.paper.key
    searched = f"{chosen.searched} {folded(chosen.block or '')}"
    return Reading(
        paper=chosen.paper,
        chosen=chosen,
        chosen_on=local_date(chosen.closed_at, zone),
        outcome=came_of_it.get(key, Outcome.NOT_TRIED),
        block=block_number(chosen.block),
        words=_words(key, searched, texts),
    )


def _words(key: str, searched: str, texts: Mapping[str, Sequence[str]]) -> str:
    return f" {searched} {folded(key)} {folded(' '.join(texts.get(key, ())))}"
