"""When a feed is read, and for how long an entry is news. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.news.values import Health

EVERY = timedelta(days=1)
"""How often a feed is read, whatever number of groups follow it."""

FRESH = timedelta(days=10)
"""For how long an entry can be told."""

DEAD_AFTER = timedelta(days=7)
"""A feed that fails for so long is reported, and tried more rarely."""

_FIRST_RETRY, _DEAD_RETRY = timedelta(hours=1), timedelta(days=3)
LONGEST = _DEAD_RETRY
"""No feed waits for longer."""


def appeared(published: datetime | None, seen_at: datetime) -> datetime:
    """When an entry counts as having appeared: when it was first seen if it says nothing better."""
    return seen_at if published is None else min(published, seen_at)


def is_fresh(at: datetime, now: datetime) -> bool:
    """Whether what appeared ``at`` can still be told."""
    return now - at <= FRESH


def retry_after(failures: int, failing_since: datetime, now: datetime) -> timedelta:
    """How long to wait after so many failures: an hour, doubling to a day, or three days."""
    if now - failing_since >= DEAD_AFTER:
        return _DEAD_RETRY
    return min(_FIRST_RETRY * (1 << min(failures - 1, 10)), EVERY)


def health(failing_since: datetime | None, now: datetime) -> Health:
    """How a feed is that has been failing since then, or (None) is not."""
    if failing_since is None:
        return Health.CURRENT
    return Health.DEAD if now - failing_since >= DEAD_AFTER else Health.FAILING
