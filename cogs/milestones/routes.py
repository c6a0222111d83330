"""The addresses of the buttons, selects and forms of milestones.

Keys: a milestone's id first, then those of the list that it stands in (block, filter, page). The
guild's id comes first where a message may lie in direct messages.
"""

from __future__ import annotations

from datetime import date

from cogs.common.routes import Route, snowflake
from cogs.milestones.listing import Show

# The list
PAGE = Route("milestone:page", int, Show, int)
BLOCKS = Route("milestone:blocks", int, Show)
FILTER = Route("milestone:filter", int, Show)
PICK = Route("milestone:pick", int, Show, int)
BEGIN = Route("milestone:begin", int, Show, int)
DONE = Route("milestone:done", str, int, Show, int)
UNDO = Route("milestone:undo", str, int, int, Show, int)
UNHIDE = Route("milestone:unhide", str, int, Show, int)
ROTATE = Route("milestone:rotate", str)
STAY = Route("milestone:stay", str)
NEXT = Route("milestone:next")
MINE = Route("milestone:mine", int)
ON_TODAY_DONE = Route("milestone:today-done", snowflake, str)

# In a daily message, by its delivery, or in ``/today``
IN_MESSAGE_DONE = Route("milestone:message-done", snowflake, snowflake, str)

# What repeats, done once more; both with the number of its last change that was seen
COUNT_IN_LIST = Route("milestone:count-list", str, int, int, Show, int)
COUNT = Route("milestone:count", str, int)

# The times that it was done, a page of them; one of them by the number of its change
TIMES = Route("milestone:times", str, int)
TIME_UNDO = Route("milestone:time-undo", str, int, int)
TIME_PICK = Route("milestone:time-pick", str, int)
TIME_NOTE = Route("milestone:time-note", str, int, int)

# One milestone; `REVERT` has the number of the change that it takes back
OPEN = Route("milestone:open", str)
START = Route("milestone:start", str)
FINISH = Route("milestone:finish", str)
SKIP = Route("milestone:skip", str)
REVERT = Route("milestone:revert", str, int)
SHARE = Route("milestone:share", str)
SHARE_FOR_SURE = Route("milestone:share-sure", str)
TAKE_BACK = Route("milestone:take-back", str)
NOTE = Route("milestone:note", str)
MORE = Route("milestone:more", str)
DUE = Route("milestone:due", str)
HIDE = Route("milestone:hide", str)
REVEAL = Route("milestone:reveal", str)

# Own ones; `ADD` has the id of what a step stands under, or else that of a block
ADD = Route("milestone:add", str, str)
RENAME = Route("milestone:rename", str)
DROP = Route("milestone:drop", str)
DROP_SURE = Route("milestone:drop-sure", str)
RESTORE = Route("milestone:restore", str)

# Pace and path, as `/me` offers them, and at joining. Dates that collide
PACE = Route("milestone:pace", snowflake)
PACE_SET = Route("milestone:pace-set", snowflake, int, date.fromisoformat, int)
PATH = Route("milestone:path", snowflake)
PICK_PATH = Route("milestone:path-pick", snowflake)
JOIN_PATH = Route("milestone:path-join", snowflake, str)
COLLIDE = Route("milestone:collide", snowflake)
MOVE = Route("milestone:move", snowflake, str, date.fromisoformat, date.fromisoformat)
SHIFT_BY = Route("milestone:shift-by", snowflake, int)
