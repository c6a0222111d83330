"""The addresses of the buttons and forms of second ratings. Keys: the group, then an id."""

from __future__ import annotations

from cogs.common.routes import Route, snowflake

COMPARE = Route("second-rating:compare", snowflake)
"""From another message; it has an answer of its own."""

ASK = Route("second-rating:ask", snowflake)

WITHDRAW = Route("second-rating:withdraw", snowflake, int)
"""Asks once more, with the number of the caller's own rating."""

WITHDRAW_SURE = Route("second-rating:withdraw-sure", snowflake, int)

OPEN = Route("second-rating:open", snowflake, snowflake)
"""What the caller is asked for, by its id; the others below have that too."""

ACCEPT = Route("second-rating:accept", snowflake, snowflake)
DECLINE = Route("second-rating:decline", snowflake, snowflake)

RATE = Route("second-rating:rate", snowflake, snowflake, int)
"""The form with this part of the axes."""
