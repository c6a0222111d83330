"""What a member did in a feature, as evidence of what they can: declared by the feature (U1)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """Something that a member did, on a local date, which a milestone of the plan may count.

    ``kind`` is a word for it, such as "review", and ``counts`` what that milestone counts: it is
    evidence for the same axes. ``counted`` is the milestone and the number of the change by which
    it was counted, if it was.
    """

    kind: str
    counts: str
    title: str
    day: date
    link: str | None = None
    counted: tuple[str, int] | None = None


Achievements = Callable[[AsyncSession, Member], Awaitable[Sequence[Achievement]]]
"""All that a member did in a feature, for that member alone."""
