"""Buttons, selects and forms, found by their custom id alone.

A custom id is ``noun:verb`` and the primary keys it is about: ``milestone:done:theory-sets``. It
carries no state, so a component works after any restart; a form's text too is never lost, since
the handler needs nothing from the moment when the form was opened. An exception in a handler takes
the same path as one in a command.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import discord

from bot.client import Syllabot
from bot.errors import UserError

Handler = Callable[..., Awaitable[None]]
Interaction = discord.Interaction[Syllabot]

MAX_CUSTOM_ID = 100
# What the database's columns for ids hold.
_LARGEST_ID = 2**63 - 1
_TEXT_OPTION = discord.AppCommandOptionType.string.value
_TEXT_INPUT = discord.ComponentType.text_input.value


def custom_id(route: str, *keys: object) -> str:
    """The custom id of ``route`` about ``keys``.

    Raises:
        ValueError: it is longer than Discord takes, or a key holds the separator.
    """
    parts = [str(key) for key in keys]
    if any(":" in part for part in parts):
        raise ValueError(f"a key of {route} holds a colon: {parts}")
    value = ":".join((route, *parts))
    if len(value) > MAX_CUSTOM_ID:
        raise ValueError(f"the custom id {value!r} is longer than {MAX_CUSTOM_ID}")
    return value


def snowflake(text: str) -> int:
    """A key that is an id which Discord gave.

    Raises:
        ValueError: it cannot be one.
    """
    value = whole(text)
    if value <= 0:
        raise ValueError(text)
    return value


@dataclass(frozen=True, slots=True)
class Route:
    """A handler and the types of its keys."""

    handler: Handler
    key_types: tuple[Callable[[str], Any], ...]


class Routes:
    """A feature's table of handlers. ``include`` joins several into the bot's one table."""

    def __init__(self) -> None:
        """Start empty."""
        self._presses: dict[str, Route] = {}
        self._forms: dict[str, Route] = {}

    def press(self, route: str, *key_types: Callable[[str], Any]) -> Callable[[Handler], Handler]:
        """Handle buttons and selects of ``route``: ``handler(interaction, *keys)``."""
        return self._register(self._presses, route, key_types)

    def form(self, route: str, *key_types: Callable[[str], Any]) -> Callable[[Handler], Handler]:
        """Handle a submitted form of ``route``: ``handler(interaction, fields, *keys)``."""
        return self._register(self._forms, route, key_types)

    def include(self, other: Routes) -> None:
        """Take over the routes of a feature."""
        for mine, theirs in ((self._presses, other._presses), (self._forms, other._forms)):
            twice = mine.keys() & theirs.keys()
            if twice:
                raise ValueError(f"routes registered twice: {sorted(twice)}")
            mine.update(theirs)

    async def dispatch(self, interaction: Interaction) -> None:
        """Call the handler that the interaction's custom id names.

        Raises:
            UserError: nothing handles it (any more), or its keys are not of the route's form.
        """
        is_form = interaction.type is discord.InteractionType.modal_submit
        data: Any = interaction.data
        parts = str(data["custom_id"]).split(":")
        route = (self._forms if is_form else self._presses).get(":".join(parts[:2]))
        keys = parts[2:]
        if route is None or len(keys) != len(route.key_types):
            raise UserError(_GONE)
        try:
            values = [convert(key) for convert, key in zip(route.key_types, keys, strict=True)]
        except ValueError:
            raise UserError(_GONE) from None
        if is_form:
            await route.handler(interaction, fields(interaction), *values)
        else:
            await route.handler(interaction, *values)

    @staticmethod
    def _register(
        table: dict[str, Route], route: str, key_types: tuple[Callable[[str], Any], ...]
    ) -> Callable[[Handler], Handler]:
        if route.count(":") != 1 or route in table:
            raise ValueError(f"a route is noun:verb and registered once: {route!r}")

        def add(handler: Handler) -> Handler:
            converters = tuple(whole if key_type is int else key_type for key_type in key_types)
            table[route] = Route(handler, converters)
            return handler

        return add


def whole(text: str) -> int:
    """A whole number that a client sent, such as an id.

    Raises:
        ValueError: it is none, or larger than any id in a database.
    """
    value = int(text)
    if abs(value) > _LARGEST_ID:
        raise ValueError("no id is that large")
    return value


_GONE = "That no longer works here; it may be from an older version of me. `/help` shows what does."


def chosen(interaction: Interaction) -> list[str]:
    """The values picked in a select. They come from a client: look each up before use."""
    data: Any = interaction.data
    return [str(value) for value in data.get("values", [])]


def chosen_one(interaction: Interaction) -> str:
    """The value picked in a select that takes one; empty when there is none."""
    return next(iter(chosen(interaction)), "")


def fields(interaction: Interaction) -> dict[str, Any]:
    """A submitted form's values by the custom id of each field.

    Text inputs and radio groups give ``str`` (empty when left empty), selects and checkbox groups
    give ``list[str]``, a checkbox gives ``bool``.
    """
    return {item["custom_id"]: _value(item) for item in _inputs(interaction)}


def _value(item: dict[str, Any]) -> Any:
    value = item["values"] if "values" in item else item.get("value")
    return "" if value is None else value


def _inputs(interaction: Interaction) -> Iterator[dict[str, Any]]:
    """What a submitted form holds: inputs stand inside labels, in older clients inside rows."""
    data: Any = interaction.data
    for part in data.get("components", []):
        yield from [part["component"]] if "component" in part else part.get("components", [])


def typed_text(interaction: Interaction) -> str:
    """All that a person typed: a form's texts, or a command's, a paragraph each."""
    if interaction.type is discord.InteractionType.modal_submit:
        texts = [_value(item) for item in _inputs(interaction) if item["type"] == _TEXT_INPUT]
    elif interaction.type is discord.InteractionType.application_command:
        texts = [f"{name}: {text}" for name, text in _text_options(interaction.data)]
    else:
        texts = []
    return "\n\n".join(text for text in texts if text.strip())


def _text_options(data: Any) -> Iterator[tuple[str, str]]:
    """The texts among a command's options, with their names; groups nest them."""
    for option in data.get("options", []):
        if option["type"] == _TEXT_OPTION:
            yield option["name"], option["value"]
        else:
            yield from _text_options(option)
