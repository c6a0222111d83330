"""The addresses of papers' buttons, selects and forms."""

from __future__ import annotations

from datetime import date

from bot.interests.values import WhyNot
from bot.voting import Method
from cogs.common.routes import Route, snowflake

VOTE = Route("paper:vote", snowflake)
"""By the id of a round, as are the next four."""

BALLOT = Route("paper:ballot", snowflake)
START_OVER = Route("paper:start-over", snowflake)
CHECK = Route("paper:check", snowflake)
RESULT = Route("paper:result", snowflake)

RANK = Route("paper:rank", snowflake, int)
"""The id of a round and the place, from 1, that is to be ranked."""

SCORE = Route("paper:score", snowflake, str)
"""The id of a round and the key of the paper that gets a score."""

HOW_WE_VOTE = Route("paper:how")
"""The form, and what opens it."""

SET_HOW = Route("paper:set-how", Method, int)
"""The method of rounds to come, and 1 where their totals are hidden until the close."""

SUGGEST = Route("paper:suggest", int)
"""The id of the round beside which it stands, or 0."""

NOMINATE = Route("paper:nominate")
"""The form, and what opens it again."""

WHICH = Route("paper:which")
"""Which of the papers that a message names is to be nominated."""

AGAIN = Route("paper:again", str)
"""A paper's key: its arXiv id without version; to be discussed once more."""

WITHDRAW = Route("paper:withdraw", str)
"""A paper's key: its arXiv id without version."""

NAME_ME = Route("paper:name-me", str, int)
"""A paper's key; 1 lets the shortlist say that one nominated it, 0 does not."""

CLOSE_NOW = Route("paper:close")
"""What follows if the open vote is closed; as the next two, for organisers."""

EXTEND = Route("paper:extend")
SKIP = Route("paper:skip")

CLOSE_FOR_SURE = Route("paper:close-sure", snowflake)
"""By the id of a round, as are the next two."""

EXTEND_FOR_SURE = Route("paper:extend-sure", snowflake, int, int)
"""With how many days more, and when the vote closes without them, in seconds since the epoch."""

END_FOR_SURE = Route("paper:end-sure", snowflake)

SKIP_WEEK = Route("paper:skip-week", date.fromisoformat)
"""The Monday of a week."""

UNSKIP_WEEK = Route("paper:unskip-week", date.fromisoformat)

HOURS = Route("paper:hours")
"""The form for when votes open and close, and what opens it."""

HOURS_FIT = Route("paper:hours-fit")

HISTORY = Route("paper:history")
"""What the group has read: another feature shows it, as the page of a paper."""

PAPER = Route("paper:show", str)
"""A paper's page. Its key: its arXiv id without version."""

MORE = Route("paper:more", str)
"""A paper's key; what it opens has the next four, with a page of the abstract."""

PAGE = Route("paper:abstract", str, int)
LIKE = Route("paper:like", str, int)
DISLIKE = Route("paper:dislike", str, int)
NOT_FOR_US = Route("paper:not-for-us", str, WhyNot, int)
