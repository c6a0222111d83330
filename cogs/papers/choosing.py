"""Choosing a week's shortlist: what is known is gathered, ranked, and completed by arXiv's API."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.arxiv.api import MAX_DETAILS
from bot.client import Syllabot
from bot.errors import WorkerError
from bot.groups.values import Group
from bot.papers import candidates
from bot.ranking import Ranking, Request, Scored, plain, rank
from cogs.common.arxiv import Arxiv

# With the question to arXiv's API in between, all of it within what a delivery has.
_FIRST_SECONDS: Final = 7.0
_SECOND_SECONDS: Final = 3.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Choice:
    """A week's shortlist, and from how many papers of that week it was chosen."""

    shortlist: tuple[Scored, ...]
    considered: int


async def choose(bot: Syllabot, group: Group, now: datetime) -> Choice:
    """The group's shortlist of this week.

    What comes back from earlier shortlists or from the plan stands beside papers of the week. Where
    there are none that are worth a place, there is no shortlist.
    """
    request, ranking = await _ranked(bot, group, now)
    of_week = {each.key for each in request.candidates if each.announced_on or each.nominators}
    is_worth_a_vote = any(each.key in of_week for each in ranking.shortlist)
    return Choice(ranking.shortlist if is_worth_a_vote else (), len(of_week))


async def _ranked(bot: Syllabot, group: Group, now: datetime) -> tuple[Request, Ranking]:
    """What there was to rank, and its ranking.

    Ranked once, the best hundred are asked of arXiv: where they were accepted, and whether they
    still stand; and with them those papers of the plan that are not known yet. What that brings is
    ranked again. Where the worker cannot, the plain order serves, or the first ranking where there
    is one, and nobody waits.
    """
    request = await _gather(bot, group, now)
    learned = await _learned(bot, request, _FIRST_SECONDS)
    ranking = await _plainly(request) if learned is None else learned
    async with bot.db.read() as session:
        unknown = await candidates.unknown_papers(session, request)
    best = [each.key for each in ranking.ordered]
    await bot.part(Arxiv).describe([*unknown, *best][:MAX_DETAILS])
    renewed = await _gather(bot, group, now)
    if renewed == request:
        return request, ranking
    if learned is None:
        return renewed, await _plainly(renewed)
    again = await _learned(bot, renewed, _SECOND_SECONDS)
    return renewed, _without_gone(learned, renewed) if again is None else again


def _without_gone(ranking: Ranking, request: Request) -> Ranking:
    """A ranking of before without what is no candidate any more, such as a withdrawn paper."""
    keys = {each.key for each in request.candidates}
    return Ranking(
        tuple(each for each in ranking.shortlist if each.key in keys),
        tuple(each for each in ranking.ordered if each.key in keys),
    )


async def _gather(bot: Syllabot, group: Group, now: datetime) -> Request:
    async with bot.db.read() as session:
        return await candidates.gather(session, group, now)


async def _learned(bot: Syllabot, request: Request, seconds: float) -> Ranking | None:
    """The learned ranking, or None where the worker does not give one."""
    try:
        return await bot.worker.run(rank, request, timeout=seconds)
    except WorkerError as error:
        log.warning("The shortlist takes the order that there is without the worker: %s", error)
    except Exception:  # a week's shortlist must not hang on a paper that nobody thought of
        log.exception("The shortlist takes the order that there is without the worker")
    return None


async def _plainly(request: Request) -> Ranking:
    """The plain order. It cannot tell what fits well: where a group raised the floor, all stand."""
    request = replace(request, floor=min(request.floor, 0.0))
    return await asyncio.to_thread(plain, request)
