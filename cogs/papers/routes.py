"""The addresses of papers' buttons, selects and forms."""

from __future__ import annotations

from bot.papers.values import InterestKind, WhyNot
from cogs.common.routes import Route, snowflake

VOTE = Route("paper:vote", snowflake)
"""By the id of a round, as are the next two."""

BALLOT = Route("paper:ballot", snowflake)
RESULT = Route("paper:result", snowflake)

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
"""What the group has read: another feature shows it, as the page of a paper."""

PAPER = Route("paper:show", str)
"""A paper's page. Its key: its arXiv id without version."""

FEEDS = Route("paper:feeds")
"""The group's feeds, and how each is."""

FEED_ADD = Route("paper:feed-add")
"""The form, and what opens it."""

FEED_REMOVE = Route("paper:feed-remove", str)
"""A category."""

CROSS_LISTS = Route("paper:cross-lists", int)
"""1 lets cross-listed papers count, 0 does not."""

INTERESTS = Route("paper:interests", int)
"""A page of one's interests."""

FOLLOW = Route("paper:follow")
"""The form that adds some, and what opens it."""

DROP_INTEREST = Route("paper:drop", InterestKind, str, int)
"""An interest's kind and key, and the page on which it stands."""

MORE = Route("paper:more", str)
"""A paper's key; what it opens has the next four, with a page of the abstract."""

PAGE = Route("paper:abstract", str, int)
LIKE = Route("paper:like", str, int)
DISLIKE = Route("paper:dislike", str, int)
NOT_FOR_US = Route("paper:not-for-us", str, WhyNot, int)
