"""The addresses of the buttons, selects and forms of ``/setup``, ``/join``, ``/me`` and ``/help``.

Keys: the group's guild id, where it is about a member. `JOIN_BESIDE`, `LIGHTER` and `PAUSE` are
shared.
"""

from __future__ import annotations

from bot.inputs.repeats import MOST_WEEKS
from cogs.common.joining import JOIN_BESIDE as JOIN_BESIDE
from cogs.common.pausing import LIGHTER as LIGHTER
from cogs.common.pausing import PAUSE as PAUSE
from cogs.common.routes import Route, snowflake


def weekday_set(text: str) -> int:
    """A key that is a set of weekdays, as a column holds it.

    Raises:
        ValueError: it is none, or empty.
    """
    bits = int(text)
    if not 1 <= bits <= 127:
        raise ValueError(text)
    return bits


def weeks_apart(text: str) -> int:
    """A key that says how many weeks something is apart.

    Raises:
        ValueError: so many it cannot be.
    """
    weeks = int(text)
    if not 2 <= weeks <= MOST_WEEKS:
        raise ValueError(text)
    return weeks


# Joining; `JOIN` takes the place of the message that it stands in, `JOIN_BESIDE` leaves it
JOIN = Route("me:join", snowflake)
JOIN_ZONE_FITS = Route("me:join-zone-fits", snowflake)
JOIN_ZONE = Route("me:join-zone", snowflake)
JOIN_PICK_ZONE = Route("me:join-zone-pick", snowflake)
JOIN_LAST = Route("me:join-last", snowflake)

# One's own settings
SHOW = Route("me:show", snowflake)
OPEN = Route("me:open", snowflake)
ZONE = Route("me:zone", snowflake)
PICK_ZONE = Route("me:zone-pick", snowflake)
TIME = Route("me:time", snowflake)
WEEKDAYS = Route("me:weekdays", snowflake)
NUDGES = Route("me:nudges", snowflake)
STOP = Route("me:stop", snowflake)
START = Route("me:start", snowflake)
RETRY = Route("me:retry", snowflake)
USE_IN_DMS = Route("me:home", snowflake)

# Rest: a rule that repeats is named by its key, or by its weekdays and how many weeks it is apart
REST = Route("me:rest", snowflake)
CALL_OFF_PAUSE = Route("me:pause-off", snowflake)
ADD_REST = Route("me:rest-add", snowflake)
FIRST_WEEK = Route("me:rest-week", snowflake, weekday_set, weeks_apart)
REMOVE_REST = Route("me:rest-remove", snowflake, str)
END_LIGHTER = Route("me:lighter-end", snowflake)

LEAVE = Route("me:leave", snowflake)
LEAVE_FOR_SURE = Route("me:leave-sure", snowflake)
STORED = Route("me:stored")
STORED_PAGE = Route("me:stored-page", int)

SETUP_OPEN = Route("setup:open")
SETUP_SHOW = Route("setup:show")
SETUP_START = Route("setup:start")
SETUP_ANNOUNCEMENTS = Route("setup:announcements")
SETUP_PAPERS = Route("setup:papers")
SETUP_RETROS = Route("setup:retros")
SETUP_BASICS = Route("setup:basics")
SETUP_RHYTHM = Route("setup:rhythm")
INVITE = Route("setup:invite")
INVITE_FOR_SURE = Route("setup:invite-sure")

HELP_TOPIC = Route("help:topic", int)
