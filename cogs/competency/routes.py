"""The addresses of the buttons and forms of competency. Keys: the group, then what it is about."""

from __future__ import annotations

from cogs.common.routes import Route, snowflake

OPEN = Route("competency:open", snowflake)
"""From where a rating is offered; it has an answer of its own."""

RATE = Route("competency:rate", snowflake, int)
"""The form with this part of the axes."""

ANSWER = Route("competency:answer", snowflake)
"""The two questions."""

FINISH = Route("competency:finish", snowflake)
"""Where every axis has its level already."""

SHOW = Route("competency:show", snowflake, int)
"""A finished rating by its number, 0 being the latest."""

COUNT = Route("competency:count", snowflake, int, int)
"""A finished rating, and the number of the milestone's last change that was seen."""

FOCUS = Route("competency:focus", snowflake)
MAKE_NEXT = Route("competency:next", snowflake, str)

EVIDENCE = Route("competency:evidence", snowflake)
"""From another panel; it has an answer of its own."""

EVIDENCE_PAGE = Route("competency:evidence-page", snowflake, str, int)
"""Of one axis, or all of them where that is empty."""

EVIDENCE_AXIS = Route("competency:evidence-axis", snowflake)
"""The select of an axis."""
