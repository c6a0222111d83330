"""The addresses of the buttons, selects and forms of talks.

Keys: the group, where a button can stand in direct messages; a talk's id, or an evening's.
"""

from __future__ import annotations

from cogs.common.routes import Route, snowflake

LIST = Route("talk:list", int)
OPEN = Route("talk:open", int)
PROPOSE = Route("talk:propose")
CHANGE = Route("talk:change", int)
WITHDRAW = Route("talk:withdraw", int)
WITHDRAW_FOR_SURE = Route("talk:withdraw-sure", int)
COUNT = Route("talk:count", int, int)
"""Also the number of the milestone's last change that was seen."""

EVENING = Route("talk:evening", snowflake, int)
"""From an evening's panel to its talks, to give feedback on one."""

GIVE = Route("talk:give", snowflake, int)
RESULT = Route("talk:result", snowflake, int)
"""From the message that feedback is in."""

ARRANGE = Route("talk:arrange", int)
PUT_ON = Route("talk:put-on", int)
TAKE_OUT = Route("talk:take-out", int)
UP = Route("talk:up", int, int)
"""An evening's id, and a talk's."""

STOP = Route("talk:stop", snowflake, int)
"""On a message to one person, also with the id of its delivery; ends all messages."""
