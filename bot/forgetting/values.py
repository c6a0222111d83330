"""What forgetting somebody takes, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.public_panels import NamingPost

POST_KIND = "forgetting.post"
"""The kind of delivery that deletes a message naming somebody, or shows it without the name."""


GRACE_KIND = "forgetting.grace"
"""The kind of delivery that says until when somebody's things wait for them."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is stored about a person in a group.

    ``counts`` are the titles of tables with how many rows of theirs each has, ``kept`` is what
    stays without their name, ``posts`` are messages for the whole group that name them.
    """

    guild_id: int
    counts: tuple[tuple[str, int], ...]
    kept: tuple[str, ...]
    posts: tuple[NamingPost, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is stored."""
        return not self.counts


@dataclass(frozen=True, slots=True)
class PostState:
    """What became of a message that named somebody. ``refused`` is why Discord leaves it."""

    channel_id: int
    message_id: int
    is_done: bool
    refused: str | None
