"""What a member may enter of a day and of a week. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.errors import UserError
from bot.inputs.dates import say_date
from bot.inputs.text import ascii_signs, visible_line, visible_text
from bot.routine.rules import ANSWERABLE
from bot.routine.values import MOST_MINUTES
from bot.routine.week_values import MAX_LINE, MAX_PART, WeekLog, week_of

_MINUTES = re.compile(r"(-?\d{1,9})\s*(?:m|min|mins|minutes?)?\.?")
_DAY = timedelta(days=1)


def parse_minutes(text: str) -> int | None:
    """Minutes as typed: ``45``, ``45 min``; None for an empty text or 0.

    Raises:
        UserError: it says no whole number of them, or none that a day holds.
    """
    typed = ascii_signs(text).casefold()
    if not typed:
        return None
    found = _MINUTES.fullmatch(typed)
    if found is None:
        raise UserError(
            "I read minutes as a number: type `45`, or `120` for two hours. Leave it empty to "
            "remove them.",
            typed=text,
        )
    minutes = int(found[1])
    if not 0 <= minutes <= MOST_MINUTES:
        raise UserError(
            f"A day has {MOST_MINUTES:,} minutes, so type a number from 1 to that, such as `45`. "
            "Leave it empty to remove them.",
            typed=text,
        )
    return minutes or None


def check_shown(day: date, *, today: date, typed: str | None = None) -> None:
    """Refuse to show the log of a day that has not begun.

    Raises:
        UserError: it lies ahead.
    """
    if day > today:
        raise UserError(
            f"{say_date(day)} has not begun yet. The log has today and what was before: leave the "
            f"date empty, or type one up to `{today}`.",
            typed=typed,
        )


def days_back(shown: date, *, today: date) -> list[date]:
    """Today and the days before that can still be answered, but for the one shown; newest first."""
    days = (today - offset * _DAY for offset in range(ANSWERABLE.days + 1))
    return [day for day in days if day != shown]


def week_log(
    week: date, *, today: date, better: str, to_change: str, ahead: str, line: str
) -> WeekLog:
    """A week's log as typed, released to nobody yet.

    Raises:
        UserError: the week is not the one that ``today`` lies in, or a part is too long.
    """
    typed = "\n\n".join(filter(None, (better, to_change, ahead, line)))
    if week != week_of(today):
        words = "is over, so its log stays as it is" if week < today else "has not begun yet"
        raise UserError(
            f"The week of {say_date(week)} {words}. `/routine log` has this week's days.",
            typed=typed,
        )
    if max(map(len, (better, to_change, ahead))) > MAX_PART:
        raise UserError(f"Each part holds {MAX_PART:,} characters; one is longer.", typed=typed)
    short = visible_line(line)
    if len(short) > MAX_LINE:
        raise UserError(
            f"The line for the group holds {MAX_LINE} characters; yours is longer.", typed=typed
        )
    return WeekLog(
        week,
        better=visible_text(better) or None,
        to_change=visible_text(to_change) or None,
        ahead=visible_text(ahead) or None,
        line=short or None,
    )
