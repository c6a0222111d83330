"""The addresses of the buttons of retros that are over."""

from __future__ import annotations

from cogs.common.routes import Route

HISTORY = Route("retro:history", int)
"""Key: the page."""

SHOW = Route("retro:past", int, int)
"""Keys: the retro, the page."""

FOUND = Route("retro:found", str, int)
"""Keys: the words of a search as they are compared, the page."""

EXPORT = Route("retro:export", int)
"""Key: the retro; 0 for all of them."""
