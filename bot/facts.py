"""What a group did in a time, as each feature counts it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Fact:
    """How much of something a group did in a time, such as 3 papers discussed.

    ``people`` is how many members a figure is made of that nobody could see elsewhere; it is left
    out where they are fewer than `bot.figures.FLOOR`. None where each one was public.
    """

    count: int
    one: str
    many: str
    people: int | None = None


GroupFacts = Callable[[AsyncSession, int, datetime, datetime], Awaitable[Sequence[Fact]]]
"""``(session, guild_id, since, until)``: what the group did in a feature from ``since`` on."""
