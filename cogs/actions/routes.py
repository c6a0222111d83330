"""The addresses of the buttons and forms of actions."""

from __future__ import annotations

from enum import StrEnum

from bot.actions.values import Show
from cogs.common.routes import Route, snowflake


class Place(StrEnum):
    """The panel in which an action's button stands, and which is shown again after a press.

    Its key is the page of a list, the retro of a summary or a review, and 0 for one action.
    """

    LIST = "list"
    MINE = "mine"
    OPEN = "open"
    LATE = "late"
    SUMMARY = "summary"
    REVIEW = "review"
    ITEM = "item"

    @property
    def show(self) -> Show:
        """What a list at this place shows."""
        return Show(self.value) if self.value in set(Show) else Show.ALL


def place_of(show: Show) -> Place:
    """The place of a list that shows this."""
    return Place.LIST if show is Show.ALL else Place(show.value)


DONE = Route("action:done", int, Place, int)
DROP = Route("action:drop", int, Place, int)
UNDO = Route("action:undo", int, Place, int)
KEEP = Route("action:keep", int, Place, int)
TAKE = Route("action:take", int, Place, int)
GIVE_BACK = Route("action:back", int, Place, int)
MOVE = Route("action:move", int, Place, int)
"""Keys: the action, the place of the button, and the place's own key."""

ADD = Route("action:add", int)
"""Key: the retro that the action came of, 0 for none."""

ADD_FROM = Route("action:add-from", snowflake, snowflake)
"""Keys: the channel and the message that the action is made of."""

LISTED = Route("action:listed", Place, int)
PICK = Route("action:pick", Place, int)
"""Keys: which list, its page."""

FILTER = Route("action:filter")
EXPORT = Route("action:export", Place)
"""Key: which list."""

REVIEW = Route("action:review", int)
REVIEW_PAGE = Route("action:reviewpage", int, int)
"""Keys: the retro; for a page, its number."""

NAMED_DONE = Route("action:named-done", snowflake, int, int)
NAMED_UNDO = Route("action:named-undo", snowflake, int, int)
NAMED_TAKE = Route("action:named-take", snowflake, int, int)
NAMED_BACK = Route("action:named-back", snowflake, int, int)
"""On a daily message or ``/today``. Keys: the group, the delivery, the action."""
