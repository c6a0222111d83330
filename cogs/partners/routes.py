"""The addresses of the buttons, selects and forms of study partners. First key: the group."""

from __future__ import annotations

from bot.partners.values import Met
from cogs.common.routes import Route, snowflake

THREAD_PERMISSIONS = ("create_private_threads", "send_messages_in_threads")
"""What a pair's thread needs, as discord.py names it."""

JOIN = Route("partner:join", snowflake)
PAUSE = Route("partner:pause", snowflake)
RESUME = Route("partner:resume", snowflake)
LEAVE = Route("partner:leave", snowflake)
"""Asks once more."""
LEAVE_SURE = Route("partner:leave-sure", snowflake)
MINE = Route("partner:mine", snowflake)
HISTORY = Route("partner:history", snowflake, int)
"""Also a page."""

NOT_WITH = Route("partner:not-with", snowflake, int)
"""Also a page."""
ADD = Route("partner:not-with-add", snowflake)
TAKE_OFF = Route("partner:not-with-off", snowflake, snowflake)
"""Also whom."""

OPEN = Route("partner:open", snowflake, snowflake)
"""A pair, from a message for all of it; the others below have that too."""
SAY = Route("partner:say", snowflake, snowflake, Met)
ANOTHER = Route("partner:another", snowflake, snowflake)
FINISH = Route("partner:finish", snowflake, snowflake)

STOP = Route("partner:stop", snowflake, snowflake)
"""Ends all messages. Also the delivery, so that no other message has this id."""

WEEKS = Route("partner:weeks")
"""For organisers, in the server; the others below too."""
START = Route("partner:start")
START_SURE = Route("partner:start-sure")
