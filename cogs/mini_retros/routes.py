"""The addresses of the buttons and the form of mini-retros. Keys: the group, and the month."""

from __future__ import annotations

from datetime import date

from cogs.common.routes import Route, snowflake

OPEN = Route("mini-retro:open", snowflake, date.fromisoformat)
"""From where one is offered; it has an answer of its own."""

MONTH = Route("mini-retro:month", snowflake, date.fromisoformat)
"""From another month's."""

WRITE = Route("mini-retro:write", snowflake, date.fromisoformat)

COUNT = Route("mini-retro:count", snowflake, date.fromisoformat, int)
"""Also the number of the milestone's last change that was seen."""
