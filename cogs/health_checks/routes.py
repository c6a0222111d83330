"""The addresses of the buttons and forms of health checks."""

from __future__ import annotations

from cogs.common.routes import Route

ANSWER = Route("health:answer", int)
"""Key: the retro."""

CHANGE = Route("health:change", int, str)
TAKE_BACK = Route("health:take-back", int, str)
"""On the member's own answer. Keys: the retro, and the answer's secret."""

TREND = Route("health:trend")
