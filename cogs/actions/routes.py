"""The addresses of the buttons and forms of actions."""

from __future__ import annotations

from enum import StrEnum

from cogs.common.routes import Route, snowflake


class Place(StrEnum):
    """The panel in which an action's button stands, and which is shown again after a press.

    Its key is the page of a list, or the retro of a summary or a review.
    """

    LIST = "list"
    SUMMARY = "summary"
    REVIEW = "review"


DONE = Route("action:done", int, Place, int)
DROP = Route("action:drop", int, Place, int)
UNDO = Route("action:undo", int, Place, int)
KEEP = Route("action:keep", int, Place, int)
"""Keys: the action, the place of the button, and the place's own key."""

ADD = Route("action:add", int)
"""Key: the retro that the action came of, 0 for none."""

LIST_PAGE = Route("action:page", int)
REVIEW = Route("action:review", int)
REVIEW_PAGE = Route("action:reviewpage", int, int)
"""Keys: the retro; for a page, its number."""

NAMED_DONE = Route("action:named-done", snowflake, int, int)
NAMED_UNDO = Route("action:named-undo", snowflake, int, int)
"""On a daily message or ``/today``. Keys: the group, the delivery, the action."""
