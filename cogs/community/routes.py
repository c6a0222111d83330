"""The addresses of the buttons, selects and forms about conferences.

Keys: a conference's id; where its button stands, and on which page of the list.
"""

from __future__ import annotations

from enum import StrEnum

from cogs.common.routes import Route


class Place(StrEnum):
    """The panel in which a conference's button stands: a page of the list, or its own."""

    LIST = "list"
    OWN = "own"


PAGE = Route("conference:page", int)
OPEN = Route("conference:open")
SHOW = Route("conference:show", int)
WATCH = Route("conference:watch", int, Place, int)
UNWATCH = Route("conference:unwatch", int, Place, int)
ADD = Route("conference:add")
CHANGE = Route("conference:change", int)
REMOVE = Route("conference:remove", int)
REMOVE_FOR_SURE = Route("conference:remove-sure", int)

ATTENDED_PAGE = Route("conference:went-page", int)
ATTENDED = Route("conference:went", int)
DROP_ATTENDED = Route("conference:went-drop", int)
DROP_ATTENDED_FOR_SURE = Route("conference:went-drop-sure", int)
"""Key: one of the events that the member went to, or a page of them."""

COUNT_ATTENDED = Route("conference:went-count", int, int)
"""Keys: as before, and the last change that was seen of the milestone which counts it."""
