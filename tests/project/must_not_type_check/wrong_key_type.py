"""A button whose key is of another type than its route's."""

from __future__ import annotations

from cogs.common.panels import button
from cogs.groups import routes

OPENS = button("Me", routes.OPEN("1"))  # expect: arg-type
