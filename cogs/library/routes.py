"""The addresses of the glossary's and the resources' buttons and selects; pages count from 0."""

from __future__ import annotations

from cogs.common.routes import Route

GLOSSARY = Route("glossary:page", int)
TERM = Route("glossary:term", int)
OPEN_GLOSSARY = Route("glossary:open")

# A kind and a block's id, each "" for all of them
RESOURCES = Route("resources:page", str, str, int)
KIND = Route("resources:kind", str)
OPEN_RESOURCES = Route("resources:open")
