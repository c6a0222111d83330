"""The addresses of the buttons, selects and forms of themes and votes."""

from __future__ import annotations

from cogs.common.routes import Route

GROUP = Route("theme:group", int, int)
MERGE = Route("theme:merge", int, int)
"""Keys: the retro, the page of its themes."""

OPEN_THEME = Route("theme:open", int)
SIMILAR = Route("theme:similar", int)
"""Key: the retro."""

SHOW_THEME = Route("theme:show", int, int, int)
JOIN = Route("theme:join", int, int, int)
READ_THEME = Route("theme:read", int, int, int)
"""Keys: the retro, the theme, a page of what can be picked or read."""

RENAME = Route("theme:rename", int, int)
SPLIT = Route("theme:split", int, int)
"""Keys: the retro, the theme."""

MERGE_PAIR = Route("theme:pair", int, int, int)
"""Keys: the retro, two themes."""

BALLOT = Route("theme:ballot", int, int)
CAST = Route("theme:cast", int, int, int, int)
"""Keys: the retro, a page; to vote the retro, the theme, how many votes it gets, the page."""
