"""The addresses of papers' buttons, selects and forms."""

from __future__ import annotations

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

HISTORY = Route("paper:history")

PAST = Route("paper:past", int)
"""A page of the history."""

MORE = Route("paper:more", str)
"""A paper's key; what it opens has the next four, with a page of the abstract."""

PAGE = Route("paper:abstract", str, int)
LIKE = Route("paper:like", str, int)
DISLIKE = Route("paper:dislike", str, int)
NOT_FOR_US = Route("paper:not-for-us", str, WhyNot, int)
