"""The plain frozen values of the feeds that a group follows."""

from __future__ import annotations

from dataclasses import dataclass

from bot.arxiv.values import Feed
from bot.groups.values import PaperFit


@dataclass(frozen=True, slots=True)
class Followed:
    """The feeds that a group follows, and which of their papers are proposed.

    ``cross_lists``: what is cross-listed in them counts too (A2). ``fit`` is how well any must fit
    the group's taste (A6).
    """

    feeds: tuple[Feed, ...]
    cross_lists: bool
    fit: PaperFit = PaperFit.USUAL


@dataclass(frozen=True, slots=True)
class FeedsChanged:
    """The feeds that a group follows now, and the categories that were asked about.

    ``known`` were followed before.
    """

    now: Followed
    added: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    removed: str | None = None
