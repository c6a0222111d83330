"""The addresses of the buttons and the form about feeds.

They begin with `paper`, as posted ones have since they were part of that feature.
"""

from __future__ import annotations

from cogs.common.routes import Route

FEEDS = Route("paper:feeds")
"""The group's feeds, and how each is."""

FEED_ADD = Route("paper:feed-add")
"""The form, and what opens it."""

FEED_REMOVE = Route("paper:feed-remove", str)
"""A category."""

CROSS_LISTS = Route("paper:cross-lists", int)
"""1 lets cross-listed papers count, 0 does not."""

FIT = Route("paper:fit")
"""The select of how well papers must fit."""
