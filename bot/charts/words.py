"""How titles, alternative texts and text twins say dates, spans and lists."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from bot.inputs.text import cut

# What Discord takes as the description of an attachment.
ALT_LIMIT = 1024
_NAME_LIMIT = 28
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def month_name(month: int) -> str:
    """``December``, whatever the machine's language."""
    return _MONTHS[month - 1]


def weekday_name(day: date) -> str:
    """``Monday``, whatever the machine's language."""
    return _WEEKDAYS[day.weekday()]


def say_day(day: date, today: date) -> str:
    """``9 December``, with the year where it is not today's."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {month_name(day.month)}{year}"


def short_day(day: date) -> str:
    """``9 Dec``, for the end of an axis and the head of a column."""
    return f"{day.day} {month_name(day.month)[:3]}"


def say_span(days: int) -> str:
    """``a day``, ``12 days``, ``two weeks``: to the week from two weeks on."""
    if days < 14:
        return "a day" if days == 1 else f"{days} days"
    weeks = round(days / 7)
    return f"{_NUMBERS[weeks] if weeks < len(_NUMBERS) else weeks} weeks"


def count(number: int, noun: str) -> str:
    """``1 day``, ``3 days``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(names: Sequence[str]) -> str:
    """``Monday``, ``Monday, Tuesday and Friday``; at least one."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def say_late(titles: Sequence[str], *, named: bool) -> str:
    """``late: Problem sets and 3 more``; without names ``4 late``."""
    if not named:
        return f"{len(titles)} late"
    more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
    return f"late: {clip(titles[0], _NAME_LIMIT)}{more}"


def sentence(text: str) -> str:
    """``text`` with a full stop, unless it was cut at its end."""
    return text if text.endswith("…") else f"{text}."


def clip(text: str, limit: int) -> str:
    """``text`` on one line, cut with … where it is longer than ``limit`` characters."""
    return cut(" ".join(text.split()), limit)


def fit_lines(lines: list[str], limit: int) -> str:
    """The lines that fit ``limit`` characters; ``… and 3 more`` stands for the others."""
    whole = "\n".join(lines)
    if len(whole) <= limit:
        return whole
    kept = list(lines)
    while kept and len("\n".join(kept)) + 20 > limit:
        kept.pop()
    return "\n".join([*kept, f"… and {len(lines) - len(kept)} more"])


def draw(name: str, data: Any) -> bytes:
    """What ``pictures.<name>.draw(data)`` gives; that module is loaded here, not with this one."""
    return cast(bytes, importlib.import_module(f"bot.charts.pictures.{name}").draw(data))
