"""The addresses of the library's buttons, selects and forms; pages count from 0.

A shelf is a kind, a block's id and a topic, each "" for all of them. Links go by the beginning of
their key.
"""

from __future__ import annotations

from cogs.common.routes import Route

GLOSSARY = Route("glossary:page", int)
TERM = Route("glossary:term", int)
OPEN_GLOSSARY = Route("glossary:open")
DEAD_IN_TERM = Route("glossary:dead")

RESOURCES = Route("resources:page", str, str, str, int)
ENTRY = Route("resources:entry", str, str, str, int)
KIND = Route("resources:kind", str, str)
OPEN_RESOURCES = Route("resources:open")

SUGGEST = Route("library:suggest")
REPORT = Route("library:report", str)

DESK = Route("library:desk", int)
LOOK = Route("library:look", int)
ACCEPT = Route("library:accept", int)
DECLINE = Route("library:decline", int)
REMOVE = Route("library:remove", int)
REPLACE = Route("library:replace", str)
MEND = Route("library:mend", str)
WORKS = Route("library:works", str)
"""For organisers. Keys: a page, a suggestion's id, or a link."""
