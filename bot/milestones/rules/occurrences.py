"""What can be done again in each period: periods of the calendar, counts, where it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.inputs.dates import MONTHS
from bot.milestones.values import MilestoneChange, Occurrences, Period, Status, Tally
from bot.plans.values import Milestone, Repeats

_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


def period_of(repeats: Repeats, day: date) -> Period:
    """The period of the calendar in which a local date lies.

    Weeks begin on Monday, quarters in January, April, July and October, half-years in January and
    July, years in January. At the calendar's end a period ends with it.
    """
    if repeats == "week":
        first = day - timedelta(days=min(day.weekday(), (day - date.min).days))
        return Period(first, min(first, date.max - 6 * _DAY) + 6 * _DAY)
    months = _MONTHS[repeats]
    month = (day.month - 1) // months * months + 1
    first = day.replace(month=month, day=1)
    if month + months > 12:
        return Period(first, first.replace(month=12, day=31))
    return Period(first, first.replace(month=month + months) - _DAY)


def period_after(repeats: Repeats, period: Period) -> Period:
    """The period that follows; at the calendar's end the same."""
    return period_of(repeats, min(period.last, date.max - _DAY) + _DAY)


def say_period(repeats: Repeats, period: Period, today: date) -> str:
    """``March``, ``the week of 2 March``, ``January to June``; with the year if it is another."""
    first, last = period.first, period.last
    if repeats == "week":
        words = f"the week of {first.day} {MONTHS[first.month - 1]}"
    elif repeats == "year":
        return str(first.year)
    elif repeats == "month":
        words = MONTHS[first.month - 1]
    else:
        words = f"{MONTHS[first.month - 1]} to {MONTHS[last.month - 1]}"
    return words if first.year == today.year else f"{words} {first.year}"


def occurrences_of(
    milestone: Milestone, history: Sequence[MilestoneChange], *, today: date, zone: str
) -> Occurrences | None:
    """The times of a milestone that repeats, None of another; ``history`` the oldest first.

    Each counts in the period of its member's local date then (a day once lived keeps its date);
    where that was not kept, of the date that it has in their ``zone`` now.
    """
    repeats = milestone.repeats
    if repeats is None:
        return None
    now = period_of(repeats, today)
    done: dict[Period, list[MilestoneChange]] = {now: []}
    for change in history:
        if change.status is Status.DONE:
            # A date that is ahead, as after a move west: it was lived in this period all the same.
            day = min(change.day_in(zone), now.last)
            done.setdefault(period_of(repeats, day), []).append(change)
    tallies = {
        period: Tally(
            period, say_period(repeats, period, today), tuple(changes), milestone.times or 1
        )
        for period, changes in done.items()
    }
    present = tallies.pop(now)
    earlier = sorted(tallies.values(), key=lambda tally: tally.period, reverse=True)
    return Occurrences(present, tuple(earlier), period_after(repeats, now))


def standing(
    found: Occurrences, history: Sequence[MilestoneChange], zone: str
) -> tuple[Status, MilestoneChange | None]:
    """Where a milestone that repeats stands in the present period, and the change that says so.

    Done once the count is reached; in progress when it was begun, be it in an earlier period, or
    done but not often enough; skipped for this period alone.
    """
    now = found.now
    last = history[-1] if history else None
    if last is not None and last.status is Status.DONE:
        last = now.done[-1] if now.done else None
    elif (
        last is not None and last.status is Status.SKIPPED and last.day_in(zone) < now.period.first
    ):
        last = None
    if now.is_reached:
        return Status.DONE, now.done[-1]
    if last is None:
        return (Status.IN_PROGRESS, now.done[-1]) if now.done else (Status.NOT_STARTED, None)
    return (Status.IN_PROGRESS if last.status is Status.DONE else last.status), last


def due_in(period: Period, chosen: date | None, start: date) -> date | None:
    """By when it is due: on the period's last day, or the date it has if that is not over before.

    So a date set once counts for the time it was set for, and lapses with its period. A period of
    which less than half was left at the member's ``start`` asks for nothing: it has no date.
    """
    if chosen is not None and chosen >= period.first:
        return chosen
    return period.last if start - period.first <= period.last - start else None
