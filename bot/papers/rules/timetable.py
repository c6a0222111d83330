"""When a group's weekly rounds open and close. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.groups.values import Group
from bot.scheduling.recurrence import Weekly, occurrences

OPEN, CLOSE = "papers.open", "papers.close"
"""The kinds of the two weekly deliveries."""

LATENESS = timedelta(days=3)
"""How late a round may open at most."""

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


def waits_until(group: Group, due_at: datetime) -> datetime:
    """How long a round that fell due at ``due_at`` may wait for feeds that cannot be read.

    Until there would be no time left to vote before its close, or it would be too late to open.
    """
    close = closes_after(group, due_at)
    return min(close - _SHORTEST_VOTE, due_at + LATENESS - _SHORTEST_VOTE)
