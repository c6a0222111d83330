"""The messages about retros in which members are named."""

from __future__ import annotations

from collections.abc import Iterable

from bot.public_panels import NamingPost
from bot.retros.models import RetroRow
from bot.retros.values import PANEL, SUMMARY


def posts_of(retros: Iterable[RetroRow]) -> list[NamingPost]:
    """The panel of each that is open, and the summary of each that has one."""
    found = []
    for row in retros:
        if row.closed_at is None and row.channel_id is not None and row.message_id is not None:
            found.append(NamingPost(row.channel_id, row.message_id, PANEL, row.id))
        if row.summary_channel_id is not None and row.summary_id is not None:
            found.append(NamingPost(row.summary_channel_id, row.summary_id, SUMMARY, row.id))
    return found
