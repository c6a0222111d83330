"""When a group's weekly rounds open and close. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.groups.values import Group
from bot.scheduling.recurrence import Weekly, occurrences

OPEN, CLOSE = "papers.open", "papers.close"
"""The kinds of the two weekly deliveries."""

_SHORTEST_VOTE = timedelta(hours=1)


def opening(group: Group) -> Weekly:
    """When a group's rounds open."""
    return Weekly(frozenset({group.papers_open_weekday}), group.papers_open_at, group.zone)


def closing(group: Group) -> Weekly:
    """When a group's rounds close."""
    return Weekly(frozenset({group.papers_close_weekday}), group.papers_close_at, group.zone)


def closes_after(group: Group, opened_at: datetime) -> datetime:
    """When a round that opens at ``opened_at`` closes: one that opens late leaves time to vote."""
    return next(
        found.at
        for found in occurrences(closing(group), opened_at)
        if found.at - opened_at >= _SHORTEST_VOTE
    )
