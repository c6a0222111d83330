"""Conferences and meetups that a member went to: what is kept, and what the plan counts. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta, tzinfo
from typing import Final

from bot.community.values import Attended, EventKind
from bot.errors import UserError
from bot.inputs.dates import past_date, say_date

EVENTS: Final = "events-attended"
"""What a milestone that counts them `counts` in a plan file."""

MAX_ATTENDED = 200
_TWO_YEARS = timedelta(days=731)


def attended_on(text: str | None, *, today: date, zone: tzinfo) -> date:
    """The day on which the member was there; today where nothing is typed.

    Raises:
        UserError: it says no day, one to come, or one more than two years ago.
    """
    if not text or not text.strip():
        return today
    day = past_date(text, today=today, zone=zone)
    if day > today:
        raise UserError(
            f"{say_date(day)} is still to come. Note it once you were there; `/conference watch` "
            "keeps its deadline in sight.",
            typed=text,
        )
    if today - day > _TWO_YEARS:
        raise UserError(
            f"{say_date(day)} is more than two years ago. Pick one that is nearer.", typed=text
        )
    return day


def event_kind(key: str) -> EventKind:
    """What kind of event it was, as chosen.

    Raises:
        UserError: it is none of the choices.
    """
    if key not in set(EventKind):
        raise UserError("It is a `conference` or a `meetup`. Choose one of the two.")
    return EventKind(key)


def in_year(events: Iterable[Attended], year: int) -> int:
    """How many of them were in that year."""
    return sum(each.on.year == year for each in events)
