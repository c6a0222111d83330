"""Which milestone of a plan a review counts towards. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bot.inputs.text import folded
from bot.milestones.values import Item

_PAPER, _REVIEW = "paper", "review"


def counts_reviews(items: Iterable[Item]) -> Item | None:
    """The first milestone that asks for reviews of papers again and again; None: there is none.

    A plan says so in the words of its title, whoever wrote it: "Four detailed paper reviews in a
    month".
    """
    return next((each for each in items if each.occurrences and _names_reviews(each.title)), None)


def _names_reviews(title: str) -> bool:
    words = folded(title).split()
    return all(any(word.startswith(named) for word in words) for named in (_PAPER, _REVIEW))
