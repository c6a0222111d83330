"""The addresses of the buttons and forms of sessions.

Keys: the group, where a button can stand in direct messages; a meeting's id.
"""

from __future__ import annotations

from cogs.common.routes import Route, snowflake

JOIN = Route("session:join", snowflake, int)
CANNOT = Route("session:cannot", snowflake, int)
"""Both on the panel that the group sees."""

JOIN_HERE = Route("session:join-here", snowflake, int)
CANNOT_HERE = Route("session:cannot-here", snowflake, int)
"""Both on an answer to one person, or a message to them, which shows the meeting then."""

JOIN_TODAY = Route("session:join-today", snowflake, int, int)
CANNOT_TODAY = Route("session:cannot-today", snowflake, int, int)
"""Both on a daily message, also with the id of its delivery."""

LIST = Route("session:list", int)
OPEN = Route("session:open", int)
MOVE = Route("session:move", int)
CANCEL = Route("session:cancel", int)
CANCEL_ONE = Route("session:cancel-one", int, int)
CANCEL_ALL = Route("session:cancel-all", int, int)
"""Both also with the revision of the meeting that was seen."""

NOTES = Route("session:notes", int)
WRITE = Route("session:write", int, int)
"""The form for notes, also with the number of the version that was seen."""

DONE = Route("session:done", int, int)
"""Also with the number of the milestone's last change that was seen."""

STOP = Route("session:stop", snowflake, int)
"""On a message to one person, also with the id of its delivery; ends all messages."""
