"""The learned order: the only home of numpy and scipy, loaded in the worker's process alone."""

from __future__ import annotations

from bot.ranking.learned.prior import shipped
from bot.ranking.learned.ranker import rank_with
from bot.ranking.values import Ranking, Request


def rank(request: Request) -> Ranking:
    """Rank a request's candidates by the prior that comes with the bot."""
    return rank_with(request, shipped())
