"""A button that lacks a key of its route."""

from __future__ import annotations

from cogs.common.panels import button
from cogs.groups import routes

OPENS = button("Me", routes.OPEN())  # expect: call-arg
