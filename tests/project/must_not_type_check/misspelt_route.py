"""A button with a route that nothing declares."""

from __future__ import annotations

from cogs.common.panels import button
from cogs.groups import routes

OPENS = button("Me", routes.OPNE(1))  # expect: attr-defined
