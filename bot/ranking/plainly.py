"""The order without a learned part, for when the worker's process cannot be had."""

from __future__ import annotations

from bot.ranking.parts import NEW, Known
from bot.ranking.selection import Judged, ranking
from bot.ranking.values import Ranking, Request


def plain(request: Request) -> Ranking:
    """Rank by what is stated alone: nominations, interests, exclusions, blocks, how new it is.

    Cheap enough for the bot's own process, in a thread; what the group did before is not weighed.
    """
    known = Known(request)
    judged = []
    for paper in known.papers:
        stated = known.stated(paper)
        judged.append(Judged(paper, stated.parts, stated.block, lambda: NEW))
    return ranking(judged, request)
