"""What the settings of a group may be: rounds, retros, starts. Pure."""

from __future__ import annotations

from datetime import date, time, timedelta

from bot.errors import UserError
from bot.inputs.dates import say_date

_YEAR = timedelta(days=366)


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
