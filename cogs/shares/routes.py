"""The addresses of the buttons and forms of knowledge shares. Keys: a share's id, or a page."""

from __future__ import annotations

from cogs.common.routes import Route

ADD = Route("share:add")
CHANGE = Route("share:change", int)
OPEN = Route("share:open", int)
ASK = Route("share:ask", int)
RELEASE = Route("share:release", int)
POST_AGAIN = Route("share:post-again", int)
TAKE_BACK = Route("share:take-back", int)
ASK_TO_DELETE = Route("share:ask-delete", int)
DELETE = Route("share:delete", int)

COUNT = Route("share:count", int, int)
"""Also the number of the milestone's last change that was seen."""

MINE = Route("share:mine", int)
GROUPS = Route("share:groups", int)

POSTED = Route("share:posted", int)
"""From a share's post to the group's list; by its share the post is found again."""
