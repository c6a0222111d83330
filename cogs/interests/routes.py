"""The addresses of the buttons and the form of one's interests.

They begin with `paper`, as posted ones have since they were part of that feature.
"""

from __future__ import annotations

from bot.interests.values import InterestKind
from cogs.common.routes import Route

INTERESTS = Route("paper:interests", int)
"""A page of one's interests."""

FOLLOW = Route("paper:follow")
"""The form that adds some, and what opens it."""

DROP_INTEREST = Route("paper:drop", InterestKind, str, int)
"""An interest's kind and key, and the page on which it stands."""
