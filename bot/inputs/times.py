"""Times of day, alone or with a weekday, as people type them, and as they are shown. Pure."""

from __future__ import annotations

import re
from datetime import time

from bot.errors import UserError
from bot.inputs.dates import may_go_on, weekday_named
from bot.inputs.text import ascii_signs

_HOURS_AND_MINUTES = re.compile(
    r"(?P<hour>\d{1,2})(?:\s*(?:[:.h]|uhr)\s*(?P<minute>\d{2})?)?\s*(?P<half>[ap](?:\.?m\.?)?)?"
)
_TIME_WORDS = {"midnight": time(0), "noon": time(12), "midday": time(12)}
_WEEKDAY_AND_TIME = re.compile(r"([a-z]+)\.?,?\s+(?:at\s+)?(.+)")

_SPAN = re.compile(r"(?:from\s+|between\s+)?(.+?)\s*(?:-|\bto\b|\buntil\b|\btill\b|\band\b)\s*(.+)")
_NO_SPAN = ("", "-", "none", "no", "never", "off")


def parse_time(text: str) -> time:
    """The wall time that ``text`` says: "8", "8:30", "8.30", "20h", "8pm", "noon".

    Raises:
        UserError: it says none, or one that clocks do not show.
    """
    typed = ascii_signs(text).casefold()
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
            "No clock shows that time. Hours go to 23 and minutes to 59, as in `20:15`; midnight "
            "is `0:00`.",
            typed=text,
        )
    return time(hour, minute)


def check_hour(text: str, *, beside: str) -> None:
    """Let what is typed as a time ``beside`` a date pass, unless it may be part of that date.

    Raises:
        UserError: it is a lone number, as in "12 May 22" and "thursday 18".
    """
    if ascii_signs(text).isdecimal() and may_go_on(beside):
        raise UserError(
            f"I cannot tell whether `{ascii_signs(text)}` is an hour or part of the date. Type a "
            "time as `17:00` or `5pm`, and a year as `2027`."
        )


def parse_weekly(text: str) -> tuple[int, time]:
    """A weekday and a wall time: "Monday 9:00", "fri 5pm".

    Raises:
        UserError: one of the two is missing or not understood.
    """
    found = _WEEKDAY_AND_TIME.fullmatch(ascii_signs(text).casefold())
    weekday = weekday_named(found[1]) if found else None
    if found is None or weekday is None:
        raise UserError("I need a weekday and a time, such as `Monday 9:00`.", typed=text)
    return weekday, parse_time(found[2])


def parse_span(text: str) -> tuple[time, time] | None:
    """Two wall times, from one to the other: "22:00-7:00", "10pm to 7am"; None for none.

    They may lie across midnight; nothing typed, or "none", is no span.

    Raises:
        UserError: one of them is missing or not understood, or they are the same.
    """
    typed = ascii_signs(text).casefold()
    if typed in _NO_SPAN:
        return None
    found = _SPAN.fullmatch(typed)
    if found is None:
        raise UserError(
            "I need two times, such as `22:00-7:00`: from when to when. Leave it empty for none.",
            typed=text,
        )
    begins, ends = parse_time(found[1]), parse_time(found[2])
    if begins == ends:
        raise UserError(
            f"From {say_time(begins)} to {say_time(ends)} is nothing, or the whole day. Type two "
            "different times, or leave it empty for none.",
            typed=text,
        )
    return begins, ends


def say_time(at: time) -> str:
    """``08:00``."""
    return at.strftime("%H:%M")
