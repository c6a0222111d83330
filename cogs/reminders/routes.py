"""The addresses of what can be done with a named date: group, delivery, and what it is about."""

from __future__ import annotations

from cogs.common.routes import Route, snowflake

DONE = Route("reminder:done", snowflake, snowflake, str)
COUNT = Route("reminder:count", snowflake, snowflake, int, str)
UNDO = Route("reminder:undo", snowflake, snowflake, int, str)
DATE = Route("reminder:date", snowflake, snowflake, str)
