"""When a group's weekly rounds open and close. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.groups.values import Group
from bot.scheduling.recurrence import Weekly, find_zone, occurrences, wall_instant

OPEN, CLOSE = "papers.open", "papers.close"
"""The kinds of the two weekly deliveries; a close by hand has its round's id as its subject."""

SHOW = "papers.show"
"""The kind of delivery that brings a posted shortlist up to date; its subject is a round's id."""

MOST_DAYS = 3
"""A vote is extended by so many days at most, at a time."""

LATENESS = timedelta(days=3)
"""How late a round may open at most."""

_SHORTEST_VOTE = timedelta(hours=1)


def opening(group: Group) -> Weekly:
    """When a group's rounds open."""
    return Weekly(frozenset({group.papers_open_weekday}), group.papers_open_at, group.zone)


def closing(group: Group) -> Weekly:
    """When a group's rounds close."""
    return Weekly(frozenset({group.papers_close_weekday}), group.papers_close_at, group.zone)


def closes_after(group: Group, opened_at: datetime, now: datetime | None = None) -> datetime:
    """When a round that opened at ``opened_at`` closes; ``now`` is later, if it is open already.

    One that opens late leaves time to vote, but none lasts until after the next one opens, which
    could not open then.
    """
    seen = opened_at if now is None else now
    closes_at = next(
        found.at
        for found in occurrences(closing(group), seen)
        if found.at - opened_at >= _SHORTEST_VOTE
    )
    following = next(occurrences(opening(group), seen))
    return min(closes_at, following.at)


def monday_of(day: date) -> date:
    """The Monday of the week that ``day`` is in."""
    return day - timedelta(days=day.weekday())


def extensions(closes_at: datetime, zone: str, opens_at: datetime | None) -> Mapping[int, datetime]:
    """When a vote that closes at ``closes_at`` would close some days later, by how many.

    At the same time of day on clocks in ``zone``, and never after ``opens_at``, when the next one
    opens. A date that the zone skips is no choice.
    """
    wall = closes_at.astimezone(find_zone(zone))
    found = {
        days: wall_instant(wall.date() + timedelta(days=days), wall.time(), zone)
        for days in range(1, MOST_DAYS + 1)
    }
    return {
        days: at
        for days, at in found.items()
        if at is not None and at > closes_at and (opens_at is None or at <= opens_at)
    }


def waits_until(group: Group, due_at: datetime) -> datetime:
    """How long a round that fell due at ``due_at`` may wait for feeds that cannot be read.

    Until there would be no time left to vote before its close, or it would be too late to open.
    """
    close = closes_after(group, due_at)
    return min(close - _SHORTEST_VOTE, due_at + LATENESS - _SHORTEST_VOTE)
