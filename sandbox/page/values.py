"""From what a browser sends to what a client would: texts and ids become values and objects."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sandbox.events import Json
from sandbox.options import Chosen, OptionType
from sandbox.tree import SELECTS, ComponentType
from sandbox.usage import InputError

if TYPE_CHECKING:
    from sandbox.channel import Channel
    from sandbox.world import World

_NOBODY = "There is nothing of that name here."


def options(world: World, channel: Channel, chosen: Chosen, given: Mapping[str, str]) -> Json:
    """A command's options from texts, empty ones left out. Raises InputError for the first bad one.

    Numbers and truth values are read, ids of people, roles, channels and uploads become objects.
    """
    values: Json = {}
    for name, text in given.items():
        if text != "":
            kind = chosen.option(name)["type"]
            value = _number(kind, text) if kind in _READ else _thing(world, channel, kind, text)
            if value is None:
                problem = _READ.get(kind, _NOBODY)
                raise InputError(f"/{chosen.name}", name, problem)
            values[name] = value
    return values


def partial_options(chosen: Chosen, given: Mapping[str, str]) -> Json:
    """The options filled in so far, for an autocomplete; what cannot be read yet is left out."""
    values: Json = {}
    for name, text in given.items():
        kind = chosen.option(name)["type"]
        value = _number(kind, text) if kind in _READ else text
        if text != "" and value is not None:
            values[name] = value
    return values


def choice(world: World, channel: Channel, component: Json, given: Any) -> Any:
    """What a select, a form's field or an upload carries; ids become objects.

    Raises InputError for an id that names nothing here.
    """
    kind = component["type"]
    if kind not in _OBJECT_FIELDS:
        return given
    values = []
    for text in given:
        value = _thing(world, channel, _OBJECT_FIELDS[ComponentType(kind)], str(text))
        if value is None:
            raise InputError("Form", component["custom_id"], _NOBODY)
        values.append(value)
    return values


_READ = {
    OptionType.INTEGER: "Write a whole number.",
    OptionType.NUMBER: "Write a number.",
    OptionType.BOOLEAN: "Choose True or False.",
}
_OBJECT_FIELDS = {
    ComponentType.USER_SELECT: OptionType.USER,
    ComponentType.ROLE_SELECT: OptionType.ROLE,
    ComponentType.MENTIONABLE_SELECT: OptionType.MENTIONABLE,
    ComponentType.CHANNEL_SELECT: OptionType.CHANNEL,
    ComponentType.FILE_UPLOAD: OptionType.ATTACHMENT,
}
assert _OBJECT_FIELDS.keys() >= SELECTS - {ComponentType.STRING_SELECT}


def _number(kind: int, text: str) -> int | float | bool | None:
    if kind == OptionType.BOOLEAN:
        return {"true": True, "false": False}.get(text.casefold())
    try:
        number = int(text) if kind == OptionType.INTEGER else float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _thing(world: World, channel: Channel, kind: int, text: str) -> Any:
    """The object that an id names in this place, the text itself for a string; else None."""
    if kind == OptionType.STRING:
        return text
    if kind == OptionType.ATTACHMENT:
        return world.files.get(text)
    if not (text.isascii() and text.isdigit()):
        return None
    key, guild = int(text), channel.guild
    person = world.users.get(key)
    if guild is None:
        here = person if person in channel.recipients else None
        return here if kind in (OptionType.USER, OptionType.MENTIONABLE) else None
    if kind == OptionType.CHANNEL:
        return guild.channels.get(key) or guild.threads.get(key)
    role = guild.roles.get(key) if kind != OptionType.USER else None
    return role or (person if kind != OptionType.ROLE and key in guild.members else None)
