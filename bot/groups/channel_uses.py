"""What a group's channels are for. Pure."""

from __future__ import annotations

from bot.groups.values import Group, GroupFields

CHANNEL_USES = {"announcements": "Announcements", "papers": "Papers", "retros": "Retros"}
"""What each channel is for: the name of the option, and of the field ``…_channel_id``."""


def channel_ids(group: Group) -> dict[str, int]:
    """The chosen channels by use."""
    return {
        "announcements": group.announcements_channel_id,
        "papers": group.papers_channel_id,
        "retros": group.retros_channel_id,
    }


def channel_fields(use: str, channel_id: int) -> GroupFields:
    """The field that holds the channel for a use."""
    if use == "announcements":
        return {"announcements_channel_id": channel_id}
    return (
        {"papers_channel_id": channel_id} if use == "papers" else {"retros_channel_id": channel_id}
    )
