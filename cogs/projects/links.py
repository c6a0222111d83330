"""Where panels of projects lead to in other features; those answer there."""

from __future__ import annotations

from cogs.common.routes import Route

CONTRIBUTIONS = Route("contribution:mine", int)
