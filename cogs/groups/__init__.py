"""Setting a group up, joining it, one's own settings, and help."""

from __future__ import annotations

from bot.client import Syllabot


async def setup(bot: Syllabot) -> None:
    """Add the feature's commands and components."""
