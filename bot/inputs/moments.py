"""A date with a time of day, as people type both in one line. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time, tzinfo

from bot.errors import UserError
from bot.inputs.dates import NoDate, parse_date, stamp_in
from bot.inputs.text import ascii_signs
from bot.inputs.times import check_hour, parse_time

_ISO = re.compile(r"(?<=\d)t(?=\d)", re.IGNORECASE)
_SECONDS = re.compile(r"(?<=\d:\d\d):00\b")


def parse_moment(text: str, *, today: date, zone: tzinfo) -> tuple[date, time]:
    """The wall date and time that ``text`` says: "thursday 18:00", "7 March at 6pm".

    Either may come first. Discord's ``<t:…>`` is what clocks in ``zone`` show then.

    Raises:
        UserError: one of the two is missing, something is left over, or it can mean two things.
    """
    if stamp := stamp_in(text):
        wall = stamp.astimezone(zone)
        return wall.date(), wall.time().replace(second=0, microsecond=0)
    words = _SECONDS.sub("", _ISO.sub(" ", ascii_signs(text))).replace(",", " ").split()
    unsure: UserError | None = None
    for day_words, time_words in _splits(words):
        try:
            at = parse_time(_without(time_words, "at"))
        except UserError:
            continue
        try:
            day = parse_date(_without(day_words, "on"), today=today, zone=zone)
            check_hour(time_words, beside=_without(day_words, "on"))
            return day, at
        except NoDate:
            continue
        except UserError as error:
            unsure = unsure or error
    if unsure is not None:
        raise UserError(unsure.message, typed=text)
    raise UserError(
        "I need a date and a time, such as `thursday 18:00` or `2026-12-07 18:00`.", typed=text
    )


def _splits(words: list[str]) -> Iterator[tuple[str, str]]:
    """The ways to take the words for a date and a time, the longest date first."""
    for count in range(len(words) - 1, 0, -1):
        yield " ".join(words[:count]), " ".join(words[count:])
    for count in range(1, len(words)):
        yield " ".join(words[count:]), " ".join(words[:count])


def _without(text: str, word: str) -> str:
    """``text`` without ``word`` at either end of it."""
    return re.sub(rf"(?i)^{word} | {word}$", "", text)
