"""The HTTP routes, a module per area, each with a table called ``routes``.

Paths are below ``/api/v10``; those of :mod:`sandbox.rest.cdn` below the CDN's base address.
"""

from __future__ import annotations

from collections.abc import Iterator

from aiohttp import web

from sandbox.rest import (
    cdn,
    channels,
    commands,
    events,
    guilds,
    interactions,
    members,
    messages,
    polls,
    reactions,
    threads,
    users,
    webhooks,
)

MODULES = (
    users,
    commands,
    channels,
    guilds,
    members,
    # Before the messages, which would take the word in …/messages/pins for an id.
    reactions,
    messages,
    threads,
    polls,
    events,
    interactions,
    webhooks,
)


def routes() -> Iterator[web.RouteDef]:
    """Every route of the API, in the order in which they are tried."""
    for module in MODULES:
        yield from _defined(module.routes)


def cdn_routes() -> Iterator[web.RouteDef]:
    """Every route of the CDN, with paths below its base address."""
    yield from _defined(cdn.routes)


def _defined(table: web.RouteTableDef) -> Iterator[web.RouteDef]:
    return (route for route in table if isinstance(route, web.RouteDef))
