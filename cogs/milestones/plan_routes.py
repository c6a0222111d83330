"""The addresses of what milestones add to ``/plan show``."""

from __future__ import annotations

from cogs.common.routes import Route

ROADMAP = Route("plan:roadmap")
BURN_UP = Route("plan:burnup")
