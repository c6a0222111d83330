"""Which milestone of a plan a review counts towards. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.milestones.values import Item

PAPER_REVIEWS = "paper-reviews"
"""What such a milestone `counts` in a plan file."""


def counts_reviews(items: Iterable[Item]) -> Item | None:
    """The milestone at which the plan counts reviews of papers; None: it names none."""
    return next((each for each in items if each.milestone.counts == PAPER_REVIEWS), None)
