"""Where the library's panels lead to in other features; those answer there."""

from __future__ import annotations

from cogs.common.routes import Route

LINK_CHECKS = Route("link-check:open")
