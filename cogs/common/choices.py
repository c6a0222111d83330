"""Suggestions while somebody types, inside Discord's limits."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, TypeVar

from discord import app_commands

from bot.errors import DatabaseUnavailable, UserError
from cogs.common.errors import logged
from cogs.common.routes import Interaction
from cogs.common.text import cut

MAX_CHOICES = 25
_MAX_NAME = 100

Choices = list[app_commands.Choice[str]]

V = TypeVar("V", str, int)
Suggest = Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[V]]]]


def suggestions(find: Suggest[V]) -> Suggest[V]:
    """Suggest what ``find`` gives, and nothing where it fails.

    The command itself says what is missing, and the database tells of its own trouble; what nobody
    expected is logged with a reference.
    """

    @wraps(find)
    async def complete(interaction: Interaction, typed: str) -> list[app_commands.Choice[V]]:
        try:
            return await find(interaction, typed)
        except (UserError, DatabaseUnavailable):
            return []
        except Exception as error:  # noqa: BLE001 - the library would leave it unanswered
            logged(interaction, error)
            return []

    return complete


def choice(name: str, value: str) -> app_commands.Choice[str]:
    """A suggestion that shows ``name``, cut where it is too long, and sends ``value``."""
    return app_commands.Choice(name=cut(name, _MAX_NAME), value=value)
