"""When a month is looked back on, on which days, and what may be written of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from bot.errors import UserError
from bot.groups.values import Group, Member
from bot.inputs.text import cut, visible_text
from bot.mini_retros.values import MAX_PART, Span
from bot.retros.rules import opening
from bot.scheduling.recurrence import occurrences

_DAY = timedelta(days=1)
_FRIDAY = 4 * _DAY
# Where a wall time of one zone lies in another one, and a day that begins late.
_ZONES_APART = 3 * _DAY
# Nobody has a mini-retro from before Discord.
_EARLIEST = date(2015, 1, 1)
OFFERED_FOR = timedelta(days=7)
"""So long `/today` and the log lead to one that is not written."""


def month_of(day: date) -> date:
    """The first of a date's month."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """The first of the month after the one that begins on this date."""
    return month_of(month + timedelta(days=31))


def month_before(month: date) -> date:
    """The first of the month before the one that begins on this date."""
    return month_of(month - _DAY)


def offer_day(month: date, openings: Iterable[date]) -> date:
    """The day before the last retro of which that day lies in the month; else its last day.

    ``openings`` are dates on which retros open.
    """
    eves = (day - _DAY for day in openings)
    return max((day for day in eves if month_of(day) == month), default=month_after(month) - _DAY)


@dataclass(frozen=True, slots=True)
class LookBacks:
    """When a member of a group looks back, in their own zone, by the group's schedule of retros."""

    group: Group
    member: Member

    def offered_on(self, month: date) -> date:
        """The day on which the mini-retro of a month is offered."""
        return offer_day(month, self._openings(month))

    def span(self, month: date) -> Span:
        """What that mini-retro looks back on: all since the one before was offered."""
        return Span(month, self.offered_on(month_before(month)) + _DAY, self.offered_on(month))

    def holding(self, day: date) -> Span:
        """The one that looks back on a day."""
        span = self.span(month_of(day))
        return span if day <= span.until else self.span(month_after(span.month))

    def offered(self, day: date) -> Span | None:
        """The last one that was offered by this day, for a week; None before the member began."""
        span = self.holding(day)
        if span.until > day:
            span = self.span(month_before(span.month))
        is_recent = day - span.until < OFFERED_FOR
        return span if is_recent and self.member.started_on <= span.until else None

    def _openings(self, month: date) -> Iterator[date]:
        """The member's dates of the openings around a month."""
        after = datetime.combine(month - _ZONES_APART, time(), UTC)
        last = month_after(month) + _ZONES_APART
        found = takewhile(lambda each: each.period <= last, occurrences(opening(self.group), after))
        return (self.member.today(each.at) for each in found)


def weeks_in(span: Span) -> tuple[date, date]:
    """The Mondays of the first and the last week whose Friday lies in the span."""
    return span.since - _FRIDAY, span.until - _FRIDAY


def check_month(month: date, *, today: date) -> None:
    """Refuse a month that no mini-retro can be of.

    Raises:
        UserError: it is long gone, or lies further ahead than the next.
    """
    if month > month_after(month_of(today)):
        raise not_begun(month)
    if month < _EARLIEST:
        raise UserError("There is no mini-retro from so long ago. `/routine log` has the latest.")


def not_begun(month: date, typed: str | None = None) -> UserError:
    """What is said of a mini-retro that lies ahead."""
    return UserError(
        f"The mini-retro of {month:%B %Y} has not begun yet. `/routine log` leads to yours of now.",
        typed=typed,
    )


def parts(worked: str, adjust: str) -> tuple[str | None, str | None]:
    """The two parts as typed; None for one that says nothing.

    Raises:
        UserError: one is too long.
    """
    if max(len(worked), len(adjust)) > MAX_PART:
        raise UserError(
            f"Each part holds {MAX_PART:,} characters; one is longer.", typed=typed(worked, adjust)
        )
    return visible_text(worked) or None, visible_text(adjust) or None


def typed(worked: str, adjust: str) -> str:
    """Both parts as they are given back to whoever typed them."""
    return "\n\n".join(filter(None, (worked, adjust)))


def rolled_up(texts: Iterable[str | None]) -> str:
    """What the weeks say, a line or more for each; all have room, the longer ones cut evenly."""
    said = [text for text in texts if text]
    if not said:
        return ""
    room = (MAX_PART - len(said)) // len(said)
    return "\n".join(cut(text, room) for text in said)
