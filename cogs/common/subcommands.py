"""Commands of one feature that stand below the command of another, as `/paper interests` does."""

from __future__ import annotations

from discord import app_commands

from bot.client import Syllabot


def add_below(bot: Syllabot, parent: str, added: app_commands.Group) -> None:
    """Offer the commands of ``added`` below the command ``parent``; its own name is not used.

    They stand there once all features are loaded, so that either of the two may come first.
    """
    bot.subcommands.append((parent, added))


def remove_below(bot: Syllabot, parent: str, added: app_commands.Group) -> None:
    """Take back what `add_below` offered, when the feature is unloaded."""
    bot.subcommands.remove((parent, added))
    group = bot.tree.get_command(parent)
    if isinstance(group, app_commands.Group):
        for command in added.commands:
            group.remove_command(command.name)
