"""How what people type is read: text, times, dates, weekdays, a group's settings. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta

from bot.errors import UserError

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MAX_CATEGORIES = 8
_YEAR = timedelta(days=366)
_TEN_YEARS = timedelta(days=3653)

# What joins the parts of emoji and of words in some scripts; other format characters only hide.
_JOINERS = "\u200c\u200d"

_HOURS_AND_MINUTES = re.compile(
    r"(?P<hour>\d{1,2})(?:\s*(?:[:.h]|uhr)\s*(?P<minute>\d{2})?)?\s*(?P<half>[ap](?:\.?m\.?)?)?"
)
_TIME_WORDS = {"midnight": time(0), "noon": time(12), "midday": time(12)}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2})|\.)?")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?\s+([a-z]{3,})\.?,?(?:\s+(\d{4}))?")
_NAMED_FIRST = re.compile(r"([a-z]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(\d{4}))?")
_AHEAD = re.compile(r"in\s+(\d{1,3}|an?|one)\s+(day|week)s?")
_WEEKDAY_AND_TIME = re.compile(r"([a-z]+)\.?,?\s+(?:at\s+)?(.+)")
_CATEGORY = re.compile(
    r"([a-z]{2,8}|[a-z]{1,5}-[a-z]{2,4})\.([A-Z]{2}|[a-z]{3,6}|[a-z]{2,5}-[a-z]{2,4})"
    r"|[a-z]{2,5}-[a-z]{2,4}"
)


def storable(text: str) -> str:
    """``text`` without what a database refuses: NUL and unpaired surrogates."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def visible_line(text: str) -> str:
    """``text`` on one line without what nobody sees; empty when nothing visible is left."""
    line = " ".join(storable(text).split())
    line = "".join(c for c in line if c in _JOINERS or not _is_invisible(c)).strip()
    return line if line.strip(_JOINERS) else ""


def parse_time(text: str) -> time:
    """The wall time that ``text`` says: "8", "8:30", "8.30", "20h", "8pm", "noon".

    Raises:
        UserError: it says none, or one that clocks do not show.
    """
    typed = " ".join(text.casefold().split())
    if typed in _TIME_WORDS:
        return _TIME_WORDS[typed]
    found = _HOURS_AND_MINUTES.fullmatch(typed)
    if found is None:
        raise UserError(
            "I do not read that as a time. Type it as `8:30`, `20:15` or `8pm`.", typed=text
        )
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half:
        if not 1 <= hour <= 12:
            raise UserError("With am or pm the hour is 1 to 12. Type it as `8pm`.", typed=text)
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59:
        raise UserError(
            "No clock shows that time. Hours go to 23 and minutes to 59, as in `20:15`.",
            typed=text,
        )
    return time(hour, minute)


class NoDate(UserError):
    """A text that says no date at all, unlike one whose date the calendar lacks."""


def parse_date(text: str, *, today: date) -> date:
    """The date that ``text`` says: "2026-12-07", "7 December", "tomorrow", "friday", "in 2 weeks".

    A weekday is the next one after ``today``; a day and month without a year the next from
    ``today`` on. Two numbers are read only where a single reading exists ("25/12", not "03/04").

    Raises:
        NoDate: it says none.
        UserError: the calendar lacks it, or it can be two at once.
    """
    typed = " ".join(text.casefold().split())
    words = {"today": 0, "tomorrow": 1}
    if typed in words:
        return today + timedelta(days=words[typed])
    weekday = weekday_named(typed)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if found := _AHEAD.fullmatch(typed):
        count = int(found[1]) if found[1].isdigit() else 1
        return today + timedelta(days=count * (7 if found[2] == "week" else 1))
    if found := _ISO.fullmatch(typed):
        return _on_calendar(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _NAMED.fullmatch(typed):
        return _named(found[1], found[2], found[3], text, today)
    if found := _NAMED_FIRST.fullmatch(typed):
        return _named(found[2], found[1], found[3], text, today)
    if found := _NUMBERS.fullmatch(typed):
        return _two_numbers(int(found[1]), int(found[2]), found[3], text, today)
    raise _no_date(text)


def due_date(text: str, *, today: date) -> date:
    """The local date until whose end something is to be done, as somebody types it.

    Raises:
        UserError: it says no date, one before ``today``, or one more than ten years away.
    """
    found = parse_date(text, today=today)
    if found < today:
        raise UserError(f"{say_date(found)} is in the past. Pick a date from today on.", typed=text)
    if found - today > _TEN_YEARS:
        raise UserError(
            f"{say_date(found)} is more than ten years away. Pick one that is nearer.", typed=text
        )
    return found


def parse_weekly(text: str) -> tuple[int, time]:
    """A weekday and a wall time: "Monday 9:00", "fri 5pm".

    Raises:
        UserError: one of the two is missing or not understood.
    """
    found = _WEEKDAY_AND_TIME.fullmatch(" ".join(text.casefold().split()))
    weekday = weekday_named(found[1]) if found else None
    if found is None or weekday is None:
        raise UserError("I need a weekday and a time, such as `Monday 9:00`.", typed=text)
    return weekday, parse_time(found[2])


def parse_month_day(text: str) -> int:
    """A day that every month has: "1" to "28".

    Raises:
        UserError: it is not one.
    """
    number = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|\.)?", text.strip().casefold())
    if number is None or not 1 <= int(number[1]) <= 28:
        raise UserError(
            "The retro needs a day that every month has: a number from `1` to `28`.", typed=text
        )
    return int(number[1])


def parse_categories(text: str) -> tuple[str, ...]:
    """arXiv categories, between commas or spaces: "cs.LG, stat.ML".

    Raises:
        UserError: as :func:`check_categories`.
    """
    return check_categories(tuple(re.split(r"[\s,;]+", text.strip())))


def check_categories(categories: tuple[str, ...]) -> tuple[str, ...]:
    """The categories, each once, if all have the form of arXiv's.

    Raises:
        UserError: one does not, there is none, or there are more than ``MAX_CATEGORIES``.
    """
    wanted = tuple(dict.fromkeys(_spelled(name) for name in categories if name))
    if not wanted or not all(_CATEGORY.fullmatch(name) for name in wanted):
        raise UserError(
            "A feed category looks like `cs.LG` or `stat.ML`; put commas between several. "
            "The list is on https://arxiv.org/category_taxonomy.",
            typed=", ".join(categories),
        )
    if len(wanted) > MAX_CATEGORIES:
        raise UserError(
            f"At most {MAX_CATEGORIES} categories fit; more would be too much to choose from.",
            typed=", ".join(categories),
        )
    return wanted


def _spelled(category: str) -> str:
    """A category in arXiv's own spelling: only two-letter subjects are in capitals."""
    archive, dot, subject = category.casefold().partition(".")
    return f"{archive}{dot}{subject.upper() if len(subject) == 2 else subject}"


def check_pause(until: date, *, today: date) -> date:
    """The first date with prompts after a pause that begins ``today``.

    Raises:
        UserError: it is not in the future, or more than a year away.
    """
    if until <= today:
        raise UserError(
            f"A pause ends after today, and {say_date(until)} does not. Type a date from "
            f"`{today + timedelta(days=1)}` on."
        )
    if until - today > _YEAR:
        raise UserError(
            f"A pause lasts a year at most: up to `{today + _YEAR}`. For longer, *Stop* "
            "prompts; they start again when you say so."
        )
    return until


def check_start(start: date, *, today: date) -> date:
    """The first day of a group's plan; it may have begun already.

    Raises:
        UserError: it is more than a year away, in either direction.
    """
    if abs(start - today) > _YEAR:
        raise UserError(
            f"{say_date(start)} is more than a year away. Type the first day of the plan, such as "
            f"`{today}`."
        )
    return start


def check_round(opens: tuple[int, time], closes: tuple[int, time]) -> None:
    """Refuse a weekly round that is over as it begins; one across the weekend is fine.

    Raises:
        UserError: both are the same moment of the week.
    """
    if opens == closes:
        raise UserError("The weekly paper needs time between opening and closing: choose two.")


def weekday_named(word: str) -> int | None:
    """0 for "Monday", "monday", "mon" or "mo" … 6 for Sunday; None for anything else."""
    word = word.casefold()
    if len(word) < 2:
        return None
    return next((i for i, name in enumerate(WEEKDAYS) if name.casefold().startswith(word)), None)


def say_weekdays(weekdays: frozenset[int]) -> str:
    """``Monday to Friday``, ``Mon, Wed, Fri``, ``every day``, ``no day``."""
    days = sorted(weekdays)
    if not days:
        return "no day"
    if len(days) == 7:
        return "every day"
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{WEEKDAYS[days[0]]} to {WEEKDAYS[days[-1]]}"
    return ", ".join(WEEKDAYS[day][:3] for day in days)


def say_time(at: time) -> str:
    """``08:00``."""
    return at.strftime("%H:%M")


def say_date(day: date) -> str:
    """``Monday 7 December 2026``: a local date, which has no instant to show as a timestamp."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs")


def _named(day: str, month: str, year: str | None, text: str, today: date) -> date:
    number = next(
        (i for i, name in enumerate(MONTHS, start=1) if name.casefold().startswith(month)), None
    )
    if number is None:
        raise _no_date(text)
    return _next_on_calendar(number, int(day), int(year) if year else None, text, today)


def _two_numbers(first: int, second: int, year: str | None, text: str, today: date) -> date:
    """Only where one reading exists: whoever types 03/04 may mean two dates."""
    full = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
    if first <= 12 and second <= 12 and first != second:
        one, other = (
            _next_on_calendar(month, day, full, text, today)
            for month, day in ((second, first), (first, second))
        )
        raise UserError(
            f"`{text.strip()}` can be {say_date(one)} or {say_date(other)}. Type `{one}` or "
            f"`{other}`.",
            typed=text,
        )
    month, day = (first, second) if second > 12 else (second, first)
    return _next_on_calendar(month, day, full, text, today)


def _next_on_calendar(month: int, day: int, year: int | None, text: str, today: date) -> date:
    if year is not None:
        return _on_calendar(year, month, day, text)
    found = _on_calendar(_leap_safe(today.year, month, day), month, day, text)
    return (
        found
        if found >= today
        else _on_calendar(_leap_safe(today.year + 1, month, day), month, day, text)
    )


def _leap_safe(year: int, month: int, day: int) -> int:
    """The first year from ``year`` on that has the day: 29 February is worth waiting for."""
    while (month, day) == (2, 29) and (year % 4 != 0 or (year % 100 == 0 and year % 400 != 0)):
        year += 1
    return year


def _on_calendar(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UserError(
            "The calendar has no such date. Type it as year-month-day, such as `2026-12-07`.",
            typed=text,
        ) from None


def _no_date(text: str) -> NoDate:
    return NoDate(
        "I do not read that as a date. Type `2026-12-07`, `7 December`, `tomorrow`, `friday` or "
        "`in 2 weeks`.",
        typed=text,
    )
