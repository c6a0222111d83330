"""When a chosen paper is asked about again, and what a rating may be. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.errors import UserError
from bot.follow_ups.values import BEST
from bot.scheduling.recurrence import find_zone, wall_instant

WEEK = timedelta(days=7)
FROM, UNTIL = time(9), time(20)
"""The hours, in the group's zone, in which a thread is written to."""

LATENESS = timedelta(days=3)
"""How late the thread is asked at most."""

MOST_ACTIONS = 25
"""So many actions one paper can have, offered or taken."""


def asks_at(closed_at: datetime, zone: str) -> datetime:
    """The first instant from a week after the close on that lies between the two hours."""
    earliest = closed_at + WEEK
    local = earliest.astimezone(find_zone(zone))
    if local.time() < FROM:
        return wall_instant(local.date(), FROM, zone) or earliest
    if local.time() > UNTIL:
        return wall_instant(local.date() + timedelta(days=1), FROM, zone) or earliest
    return earliest


def check_stars(stars: int) -> int:
    """A rating as a client sent it.

    Raises:
        UserError: there is no such rating.
    """
    if not 1 <= stars <= BEST:
        raise UserError(f"A rating is a number from 1 to {BEST}. Nothing was changed.")
    return stars
