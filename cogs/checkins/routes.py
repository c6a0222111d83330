"""The addresses of the buttons, selects and the form of check-ins. First key: the group."""

from __future__ import annotations

from datetime import date

from cogs.common.routes import Route, snowflake

OPEN = Route("checkin:open", snowflake)
"""From where one is offered; it has an answer of its own."""

ANSWER = Route("checkin:answer", snowflake, int)
"""Also the version of its questions."""

SKIP = Route("checkin:skip", snowflake)
HISTORY = Route("checkin:history", snowflake)
HISTORY_BEFORE = Route("checkin:history-before", snowflake, date.fromisoformat)
SEE = Route("checkin:see", snowflake)
SHOW = Route("checkin:show", snowflake, date.fromisoformat)
REMOVE = Route("checkin:remove", snowflake, date.fromisoformat)
REMOVE_FOR_SURE = Route("checkin:remove-sure", snowflake, date.fromisoformat)

HOW_OFTEN = Route("checkin:how-often", snowflake)
CADENCE = Route("checkin:cadence", snowflake)
STOP = Route("checkin:stop", snowflake)
START = Route("checkin:start", snowflake)
