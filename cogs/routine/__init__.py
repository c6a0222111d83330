"""The daily prompt: its message, its buttons, and ``/today``."""

from __future__ import annotations

from bot.client import Syllabot


async def setup(bot: Syllabot) -> None:
    """Add the feature's commands, components and senders."""
