"""The addresses of the buttons, selects and forms of projects.

Those with one key have a project's id.
"""

from __future__ import annotations

from enum import StrEnum

from cogs.common.routes import Route, snowflake


class Whose(StrEnum):
    """Which projects a list shows."""

    MINE = "mine"
    GROUP = "group"


class Back(StrEnum):
    """Where a form leads back to: to what opened it."""

    PROJECT = "project"
    AUDIT = "audit"
    PUBLISH = "publish"


NEW = Route("project:new")
"""The form of a new project, and what opens it; so are the next ones, of one that is there."""

EDIT = Route("project:edit", snowflake)
ANSWER = Route("project:answer", snowflake)
STEP = Route("project:step", snowflake)
RISKS = Route("project:risks", snowflake, Back)
CASE = Route("project:case", snowflake, Back)
CHECKPOINT = Route("project:checkpoint", snowflake, str, Back)
"""Of a stage, by its id."""

SHOW = Route("project:show", snowflake)
"""In place of the panel that leads here."""

READ = Route("project:read", snowflake)
"""Beside the post or the message that leads here."""

PAGE = Route("project:page", snowflake, int)
"""A page of all that it says."""

MOVE_ON = Route("project:move", snowflake, int)
"""With the number of the latest stage that was seen."""

MOVE_ANYWAY = Route("project:move-anyway", snowflake, str)
"""To the stage with this id, without the checkpoint of the one that it leaves."""

UNDO = Route("project:undo", snowflake, int)
ASK_TO_PUBLISH = Route("project:ask", snowflake)
PUBLISH = Route("project:publish", snowflake)
PUBLISH_FOR_ME = Route("project:publish-mine", snowflake)
WITHDRAW = Route("project:withdraw", snowflake)
REOPEN = Route("project:reopen", snowflake)
POST_AGAIN = Route("project:post-again", snowflake)
COUNT = Route("project:count", snowflake, int)
"""With the number of the milestone's last change that was seen."""

FINISH_AUDIT = Route("project:finish-audit", snowflake)
ASK_TO_DELETE = Route("project:ask-delete", snowflake)
DELETE = Route("project:delete", snowflake)
AUDIT = Route("project:audit", snowflake, int)
"""A page of its stages."""

AUDITS = Route("project:audits", int)
LIST = Route("project:list", Whose, str, str, int)
"""Whose, the ids of a stage and of a block (empty for all), and a page."""

BY_STAGE = Route("project:by-stage", Whose, str)
"""Which stage to show, with the block that is chosen."""

BY_BLOCK = Route("project:by-block", Whose, str)
"""Which block to show, with the stage that is chosen."""
