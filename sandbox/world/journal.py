"""What changed, in order, for whoever shows the world and may have missed a part.

An entry names a thing, not what happened to it: a reader looks up its present state. So a reader
that was away catches up by looking at each changed thing once, and many changes of one thing cost
as much as one.
"""

from __future__ import annotations

from collections import deque
from enum import StrEnum
from typing import Any, Final

from sandbox.world.changes import Changes

KEPT: Final = 10_000
"""Entries kept; a reader that missed more has to look at everything anew."""


class Topic(StrEnum):
    """Kinds of things that change."""

    MESSAGE = "message"
    PLACES = "places"
    """Guilds, channels, members, commands, connections: all but what is said there."""
    READ = "read"
    """Channels that somebody has read."""
    CLOCK = "clock"
    REQUEST = "request"


class Journal:
    """The latest changes. ``mark`` counts all there ever were; ``changes`` wakes its readers."""

    def __init__(self) -> None:
        self.mark = 0
        self.changes = Changes()
        self._entries: deque[tuple[Topic, Any]] = deque(maxlen=KEPT)

    def note(self, topic: Topic, thing: Any = None) -> None:
        """Note that a thing changed (None: the topic has no single things)."""
        self.mark += 1
        self._entries.append((topic, thing))
        self.changes.announce()

    def since(self, mark: int) -> dict[Topic, list[Any]] | None:
        """The things changed after ``mark``, each once, in the order of their first change.

        None when that is longer ago than the journal remembers, or no mark of this journal.
        """
        missed = self.mark - mark
        if not 0 <= missed <= len(self._entries):
            return None
        found: dict[Topic, dict[int, Any]] = {}
        for number in range(len(self._entries) - missed, len(self._entries)):
            topic, thing = self._entries[number]
            found.setdefault(topic, {})[id(thing)] = thing
        return {topic: list(things.values()) for topic, things in found.items()}
