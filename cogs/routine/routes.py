"""The addresses of a prompt's buttons and form: group, date, and the message they stand on."""

from __future__ import annotations

from datetime import date

from bot.routine.values import SnoozeFor
from cogs.common.routes import Route, snowflake

ON_TODAY = "today"
"""The origin of buttons on ``/today``; a message of its own has ``d`` and its delivery's id."""

ON_LOG = "log"
"""The origin of buttons on a day of the log."""


def origin(text: str) -> str:
    """Where a button stands: ``/today``, the log, or a delivery's message.

    Raises:
        ValueError: none of them.
    """
    if text not in (ON_TODAY, ON_LOG):
        if not text.startswith("d"):
            raise ValueError(text)
        snowflake(text[1:])
    return text


def origin_of(delivery_id: int) -> str:
    """How buttons name the message of a delivery."""
    return f"d{delivery_id}"


def delivery_in(origin: str) -> int | None:
    """The delivery of the message that buttons name; None on ``/today`` and the log."""
    return None if origin in (ON_TODAY, ON_LOG) else int(origin.removeprefix("d"))


DONE = Route("routine:done", snowflake, date.fromisoformat, origin)
SKIP = Route("routine:skip", snowflake, date.fromisoformat, origin)
SNOOZE = Route("routine:snooze", snowflake, date.fromisoformat, origin)
SNOOZE_FOR = Route("routine:snooze-for", snowflake, date.fromisoformat, origin, SnoozeFor)
KEEP = Route("routine:keep", snowflake, date.fromisoformat, origin)
"""The message as it is, after it was asked for how long to snooze."""

NOTE = Route("routine:note", snowflake, date.fromisoformat, origin)
STOP = Route("routine:stop", snowflake, date.fromisoformat, origin)
START = Route("routine:start", snowflake)
RETRY = Route("routine:retry", snowflake)
TODAY = Route("routine:today", snowflake)
DAYS = Route("routine:days", snowflake)
LOG = Route("routine:log", snowflake, date.fromisoformat)
MINUTES = Route("routine:minutes", snowflake, date.fromisoformat, origin)
WEEK = Route("routine:week", snowflake, date.fromisoformat)
"""The form to look back on the week with that Monday."""
TAKE_BACK = Route("routine:take-back", snowflake, date.fromisoformat)
DIGEST_PAGE = Route("routine:digest", snowflake, int)
THIS_WEEK = Route("routine:this-week", snowflake, int)
"""The same form for this week; it has the id of the digest's delivery, to find that message by."""
