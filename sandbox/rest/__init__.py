"""The REST routes, a module per area. Each has a ``routes`` table with paths below ``/api/v10``."""

from __future__ import annotations

from collections.abc import Iterator

from aiohttp import web

from sandbox.rest import interactions, users, webhooks

MODULES = (users, interactions, webhooks)


def routes() -> Iterator[web.RouteDef]:
    """Every route of the API, in the order in which they are tried."""
    for module in MODULES:
        for route in module.routes:
            assert isinstance(route, web.RouteDef)
            yield route
