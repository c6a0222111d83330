"""The addresses of the buttons and forms of what follows a chosen paper."""

from __future__ import annotations

from cogs.common.routes import Route, snowflake

RATE = Route("follow-up:rate", snowflake)
"""By the id of the round that chose the paper, as are the next two."""

STARS = Route("follow-up:stars", snowflake, int)
"""With the rating; 0 takes it back."""

PLAN = Route("follow-up:plan", snowflake)
"""The form of what will be done, and what opens it."""

OFFERS = Route("follow-up:offers", snowflake)
"""What the person was asked to do, in the group of the server with that id."""

TAKE = Route("follow-up:take", snowflake, int)
DECLINE = Route("follow-up:decline", snowflake, int)
"""The server, and the offer."""
