"""Messages for a whole group that their feature keeps true, as other features speak of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicPanel:
    """A kind of message, posted once for each thing that has one, such as a retro's summary.

    The feature that posts it declares what it shows. Those above may add to it, and ask for it to
    be shown anew, by this alone.
    """

    name: str


@dataclass(frozen=True, slots=True)
class PostedMessage:
    """Where a message stands."""

    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class NamingPost:
    """A message of ours, for a whole group, that names a person.

    Once they are forgotten it shows ``panel`` about ``thing_id`` anew; without one it is deleted.
    """

    channel_id: int
    message_id: int
    panel: PublicPanel | None = None
    thing_id: int = 0
