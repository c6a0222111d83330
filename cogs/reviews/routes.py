"""The addresses of the buttons and forms of reviews and of the rota.

Those about a turn name its group, as they stand in direct messages too.
"""

from __future__ import annotations

from cogs.common.routes import Route, snowflake

WRITE = Route("review:write", str)
"""A paper's key: its arXiv id without version. The form, and what opens it."""

OPEN = Route("review:open", snowflake)
"""One's own review, by its id, as are those below."""

ASK_TO_PUBLISH = Route("review:ask", snowflake)
PUBLISH = Route("review:publish", snowflake)
POST_AGAIN = Route("review:post-again", snowflake)
TAKE_BACK = Route("review:take-back", snowflake)
ASK_TO_DELETE = Route("review:ask-delete", snowflake)
DELETE = Route("review:delete", snowflake)
FILE = Route("review:file", snowflake)

COUNT = Route("review:count", snowflake, int)
"""A review's id, and the number of the milestone's last change that was seen."""

READ = Route("review:read", snowflake)
"""A review that the group can read, from its post."""

PAGE = Route("review:page", snowflake, int)
MINE = Route("review:mine", int)
GROUPS = Route("review:groups", int)
"""A page of the group's published reviews."""

OF_PAPER = Route("review:of-paper", str)
"""The published reviews of a paper, by its key."""

OF_PAPER_PAGE = Route("review:of-paper-page", str, int)
"""Another page of them."""

ROTA = Route("rota:show", snowflake)
"""By the group's id, as are the next two."""

COUNT_IN = Route("rota:count-in", snowflake)
PAUSE = Route("rota:pause", snowflake)

TAKE = Route("rota:take", snowflake, snowflake)
"""A group's id and that of the round that chose the paper, as for the next ones."""

SKIP = Route("rota:skip", snowflake, snowflake)
SWAP = Route("rota:swap", snowflake, snowflake)
"""The form that asks with whom, and what opens it."""

WITHDRAW_SWAP = Route("rota:swap-withdraw", snowflake, snowflake)
ACCEPT_SWAP = Route("rota:swap-yes", snowflake, snowflake)
DECLINE_SWAP = Route("rota:swap-no", snowflake, snowflake)
