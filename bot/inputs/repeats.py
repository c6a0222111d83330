"""Days that come again and again, as people type them, and as they are shown. Pure.

Only what has one meaning is read. What counts weeks says from which one, or is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, tzinfo

from bot.errors import UserError
from bot.inputs.dates import MONTHS, WEEKDAYS, parse_date, say_date, say_weekdays, weekday_named
from bot.inputs.text import ascii_signs

ALL_WEEKDAYS = frozenset(range(7))
ALL_MONTHS = frozenset(range(1, 13))
MOST_WEEKS = 25
"""So many weeks apart at most, so that the first one can be picked from a list."""

_NUMBERS = {
    name: number
    for number, names in enumerate(
        (
            "two second other",
            "three third",
            "four fourth",
            "five fifth",
            "six sixth",
            "seven seventh",
            "eight eighth",
            "nine ninth",
            "ten tenth",
            "eleven eleventh",
            "twelve twelfth",
        ),
        start=2,
    )
    for name in names.split()
}
_FROM = re.compile(r"\s+(?:from|since|starting|beginning)(?:\s+(?:from|on))?\s+")
_IN = re.compile(r"(?:^|\s+)(?:in|of|during)\s+")
_EVERY = re.compile(
    r"(?:every|each|all)\s+(?:(?P<number>\d{1,3})(?:st|nd|rd|th)?|(?P<word>[a-z]+))\s+"
)
_GROUPS = {"weekend": frozenset({5, 6}), "weekday": frozenset(range(5)), "day": ALL_WEEKDAYS}
_HOW = (
    "Type it as `every eighth week`, `every second Friday`, `Fridays in July`, `weekends in May` "
    "or `August`."
)

_Named = Callable[[str], frozenset[int] | None]


@dataclass(frozen=True, slots=True)
class RepeatedDays:
    """These weekdays (0 = Monday) in these months, in one week of ``every``.

    ``first`` is a date in the first of these weeks; None where it was not said.
    """

    weekdays: frozenset[int] = ALL_WEEKDAYS
    months: frozenset[int] = ALL_MONTHS
    every: int = 1
    first: date | None = None

    @property
    def lacks_first(self) -> bool:
        """Whether it has to be asked which week is the first."""
        return self.every > 1 and self.first is None


def parse_repeated_days(text: str, *, today: date, zone: tzinfo) -> RepeatedDays:
    """The days that ``text`` says: "every eighth week", "Fridays in July", "every 2nd Friday".

    "from 2026-12-07" at the end says the first one; without it, weeks that are counted have none.

    Raises:
        UserError: it says none, or it is not sure which.
    """
    typed = ascii_signs(text).casefold().rstrip(".")
    what, *since = _FROM.split(typed, maxsplit=1)
    first = parse_date(since[0], today=today, zone=zone) if since else None
    days, *among = _IN.split(what, maxsplit=1)
    months = ALL_MONTHS if not among else _months(among[0])
    every, unit = _every(days, text)
    if months is None:
        raise _unclear(text)
    if not unit and among:
        return RepeatedDays(months=months, first=first)
    if not among and (named := _months(unit)) is not None and every == 1:
        return RepeatedDays(months=named, first=first)
    weekdays = ALL_WEEKDAYS if unit in ("week", "weeks") else _weekdays(unit)
    # "Every second Friday in July" can be each July's second one, or each other one.
    if weekdays is None or (every > 1 and among):
        raise _unclear(text)
    return RepeatedDays(weekdays, months, every, first)


def say_repeated_days(days: RepeatedDays) -> str:
    """``Every 8 weeks, from the week of Monday 7 December 2026``, ``Fridays in July``."""
    weekdays = _say_weekdays(days.weekdays)
    if days.every > 1:
        words = f"every {days.every} weeks"
        whole = days.weekdays == ALL_WEEKDAYS
        words = words.capitalize() if whole else f"{weekdays}, {words}"
    elif days.months != ALL_MONTHS and days.weekdays == ALL_WEEKDAYS:
        return f"Every {_listed([MONTHS[month - 1] for month in sorted(days.months)])}{_from(days)}"
    else:
        words = weekdays
    if days.months != ALL_MONTHS:
        words += f" in {_listed([MONTHS[month - 1] for month in sorted(days.months)])}"
    return f"{words}{_from(days)}"


def _from(days: RepeatedDays) -> str:
    if days.first is None:
        return ""
    return f", from {'the week of ' if days.every > 1 else ''}{say_date(days.first)}"


def _say_weekdays(weekdays: frozenset[int]) -> str:
    if weekdays == frozenset({5, 6}):
        return "Weekends"
    if len(weekdays) == 7:
        return "Every day"
    if len(weekdays) > 3:
        return say_weekdays(weekdays)
    return _listed([f"{WEEKDAYS[day]}s" for day in sorted(weekdays)])


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _every(days: str, text: str) -> tuple[int, str]:
    """In which of how many weeks, and of what: "every eighth week" is 8 and "week"."""
    found = _EVERY.match(days)
    if found is not None:
        number = int(found["number"]) if found["number"] else _NUMBERS.get(found["word"])
        if number is not None:
            if not 1 <= number <= MOST_WEEKS:
                raise UserError(
                    f"Rest can come every 2 to {MOST_WEEKS} weeks. {_HOW}",
                    typed=text,
                )
            return number, days[found.end() :].strip()
    return 1, re.sub(r"^(?:every|each|all|on|the)\b\s*", "", days).strip()


def _weekdays(text: str) -> frozenset[int] | None:
    return _named(text, _weekday, range(7))


def _months(text: str) -> frozenset[int] | None:
    return _named(text, _month, range(1, 13))


def _weekday(word: str) -> frozenset[int] | None:
    if (group := _GROUPS.get(word.removesuffix("s"))) is not None:
        return group
    found = weekday_named(word)
    found = weekday_named(word.removesuffix("s")) if found is None else found
    return None if found is None else frozenset({found})


def _month(word: str) -> frozenset[int] | None:
    found = [at for at, name in enumerate(MONTHS, 1) if name.casefold().startswith(word)]
    return frozenset(found) if len(word) >= 3 and len(found) == 1 else None


def _named(text: str, one: _Named, names: range) -> frozenset[int] | None:
    """What a list of names says, ranges included; None where one of them is none."""
    found: set[int] = set()
    for part in re.split(r"\s*(?:,|&|\+|/|\band\b)\s*", text.strip()):
        ends = [one(word.rstrip(".")) for word in re.split(r"\s*(?:-|\bto\b)\s*", part)]
        if None in ends or len(ends) > 2:
            return None
        known = [each for each in ends if each is not None]
        if len(known) == 2:
            begins, until = (names.index(min(each)) for each in known)
            span = (until - begins) % len(names)
            known.append(frozenset(names[(begins + n) % len(names)] for n in range(span + 1)))
        found |= frozenset().union(*known)
    return frozenset(found) or None


def _unclear(text: str) -> UserError:
    return UserError(f"I am not sure which days that means. {_HOW}", typed=text)
