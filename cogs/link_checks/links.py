"""Where the panel of the check leads to in other features; those answer there."""

from __future__ import annotations

from cogs.common.routes import Route

REPLACE = Route("library:replace", str)
DESK = Route("library:desk", int)
