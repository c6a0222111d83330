"""How something to learn from reads, wherever it is listed."""

from __future__ import annotations

from typing import Protocol

from cogs.common.text import link_to, one_line

_TITLE, _LINE = 80, 200


class Resource(Protocol):
    """What is said of it."""

    @property
    def title(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def by(self) -> str | None: ...

    @property
    def url(self) -> str | None: ...


def resource_line(resource: Resource, instead: Resource | None) -> str:
    """It with its link; one that is reported dead names what serves ``instead``."""
    by = f", {one_line(resource.by, _TITLE)}" if resource.by else ""
    text = f"{by}: {one_line(resource.text, _LINE)}"
    if instead is None:
        return f"- {_named(resource)}{text}"
    return f"- {one_line(resource.title, _TITLE)}{text} {instead_text(instead)}"


def instead_text(instead: Resource) -> str:
    """That a thing is reported dead, and what serves in its place."""
    return f"Reported dead; in its place {_named(instead)}"


def _named(resource: Resource) -> str:
    title = one_line(resource.title, _TITLE)
    return link_to(title, resource.url) if resource.url else title
