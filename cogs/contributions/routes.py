"""The addresses of the buttons and forms of contributions."""

from __future__ import annotations

from cogs.common.routes import Route, snowflake

ADD = Route("contribution:add")
"""The form of a new contribution, and what opens it."""

EDIT = Route("contribution:edit", snowflake)
"""The form of one that is noted, by its id, and what opens it; so are the next."""

DELETE = Route("contribution:delete", snowflake)
DELETE_FOR_SURE = Route("contribution:delete-sure", snowflake)
FINISH = Route("contribution:finish", snowflake)
MINE = Route("contribution:mine", int)
"""A page of one's own contributions."""

GROUP = Route("contribution:group", int)
"""A page of those that members show to the group."""
