"""Dates and weekdays as people type them, and as they are shown. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from bot.errors import UserError
from bot.inputs.text import ascii_signs

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
_HALF_A_YEAR = timedelta(days=182)
_TEN_YEARS = timedelta(days=3653)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2})|\.)?")
_NAMED = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?(?:\s+of)?[\s/-]*(?P<month>[a-z]{3,})\.?,?"
    r"(?:[\s/-]*(?P<year>\d{4}))?"
)
_NAMED_FIRST = re.compile(
    r"(?P<month>[a-z]{3,})\.?[\s/-]*(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?,?"
    r"(?:[\s/-]+(?P<year>\d{4}))?"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})[\s/-]+(?P<month>[a-z]{3,})\.?[\s/-]+(?P<day>\d{1,2})(?:st|nd|rd|th)?"
)
_STAMP = re.compile(r"<t:(-?\d{1,12})(?::[a-z])?>", re.IGNORECASE)
_WITH_WEEKDAY = (
    re.compile(r"(?:(?:on|by) )?(?P<weekday>[a-z]{2,})\.? ?,? (?P<date>.*\d.*)"),
    re.compile(r"(?:(?:on|by) )?(?P<date>.*\d.*?) ?,? \(?(?P<weekday>[a-z]{2,})\.?\)?"),
)
_WEEKDAY = re.compile(r"(?:(?:on|by) )?(?:(?:next|this|coming|the next) )?(?P<name>[a-z]{2,})\.?")
_NEAR = {"today": 0, "tomorrow": 1, "the day after tomorrow": 2, "day after tomorrow": 2}
_AGO = re.compile(r"(\d{1,3}|an?|one)\s+(day|week)s?\s+ago")
_PAST_WEEKDAY = re.compile(r"(?:on )?(?:(?P<last>last|past) |this )?(?P<name>[a-z]{2,})\.?")
_AHEAD = re.compile(r"in\s+(\d{1,3}|an?|one)\s+(day|week)s?")


class NoDate(UserError):
    """A text that says no date at all, unlike one whose date the calendar lacks."""


class WrongWeekday(UserError):
    """A date beside a weekday that is not its own: ``day``, and 0 for Monday … 6 for Sunday."""

    def __init__(self, day: date, weekday: int, typed: str) -> None:
        """Ask which of the two is right."""
        super().__init__(
            f"{say_date(day)} is no {WEEKDAYS[weekday]}. Which of the two is right? Type the date "
            f"alone, such as `{day}`.",
            typed=typed,
        )
        self.day = day
        self.weekday = weekday


def parse_date(text: str, *, today: date, zone: tzinfo = UTC) -> date:
    """The date that ``text`` says: "2026-12-07", "7 December", "tomorrow", "friday", "in 2 weeks".

    A weekday is the next one after ``today``, alone or with "next"; beside a date it has to agree.
    A day and month without a year is the next from ``today`` on. Two numbers are read only where a
    single reading exists ("25/12", not "03/04"). Discord's ``<t:…>`` is the date in ``zone``.

    Raises:
        NoDate: it says none, or more than one.
        UserError: the calendar lacks it, it can be two at once, or its weekday is another.
    """
    typed = ascii_signs(text).casefold()
    if typed in _NEAR:
        return today + timedelta(days=_NEAR[typed])
    if stamp := stamp_in(typed):
        return stamp.astimezone(zone).date()
    if found := _WEEKDAY.fullmatch(typed):
        weekday = weekday_named(found["name"])
        if weekday is not None:
            return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    for pattern in _WITH_WEEKDAY:
        found = pattern.fullmatch(typed)
        weekday = None if found is None else weekday_named(found["weekday"])
        if found is not None and weekday is not None:
            return _agreeing(_without_weekday(found["date"], text, today), weekday, text)
    return _without_weekday(typed, text, today)


def stamp_in(text: str) -> datetime | None:
    """The instant of one of Discord's timestamps, ``<t:1772431200:D>``; None for other text."""
    found = _STAMP.fullmatch(ascii_signs(text))
    try:
        return None if found is None else datetime.fromtimestamp(int(found[1]), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def says_year(text: str) -> bool:
    """Whether a text that is a date names its year, or is counted from today."""
    typed = ascii_signs(text).casefold()
    return (
        not re.search(r"\d", typed)
        or re.search(r"\d{4}|\d[-/.]\d+[-/.]\d|\bin\b|<t:", typed) is not None
    )


def may_go_on(text: str) -> bool:
    """Whether a number beside a text that is a date may belong to it: its year, or a weekday's day.

    "12 May" may go on with 22, "thursday" with 18; "12 May 2027" and "tomorrow" do not.
    """
    words = re.split(r"[\s,.]+", ascii_signs(text).casefold())
    is_weekday = not re.search(r"\d", text) and any(
        weekday_named(word) is not None for word in words
    )
    return is_weekday or not says_year(text)


def _agreeing(day: date, weekday: int, text: str) -> date:
    if day.weekday() == weekday:
        return day
    raise WrongWeekday(day, weekday, text)


def _without_weekday(typed: str, text: str, today: date) -> date:
    if found := _AHEAD.fullmatch(typed):
        count = int(found[1]) if found[1].isdigit() else 1
        return today + timedelta(days=count * (7 if found[2] == "week" else 1))
    if found := _ISO.fullmatch(typed):
        return _on_calendar(int(found[1]), int(found[2]), int(found[3]), text)
    for pattern in (_NAMED, _NAMED_FIRST, _YEAR_FIRST):
        if found := pattern.fullmatch(typed):
            return _named(found["day"], found["month"], found["year"], text, today)
    if found := _NUMBERS.fullmatch(typed):
        return _two_numbers(int(found[1]), int(found[2]), found[3], text, today)
    raise _no_date(text)


def past_date(text: str, *, today: date, zone: tzinfo = UTC) -> date:
    """As `parse_date`, for what is over: a weekday is the last one, today or before it.

    "yesterday", "3 days ago" and "last friday" are read too; a day and month without a year is the
    nearest one.

    Raises: as `parse_date`.
    """
    typed = ascii_signs(text).casefold()
    if typed == "yesterday":
        return today - timedelta(days=1)
    if found := _AGO.fullmatch(typed):
        count = int(found[1]) if found[1].isdigit() else 1
        return today - timedelta(days=count * (7 if found[2] == "week" else 1))
    if found := _PAST_WEEKDAY.fullmatch(typed):
        weekday = weekday_named(found["name"])
        if weekday is not None:
            latest = today - timedelta(days=1) if found["last"] else today
            return latest - timedelta(days=(latest.weekday() - weekday) % 7)
    base = today if says_year(text) else today - _HALF_A_YEAR
    try:
        return parse_date(text, today=base, zone=zone)
    except NoDate:
        raise NoDate(
            f"I do not read that as a day. Type `{today}`, `yesterday`, `friday` or `3 days ago`.",
            typed=text,
        ) from None


def due_date(text: str, *, today: date, zone: tzinfo = UTC) -> date:
    """The local date until whose end something is to be done, as somebody types it.

    Raises:
        UserError: it says no date, one before ``today``, or one more than ten years away.
    """
    found = parse_date(text, today=today, zone=zone)
    if found < today:
        raise UserError(f"{say_date(found)} is in the past. Pick a date from today on.", typed=text)
    if found - today > _TEN_YEARS:
        raise UserError(
            f"{say_date(found)} is more than ten years away. Pick one that is nearer.", typed=text
        )
    return found


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


def say_date(day: date) -> str:
    """``Monday 7 December 2026``: a local date, which has no instant to show as a timestamp."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


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
