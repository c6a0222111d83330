"""The addresses of the buttons of wins, and of the group's progress.

`ALL` has the id of the round-up's delivery, by which its message is found again.
"""

from __future__ import annotations

from cogs.common.routes import Route

SHARE = Route("win:share", str)
SHARE_FOR_SURE = Route("win:share-sure", str)
MINE = Route("win:mine")
NOT_NOW = Route("win:not-now")
ALL = Route("win:all", int)
LIST = Route("win:list", int)
GROUP = Route("milestone:group")
