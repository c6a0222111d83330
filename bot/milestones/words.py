"""What is said of sharing a milestone, wherever that is offered."""

from __future__ import annotations

SHARING = (
    "*Share* posts your name, the milestone and its link in the announcements; a note stays "
    "private."
)

SHARED = "You shared this win. *Take back* deletes its post; *Undo* alone leaves it."


def say_shared(title: str, channel_id: int, *, changed: bool) -> str:
    """What sharing did; ``title`` is escaped already."""
    if not changed:
        return f"Nothing to change: *{title}* is shared already."
    return f"Shared: *{title}*, in <#{channel_id}>."


def say_taken_back(title: str, *, is_gone: bool) -> str:
    """What taking a win back did; ``title`` is escaped already."""
    if is_gone:
        return f"Taken back: *{title}*. Its post is gone, and no list of wins names it."
    return (
        f"Taken back: *{title}*. No list of wins names it, but I could not delete its post. An "
        "organiser can."
    )
