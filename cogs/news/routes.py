"""The addresses of the buttons and the form of newsletters.

`SUGGESTED` has the key of what is suggested, `FOUND` the place (from 0) of a feed among those that
the message names, `REMOVE` the feed's id.
"""

from __future__ import annotations

from cogs.common.routes import Route

LIST = Route("news:list")
ADD = Route("news:add")
SUGGESTED = Route("news:suggested", str)
FOUND = Route("news:found", int)
REMOVE = Route("news:remove", int)
