"""Which papers a group may like this week, and why.

``rank`` is the learned order, for the worker's process: ``await worker.run(rank, request)``. It
loads ``learned``, the only home of numpy here, which nothing else may import. ``plain`` is what
there is without it, in the bot's own process: the round then opens with the stated wishes alone.

Pure: a request holds all that counts, and the same request gives the same ranking, in whatever
order its papers come (A6). A score is a sum of parts in natural logarithms of odds, and every
reason shown is one of them.
"""

from __future__ import annotations

import importlib
import os
from typing import cast

from bot.ranking.plainly import plain
from bot.ranking.values import (
    Block,
    Candidate,
    Evidence,
    EvidenceKind,
    Interests,
    Ranking,
    Request,
    Scored,
)

__all__ = [
    "Block",
    "Candidate",
    "Evidence",
    "EvidenceKind",
    "Interests",
    "Ranking",
    "Request",
    "Scored",
    "plain",
    "rank",
]


def rank(request: Request) -> Ranking:
    """Rank with the learned part. In the worker's process only: it loads numpy."""
    # Several threads for vectors this short cost more than they bring, and may round otherwise.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return cast(Ranking, importlib.import_module("bot.ranking.learned").rank(request))
