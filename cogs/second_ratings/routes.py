"""The addresses of the buttons and forms of second ratings. Keys: the group, then an id."""

from __future__ import annotations

from cogs.common.routes import Route, snowflake

COMPARE_ONE = Route("second-rating:compare-one", snowflake, int)
"""The rating with this number, from another message; it has an answer of its own."""

ASK = Route("second-rating:ask", snowflake)

WITHDRAW = Route("second-rating:withdraw", snowflake, int)
"""Asks once more, with the number of the caller's own rating."""

WITHDRAW_SURE = Route("second-rating:withdraw-sure", snowflake, int)

OPEN = Route("second-rating:open", snowflake, snowflake)
"""What the caller is asked for, by its id; the others below have that too."""

ACCEPT = Route("second-rating:accept", snowflake, snowflake)
DECLINE = Route("second-rating:decline", snowflake, snowflake)

TAKE_BACK = Route("second-rating:take-back", snowflake, snowflake)
"""Asks once more, where declining deletes levels."""

RATE = Route("second-rating:rate", snowflake, snowflake, int)
"""The form with this part of the axes."""
