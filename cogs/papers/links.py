"""Where panels of papers lead to in other features; those answer there."""

from __future__ import annotations

from cogs.common.routes import Route

HISTORY = Route("paper:history")
