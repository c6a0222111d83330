"""The addresses of the buttons of books."""

from __future__ import annotations

from cogs.common.routes import Route

OPEN = Route("book:open")
