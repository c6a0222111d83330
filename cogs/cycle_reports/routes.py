"""The addresses of the buttons and the form of cycle reports.

Keys: the group's guild id, and the number of a closed cycle.
"""

from __future__ import annotations

from cogs.common.routes import Route, snowflake

REPORT = Route("cycle-report:show", snowflake, int)
ANSWER = Route("cycle-report:answer", snowflake, int)
GROUP = Route("cycle-report:group", snowflake, int)
ADJUST = Route("cycle-report:adjust", snowflake)
