"""A closed cycle, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.cycles.models import CycleRow


@dataclass(frozen=True, slots=True)
class Closed:
    """A cycle that is over. The dates are local ones of the group, ``closed_at`` is in UTC."""

    guild_id: int
    number: int
    started_on: date
    ended_on: date
    closed_at: datetime


def closed_from(row: CycleRow) -> Closed:
    """The cycle in a row."""
    return Closed(row.guild_id, row.number, row.started_on, row.ended_on, row.closed_at)
