"""Where panels of milestones lead to in other features; those answer there."""

from __future__ import annotations

from cogs.common.routes import Route, snowflake

ME = Route("me:show", snowflake)
