"""The addresses of the buttons of the check of links."""

from __future__ import annotations

from cogs.common.routes import Route

OPEN = Route("link-check:open")
PAGE = Route("link-check:page", int)
ON = Route("link-check:on")
OFF = Route("link-check:off")
