"""Where panels of wins lead to in other features; those answer there."""

from __future__ import annotations

from cogs.common.routes import Route

MY_MILESTONES = Route("milestone:mine", int)
