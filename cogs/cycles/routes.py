"""The addresses of the buttons, selects and forms of cycles.

Keys: the group's guild id, a cycle's number, a milestone's id. In a review the number is that of
the cycle whose review was shown, so that nothing is decided in another one unseen.
"""

from __future__ import annotations

from datetime import date

from cogs.common.routes import Route, snowflake

PRESENT = Route("cycle:present", snowflake)
PICK = Route("cycle:pick", snowflake)
PAGE = Route("cycle:page", snowflake, int, int)
ENTRY = Route("cycle:entry", snowflake, int)

START = Route("cycle:start", snowflake)
"""What closing the present cycle would do, as the command shows it."""
BEGIN = Route("cycle:begin", snowflake, int, date.fromisoformat)
CANCEL = Route("cycle:cancel", snowflake, int)

REVIEW = Route("cycle:review", snowflake, int)
REVIEW_PAGE = Route("cycle:list", snowflake, int, int)
OVERVIEW = Route("cycle:overview", snowflake)
NEXT_CASE = Route("cycle:next", snowflake, int)
CASE = Route("cycle:case", snowflake, int, str)
CARRY = Route("cycle:carry", snowflake, int, str)
DATE = Route("cycle:date", snowflake, int, str)
DROP = Route("cycle:drop", snowflake, int, str)
TAKE_BACK = Route("cycle:back", snowflake, int, str)
COUNT = Route("cycle:count", snowflake)
COUNT_FOR_SURE = Route("cycle:count-set", snowflake, date.fromisoformat, int)
