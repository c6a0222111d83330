"""The addresses of the buttons, selects and forms about files of deadlines.

Keys: a file's id, a page, and a deadline's key in its file. Addresses of files never stand here.
"""

from __future__ import annotations

from cogs.common.routes import Route

FILES = Route("deadline-file:list")
OPEN = Route("deadline-file:open", int)
PAGE = Route("deadline-file:page", int, int)
CHOOSE = Route("deadline-file:choose", int, int)
UNCLEAR = Route("deadline-file:unclear", int, int)
ASK = Route("deadline-file:ask", int)
"""The select of what is unclear, which opens the form of `ANSWER`."""

ANSWER = Route("deadline-file:answer", int, str)
OFF = Route("deadline-file:off", int)
"""Reads a file no more."""
