"""What is said of sharing a milestone, wherever that is offered."""

from __future__ import annotations

SHARING = (
    "*Share* posts your name, the milestone and its link in the announcements; a note stays "
    "private."
)

SHARED = "You shared this win; its post stays, also after *Undo*."


def say_shared(title: str, channel_id: int, *, changed: bool) -> str:
    """What sharing did; ``title`` is escaped already."""
    if not changed:
        return f"Nothing to change: *{title}* is shared already."
    return f"Shared: *{title}*, in <#{channel_id}>."
