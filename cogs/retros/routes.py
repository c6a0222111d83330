"""The addresses of the buttons and forms of retros and their cards."""

from __future__ import annotations

from bot.retros.values import Phase
from cogs.common.routes import Route

ADD_CARD = Route("retro:card", int, int)
"""Keys: the retro, the column's position."""

COMMENT = Route("retro:comment", int, int)
"""Keys: the retro, the column at which its form begins."""

ADD_ANY_CARD = Route("retro:anycard", int)
OWN_CARDS = Route("retro:mine", int)
OWN_CARDS_PAGE = Route("retro:minepage", int, int)
READ = Route("retro:read", int)
READ_PAGE = Route("retro:page", int, int)
"""Keys: the retro; for a page, its number."""

CLOSE = Route("retro:close", int)
CLOSE_FOR_SURE = Route("retro:close-sure", int)
"""Key: the retro."""

STEER = Route("retro:steer", int, Phase)
NEXT = Route("retro:next", int, Phase)
NEXT_FOR_SURE = Route("retro:next-sure", int, Phase)
BACK = Route("retro:back", int, Phase)
EXTEND = Route("retro:extend", int, Phase, int)
"""Keys: the retro, the phase that it is in; for how many days."""

EDIT_CARD = Route("retro:edit", int)
REMOVE_CARD = Route("retro:remove", int)
REMOVE_CARD_FOR_SURE = Route("retro:removed", int)
"""Key: the card."""

EDIT_SECRET = Route("retro:edit-own", int, str)
REMOVE_SECRET = Route("retro:remove-own", int, str)
REMOVE_SECRET_FOR_SURE = Route("retro:removed-own", int, str)
KEEP_SECRET = Route("retro:keep-own", int, str)
"""Keys: the retro, the secret of an anonymous card, which stands in its writer's answer alone."""
