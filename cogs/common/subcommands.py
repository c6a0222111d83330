"""Commands of one feature that stand below the command of another, as `/paper review` does."""

from __future__ import annotations

from discord import app_commands

from bot.client import Syllabot


def add_below(bot: Syllabot, parent: str, added: app_commands.Group) -> None:
    """Offer the commands of ``added`` below the command ``parent``; its own name is not used.

    The feature that has ``parent`` stands before this one in the list of features.
    """
    group = bot.tree.get_command(parent)
    assert isinstance(group, app_commands.Group), f"no feature before this one has /{parent}"
    for command in added.commands:
        group.add_command(command)


def remove_below(bot: Syllabot, parent: str, added: app_commands.Group) -> None:
    """Take back what `add_below` offered, when the feature is unloaded."""
    group = bot.tree.get_command(parent)
    if isinstance(group, app_commands.Group):
        for command in added.commands:
            group.remove_command(command.name)
