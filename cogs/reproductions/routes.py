"""The addresses of the buttons, selects and forms of the reproduction log."""

from __future__ import annotations

from cogs.common.routes import Route

LOG = Route("reproduction:log", str)
"""The form of a new attempt, and what opens it. A paper's key: its arXiv id without version."""

AT_PAPER = Route("reproduction:at", str)
"""The attempts at a paper, by its key, each with its note."""

AT_PAPER_PAGE = Route("reproduction:at-page", str, int)
"""Another page of them."""

EDIT = Route("reproduction:edit", int)
"""The form of an attempt that is noted, by its id, and what opens it."""

DELETE = Route("reproduction:delete", int)
DELETE_FOR_SURE = Route("reproduction:delete-sure", int)
MINE = Route("reproduction:mine", int)
"""A page of one's own attempts."""

GROUP = Route("reproduction:group", str, int)
"""What came of papers, or ``all``, and a page of those."""

OUTCOME = Route("reproduction:outcome")
"""Which of them to show."""
