"""What members take with them, on Discord: ``/export``."""

from __future__ import annotations

from bot.client import Syllabot
from cogs.export.cog import Export


async def setup(bot: Syllabot) -> None:
    """Add the command."""
    await bot.add_cog(Export())
