"""The plain frozen values of the feeds that a group follows."""

from __future__ import annotations

from dataclasses import dataclass

from bot.arxiv.values import Feed


@dataclass(frozen=True, slots=True)
class Followed:
    """The feeds that a group follows, and whether what is cross-listed in them counts (A2)."""

    feeds: tuple[Feed, ...]
    cross_lists: bool


@dataclass(frozen=True, slots=True)
class FeedsChanged:
    """The feeds that a group follows now, and the categories that were asked about.

    ``known`` were followed before.
    """

    now: Followed
    added: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    removed: str | None = None
