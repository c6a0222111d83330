"""A calendar of the local days on which a member was active, Monday first: as many weeks as the
member has been there, 26 at most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.charts import words

WEEKS = 26
_RECENT_DAYS = 30
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Activity:
    """``active`` and ``rest`` (planned pauses) are local dates; a day in both counts as active.

    ``joined`` is the member's first day. Days outside the calendar's weeks are ignored.
    """

    today: date
    joined: date
    active: frozenset[date]
    rest: frozenset[date] = frozenset()


def title(data: Activity) -> str:
    """``Active on 14 of the last 30 days``, or of those since the member joined."""
    days = list(_recent(data, _RECENT_DAYS))
    active = sum(day in data.active for day in days)
    if not active:
        whole = sum(day in data.active for day in shown_days(data))
        if whole:
            return f"Active on {words.count(whole, 'day')} in the last {_weeks(data)}"
        return "Your active days will show here"
    if len(days) == 1:
        return "Active on your first day"
    if len(days) < _RECENT_DAYS:
        return f"Active on {active} of your first {words.count(len(days), 'day')}"
    return f"Active on {active} of the last {_RECENT_DAYS} days"


def alt_text(data: Activity) -> str:
    """A description for those who do not see the picture, within Discord's limit."""
    return f"Calendar of active days, {words.count(week_count(data), 'week')}. {in_words(data)}"


def in_words(data: Activity) -> str:
    """The picture as plain text: the title, this week and last, the whole, planned rest."""
    lines = [f"{title(data)}."]
    monday = data.today - _DAY * data.today.weekday()
    for label, first in (("This week", monday), ("Last week", monday - 7 * _DAY)):
        days = [day for day in (first + _DAY * at for at in range(7)) if day in data.active]
        if days:
            lines.append(f"{label}: {', '.join(words.weekday_name(day) for day in days)}.")
    active = sum(day in data.active for day in shown_days(data))
    lines.append(f"In the last {_weeks(data)}: {words.count(active, 'active day')}.")
    resting = sum(day in data.rest and day not in data.active for day in shown_days(data))
    if resting:
        lines.append(f"Planned rest: {words.count(resting, 'day')}.")
    return "\n".join(lines)


def draw(data: Activity) -> bytes:
    """The picture as PNG, 1200 pixels wide. In the worker's process only: it loads matplotlib."""
    return words.draw("activity", data)


def first_monday(data: Activity) -> date:
    """Where the calendar begins: with the week of the member's first day, or 26 weeks ago."""
    this_week = data.today - _DAY * data.today.weekday()
    joined = min(data.joined, data.today)
    return max(this_week - 7 * _DAY * (WEEKS - 1), joined - _DAY * joined.weekday())


def week_count(data: Activity) -> int:
    """How many weeks the calendar has, 1 to 26."""
    return (data.today - first_monday(data)).days // 7 + 1


def shown_days(data: Activity) -> Iterator[date]:
    """The days of the picture, oldest first, from the member's first day on, until today."""
    return _days(max(first_monday(data), data.joined), data.today)


def _weeks(data: Activity) -> str:
    number = week_count(data)
    return "week" if number == 1 else f"{number} weeks"


def _recent(data: Activity, number: int) -> Iterator[date]:
    return _days(max(data.today - _DAY * (number - 1), data.joined), data.today)


def _days(first: date, last: date) -> Iterator[date]:
    for at in range((last - first).days + 1):
        yield first + _DAY * at
