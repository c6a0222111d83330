"""Where panels of what was read lead to in other features; those answer there."""

from __future__ import annotations

from cogs.common.routes import Route, snowflake

MORE = Route("paper:more", str)
RESULT = Route("paper:result", snowflake)
HISTORY = Route("paper:history")
PAPER = Route("paper:show", str)
