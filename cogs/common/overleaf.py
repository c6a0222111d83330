"""Long texts of people in a private panel, page by page. Nothing is escaped to lay them out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.inputs.text import beginning
from cogs.common.text import escape, escaped_bound, with_jumps

PAGE = 3500
"""Characters of a page, which leaves room for what stands around it."""

# As much of a page as what heads a passage, and what parts it from the next, may take.
_HEAD = 400
_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """What a person wrote, with a ``head`` of ours (at most 400 characters) in front of it.

    ``goes_on`` where it begins on the page before.
    """

    head: str
    text: str = ""
    goes_on: bool = False

    def shown(self, guild_id: int) -> str:
        """As it stands in the panel; links to messages of this server lead there."""
        head = "…" if self.goes_on else self.head
        return head + with_jumps(escape(self.text), guild_id)

    @property
    def bound(self) -> int:
        """At least the characters that it takes."""
        return len(self.head) + escaped_bound(self.text) + _BETWEEN


def overleaf(passages: Iterable[Passage]) -> list[list[Passage]]:
    """Which passages stand on which page, of which there is at least one.

    A passage stays on one page where it can; a longer one goes on overleaf.
    """
    pages: list[list[Passage]] = [[]]
    room = PAGE
    for passage in passages:
        for part in _parts(passage):
            if pages[-1] and part.bound > room:
                pages.append([])
                room = PAGE
            pages[-1].append(part)
            room -= part.bound
    return pages


def _parts(passage: Passage) -> list[Passage]:
    if passage.bound <= PAGE:
        return [passage]
    parts: list[Passage] = []
    rest = passage.text
    while rest:
        part = beginning(rest, PAGE)
        while (bound := escaped_bound(part)) > PAGE - _HEAD:
            most = min(len(part) - 1, len(part) * (PAGE - _HEAD) // bound)
            part = beginning(rest, most)
        parts.append(replace(passage, text=part, goes_on=bool(parts)))
        rest = rest[len(part) :]
    return parts
