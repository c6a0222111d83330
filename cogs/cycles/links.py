"""What other features add to a closed cycle."""

from __future__ import annotations

from discord import ui

from bot.client import Syllabot


def about_closed(bot: Syllabot, guild_id: int, number: int) -> list[ui.Button[ui.LayoutView]]:
    """The buttons of all features about the closed cycle of that number; none of no cycle."""
    return [
        act
        for feature in bot.features
        if feature.cycle_buttons is not None and number
        for act in feature.cycle_buttons(guild_id, number)
    ]
