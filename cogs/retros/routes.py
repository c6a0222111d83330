"""The addresses of the buttons and forms of retros and their cards."""

from __future__ import annotations

from cogs.common.routes import Route

ADD_CARD = Route("retro:card", int, int)
"""Keys: the retro, the column's position."""

ADD_ANY_CARD = Route("retro:anycard", int)
OWN_CARDS = Route("retro:mine", int)
OWN_CARDS_PAGE = Route("retro:minepage", int, int)
READ = Route("retro:read", int)
READ_PAGE = Route("retro:page", int, int)
"""Keys: the retro; for a page, its number."""

CLOSE_FOR_SURE = Route("retro:close-sure", int)
"""Key: the retro."""

EDIT_CARD = Route("retro:edit", int)
REMOVE_CARD = Route("retro:remove", int)
REMOVE_CARD_FOR_SURE = Route("retro:removed", int)
"""Key: the card."""
