"""Where panels of the reproduction log lead to in other features; those answer there."""

from __future__ import annotations

from cogs.common.routes import Route

PAPER = Route("paper:show", str)
