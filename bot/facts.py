"""What a group did in a time, as each feature counts it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Fact:
    """How much of something a group did in a time, such as 3 papers discussed.

    Each one was public. What each does for themselves is in no fact: beside the group's progress a
    count of another time would tell what few of them did (U5).
    """

    count: int
    one: str
    many: str


GroupFacts = Callable[[AsyncSession, int, datetime, datetime], Awaitable[Sequence[Fact]]]
"""``(session, guild_id, since, until)``: what the group did in a feature from ``since`` on."""
