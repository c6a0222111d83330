"""Where panels of what follows a paper lead to in other features; those answer there."""

from __future__ import annotations

from cogs.common.routes import Route

PAPER = Route("paper:show", str)
LOG = Route("reproduction:log", str)
