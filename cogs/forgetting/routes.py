"""The addresses of the buttons and of the form of ``/forget``. Keys: the group's guild id."""

from __future__ import annotations

from cogs.common.routes import Route, snowflake

LOOK = Route("forget:look", snowflake)
TYPE_NAME = Route("forget:name", snowflake)
STAY = Route("forget:stay", snowflake)
