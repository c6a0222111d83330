"""Dates that come again: a day of the month, its last Friday, every three weeks. Pure.

A pattern is read as people type it, said as they read it, and written as it is stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from bot.errors import UserError
from bot.inputs.dates import WEEKDAYS, parse_date, say_date, weekday_named
from bot.inputs.text import ascii_signs

LAST = -1
"""Counts from the month's end: its last day, or its last Friday."""

FEWEST_WEEKS, MOST_WEEKS = 2, 26

_DAY = timedelta(days=1)
_YEAR = 366 * _DAY
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
_NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen"),
)
_ORDINALS = {"last": LAST, "fifth": 5} | {name: nth for nth, name in _NTH.items()}
_SHORT = tuple(name[:3].casefold() for name in WEEKDAYS)

_OF_MONTH = re.compile(r"\s+(?:of|in)\s+(?:the|a|each|every)\s+month$")
_LEADING = re.compile(r"^(?:on\s+)?(?:the\s+)?")
_MONTH_DAY = re.compile(r"(?:day\s+)?(\d{1,3})(?:st|nd|rd|th|\.)?")
_WEEKDAY = re.compile(
    r"(?P<every>(?:every|each)\s+)?(?:the\s+)?(?P<nth>[a-z]+|\d(?:st|nd|rd|th))\s+(?P<day>[a-z]+)"
)
_WEEKS = re.compile(
    r"every\s+(?:(?P<number>[a-z]+|\d{1,3})(?:st|nd|rd|th)?\s+)?weeks?"
    r"(?:\s+on\s+(?P<weekday>[a-z]+),?)?"
    r"(?:\s+(?:from|since|starting|beginning)\s+(?:(?:from|on)\s+)?(?P<first>.+))?"
)
_WRITTEN = re.compile(
    r"(?P<day>[1-9]\d?)|(?P<last>last)|(?P<nth>[1-4]|last)(?P<weekday>[a-z]{3})"
    r"|(?P<weeks>[1-9]\d?)w(?P<first>\d{8})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of each month, 1 to 28, so that every month has it; or ``LAST``.

    Raises:
        ValueError: another number.
    """

    day: int

    def __post_init__(self) -> None:
        """Refuse what some months lack."""
        if self.day != LAST and not 1 <= self.day <= 28:
            raise ValueError("the day of the month is 1 to 28, or the last")

    def in_month(self, month: date) -> date:
        """Its date in the month that begins on ``month``."""
        return month.replace(day=self.day) if self.day != LAST else _last_day(month)


@dataclass(frozen=True, slots=True)
class MonthWeekday:
    """The ``nth`` (1 to 4, or ``LAST``) ``weekday`` (0 = Monday) of each month.

    Raises:
        ValueError: a number out of range.
    """

    nth: int
    weekday: int

    def __post_init__(self) -> None:
        """Refuse what some months lack."""
        if self.nth not in _NTH or not 0 <= self.weekday <= 6:
            raise ValueError("a weekday of the month is its first to fourth, or its last")

    def in_month(self, month: date) -> date:
        """Its date in the month that begins on ``month``."""
        if self.nth == LAST:
            last = _last_day(month)
            return last - (last.weekday() - self.weekday) % 7 * _DAY
        return month + ((self.weekday - month.weekday()) % 7 + 7 * (self.nth - 1)) * _DAY


@dataclass(frozen=True, slots=True)
class EveryWeeks:
    """Every so many ``weeks`` from the date ``first`` on, and never before it.

    Raises:
        ValueError: not 2 to 26 weeks.
    """

    weeks: int
    first: date

    def __post_init__(self) -> None:
        """Refuse what is too often or too rare."""
        if not FEWEST_WEEKS <= self.weeks <= MOST_WEEKS:
            raise ValueError(f"weeks apart are {FEWEST_WEEKS} to {MOST_WEEKS}")


DatePattern = MonthDay | MonthWeekday | EveryWeeks


def parse_date_pattern(text: str, *, today: date, zone: tzinfo) -> DatePattern:
    """What ``text`` says: "15", "last day", "last Friday", "every 3 weeks from 2026-12-07".

    Raises:
        UserError: it says none, not surely one, or one that some months lack.
    """
    typed = _LEADING.sub("", ascii_signs(text).casefold().strip())
    days = _OF_MONTH.sub("", typed)
    if days == "last day":
        return MonthDay(LAST)
    if (number := _MONTH_DAY.fullmatch(days)) is not None:
        return _month_day(int(number[1]), text)
    if (weeks := _WEEKS.fullmatch(typed)) is not None:
        return _every_weeks(weeks, text, today=today, zone=zone)
    if (found := _WEEKDAY.fullmatch(days)) is not None:
        is_of_month = days != typed
        return _month_weekday(found, text, is_of_month=is_of_month, today=today)
    if (weekday := weekday_named(days.rstrip("s"))) is not None:
        name = WEEKDAYS[weekday]
        raise UserError(
            f"Which {name}? Type `first {name}` or `last {name}` for one in each month, or "
            f"`every 2 weeks from {_next(weekday, today)}`.",
            typed=text,
        )
    raise UserError(
        "I do not read days from that. Type a day of the month such as `15`, `last day`, "
        f"`last Friday`, `first Monday`, or `every 3 weeks from {_next(0, today)}`.",
        typed=text,
    )


def check_date_pattern(pattern: DatePattern, *, today: date, typed: str | None = None) -> None:
    """Refuse weeks that are counted from long ago or far ahead.

    Raises:
        UserError: their first date is more than a year away.
    """
    if isinstance(pattern, EveryWeeks) and abs(pattern.first - today) > _YEAR:
        raise UserError(
            f"{say_date(pattern.first)} is more than a year away. Count the weeks from a date that "
            f"is nearer, such as `every {pattern.weeks} weeks from {today}`.",
            typed=typed,
        )


def say_date_pattern(pattern: DatePattern) -> str:
    """``on day 15 of the month``, ``on the last Friday of the month``, ``every 3 weeks from …``."""
    match pattern:
        case MonthDay(day=day):
            return f"on {'the last day' if day == LAST else f'day {day}'} of the month"
        case MonthWeekday(nth=nth, weekday=weekday):
            return f"on the {_NTH[nth]} {WEEKDAYS[weekday]} of the month"
        case EveryWeeks(weeks=weeks, first=first):
            return f"every {weeks} weeks from {say_date(first)}"


def write_date_pattern(pattern: DatePattern) -> str:
    """It as it is stored, with letters and digits alone: ``15``, ``last``, ``2tue``, ``lastfri``,
    ``3w20261207``.
    """
    match pattern:
        case MonthDay(day=day):
            return "last" if day == LAST else str(day)
        case MonthWeekday(nth=nth, weekday=weekday):
            return f"{'last' if nth == LAST else nth}{_SHORT[weekday]}"
        case EveryWeeks(weeks=weeks, first=first):
            return f"{weeks}w{first:%Y%m%d}"


def read_date_pattern(text: str) -> DatePattern:
    """What `write_date_pattern` wrote.

    Raises:
        ValueError: it did not write this.
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(f"no pattern of dates: {text!r}")
    if found["weeks"]:
        return EveryWeeks(int(found["weeks"]), date.fromisoformat(found["first"]))
    if found["weekday"]:
        nth = LAST if found["nth"] == "last" else int(found["nth"])
        return MonthWeekday(nth, _SHORT.index(found["weekday"]))
    return MonthDay(LAST if found["last"] else int(found["day"]))


def suggested_patterns(typed: str, *, today: date, zone: tzinfo) -> list[DatePattern]:
    """What is offered for what was typed so far: what it says, or common ones that begin so."""
    try:
        return [parse_date_pattern(typed, today=today, zone=zone)]
    except UserError:
        pass
    common = (
        MonthWeekday(LAST, 4),
        MonthWeekday(1, 0),
        MonthDay(LAST),
        MonthDay(1),
        MonthDay(15),
        EveryWeeks(2, _next(0, today)),
        EveryWeeks(4, _next(0, today)),
    )
    wanted = ascii_signs(typed).casefold().strip()
    return [each for each in common if wanted in say_date_pattern(each).casefold()] or list(common)


def _last_day(month: date) -> date:
    return (month + 31 * _DAY).replace(day=1) - _DAY


def _next(weekday: int, today: date) -> date:
    return today + ((weekday - today.weekday() - 1) % 7 + 1) * _DAY


def _month_day(day: int, text: str) -> MonthDay:
    if 1 <= day <= 28:
        return MonthDay(day)
    if 29 <= day <= 31:
        lacking = "most Februaries lack" if day == 29 else "February lacks"
        lacking = "five months lack" if day == 31 else lacking
        raise UserError(
            f"Not every month has a day {day}: {lacking} it, and nothing would open then. Type "
            "`last day` for the last day of each month, or a number from `1` to `28`.",
            typed=text,
        )
    raise UserError(
        "A month's day is a number from `1` to `28`, so that every month has it, or `last day`.",
        typed=text,
    )


def _month_weekday(
    found: re.Match[str], text: str, *, is_of_month: bool, today: date
) -> MonthWeekday:
    weekday = weekday_named(found["day"])
    word = found["nth"]
    nth = int(word[0]) if word[0].isdigit() else _ORDINALS.get(word, 0)
    if weekday is None or (nth not in _NTH and nth != 5 and word != "other"):
        raise UserError(
            "I do not read days from that. Type `last Friday`, `first Monday` or `last day`.",
            typed=text,
        )
    name = WEEKDAYS[weekday]
    if nth == 5:
        raise UserError(
            f"Not every month has a fifth {name}. Type `last {name}` for the last one of each.",
            typed=text,
        )
    if word == "other":
        raise UserError(
            f"From which {name} on? Type `every 2 weeks from {_next(weekday, today)}`.", typed=text
        )
    if found["every"] and nth in (2, 3, 4) and not is_of_month:
        raise UserError(
            f"That can be two things. Type `{_NTH[nth]} {name}` for the {_NTH[nth]} one in each "
            f"month, or `every {nth} weeks from {_next(weekday, today)}`.",
            typed=text,
        )
    return MonthWeekday(nth, weekday)


def _every_weeks(found: re.Match[str], text: str, *, today: date, zone: tzinfo) -> EveryWeeks:
    weeks = _count(found["number"])
    named = found["weekday"]
    weekday = None if named is None else weekday_named(named.rstrip("s"))
    if weeks is None or (named and weekday is None):
        raise UserError(
            f"I do not read weeks from that. Type `every 3 weeks from {_next(0, today)}`.",
            typed=text,
        )
    if not FEWEST_WEEKS <= weeks <= MOST_WEEKS:
        raise UserError(
            f"It can be every {FEWEST_WEEKS} to {MOST_WEEKS} weeks. Type one of these numbers.",
            typed=text,
        )
    if found["first"] is None:
        raise UserError(
            "From when are the weeks counted? Type the first date too, such as "
            f"`every {weeks} weeks from {_next(weekday or 0, today)}`.",
            typed=text,
        )
    try:
        first = parse_date(found["first"], today=today, zone=zone)
    except UserError as error:
        error.typed = text
        raise
    if weekday is not None and first.weekday() != weekday:
        raise UserError(
            f"{say_date(first)} is no {WEEKDAYS[weekday]}. Which of the two is right? Type "
            f"`every {weeks} weeks from {first}` or `from {_next(weekday, first)}`.",
            typed=text,
        )
    pattern = EveryWeeks(weeks, first)
    check_date_pattern(pattern, today=today, typed=text)
    return pattern


def _count(number: str | None) -> int | None:
    if number is None:
        return 1
    if number in _NUMBERS:
        return _NUMBERS.index(number) + 1
    if number == "other":
        return 2
    return int(number) if number.isdecimal() else _ORDINALS.get(number)
