"""When arXiv announces papers. Pure.

arXiv's day ends at midnight in US Eastern time; feeds change then, dated Monday to Friday
(``skipDays`` names Saturday and Sunday), and stay empty on its holidays. Papers submitted until
14:00 Eastern on a weekday are announced in the next batch
(https://info.arxiv.org/help/availability.html).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")

# The feeds are rebuilt at midnight; asking a little later finds them done.
_REBUILT_AT = time(0, 20)
_SUBMISSIONS_CLOSE = time(14)
_DAY = timedelta(days=1)


def is_publishing(day: date) -> bool:
    """Whether arXiv announces on ``day`` (US Eastern), holidays aside."""
    return day.weekday() < 5


def arxiv_date(instant: datetime) -> date:
    """The date at arXiv."""
    return instant.astimezone(EASTERN).date()


def latest_batch(now: datetime) -> date:
    """The publishing date whose batch a feed should show at ``now``."""
    day = arxiv_date(now)
    while not is_publishing(day):
        day -= _DAY
    return day


def next_rebuild(now: datetime) -> datetime:
    """The next instant at which a feed should show a new batch (UTC)."""
    day = arxiv_date(now)
    while not is_publishing(day) or _at(day, _REBUILT_AT) <= now:
        day += _DAY
    return _at(day, _REBUILT_AT)


def publishing_days_between(after: date, before: date) -> list[date]:
    """The publishing dates strictly between two dates."""
    days = (after + _DAY * n for n in range(1, (before - after).days))
    return [day for day in days if is_publishing(day)]


def submissions_of(batch: date) -> tuple[datetime, datetime]:
    """From when until when (UTC) the papers of the batch of a publishing date were submitted."""
    announced = _weekday_before(batch)
    return (
        _at(_weekday_before(announced), _SUBMISSIONS_CLOSE),
        _at(announced, _SUBMISSIONS_CLOSE),
    )


def batch_of(submitted: datetime) -> date:
    """The publishing date whose batch holds what was submitted at ``submitted``."""
    day = arxiv_date(submitted)
    while not is_publishing(day) or _at(day, _SUBMISSIONS_CLOSE) <= submitted:
        day += _DAY
    day += _DAY
    while not is_publishing(day):
        day += _DAY
    return day


def _weekday_before(day: date) -> date:
    day -= _DAY
    while not is_publishing(day):
        day -= _DAY
    return day


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, EASTERN).astimezone(UTC)
