"""What the settings of a group may be: rounds, retros, starts. Pure."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from bot.errors import UserError
from bot.inputs.dates import say_date
from bot.inputs.text import ascii_signs

_YEAR = timedelta(days=366)


def parse_month_day(text: str) -> int:
    """A day that every month has: "1" to "28".

    Raises:
        UserError: it is not one.
    """
    number = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|\.)?", ascii_signs(text).casefold())
    if number is None or not 1 <= int(number[1]) <= 28:
        raise UserError(
            "The retro needs a day that every month has: a number from `1` to `28`.", typed=text
        )
    return int(number[1])


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
