"""Suggestions while somebody types, inside Discord's limits."""

from __future__ import annotations

from discord import app_commands

from cogs.common.text import cut

MAX_CHOICES = 25
_MAX_NAME = 100

Choices = list[app_commands.Choice[str]]


def choice(name: str, value: str) -> app_commands.Choice[str]:
    """A suggestion that shows ``name``, cut where it is too long, and sends ``value``."""
    return app_commands.Choice(name=cut(name, _MAX_NAME), value=value)
