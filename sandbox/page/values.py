"""From what a browser sends to what a client would: texts and ids become values and objects."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from sandbox.page.act_params import MalformedActError
from sandbox.people.options import Chosen, OptionType
from sandbox.rules.component_tree import SELECTS, ComponentType
from sandbox.rules.permissions import Permissions
from sandbox.rules.usage import InputError
from sandbox.types import Json
from sandbox.world.model import Channel
from sandbox.world.users import User

_NOBODY = "There is nothing of that name here."
_LARGEST: Final = 2**53 - 1
"""Beyond it whole numbers are no longer exact for clients, so Discord takes none."""


def options(viewer: User, channel: Channel, chosen: Chosen, given: Mapping[str, str]) -> Json:
    """A command's options from texts, empty ones left out. Raises InputError for the first bad one.

    Choices are found by name or value, numbers and truth values are read, ids of people, roles,
    channels that the viewer sees, and uploads become objects.
    """
    values: Json = {}
    for name, text in given.items():
        if text != "":
            option = chosen.option(name)
            kind = option["type"]
            value = _choice(option, text)
            if value is None:
                value = (
                    _number(kind, text) if kind in _READ else _thing(viewer, channel, kind, text)
                )
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


def choice(viewer: User, channel: Channel, component: Json, given: Any) -> Any:
    """What a select, a form's field or an upload carries; ids become objects.

    Text inputs take a text, checkboxes a truth value, all others texts or a single one. Raises
    InputError for an id that names nothing here, MalformedActError for another kind of value.
    """
    kind = component["type"]
    if kind in _SINGLE:
        if not isinstance(given, _SINGLE[kind]):
            raise MalformedActError(f"{component['custom_id']!r} takes no such value.")
        return given
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise MalformedActError(f"{component['custom_id']!r} takes a list of texts.")
    if kind not in _OBJECT_FIELDS:
        return texts
    values = []
    for text in texts:
        value = _thing(viewer, channel, _OBJECT_FIELDS[kind], text)
        if value is None:
            raise InputError("Form", component["custom_id"], _NOBODY)
        values.append(value)
    return values


def read_id(text: str) -> int | None:
    """The id that a text is, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 20 else None


def person_here(channel: Channel, key: int) -> User | None:
    """The person with that id, as far as they can be chosen in a channel."""
    if channel.is_dm:
        return next((user for user in channel.recipients if user.id == key), None)
    member = channel.world.member_in(channel, key)
    return member.user if member else None


_SINGLE: Mapping[int, type] = {ComponentType.TEXT_INPUT: str, ComponentType.CHECKBOX: bool}
_READ: Mapping[int, str] = {
    OptionType.INTEGER: "Write a whole number.",
    OptionType.NUMBER: "Write a number.",
    OptionType.BOOLEAN: "Choose True or False.",
}
_OBJECT_FIELDS: Mapping[int, OptionType] = {
    ComponentType.USER_SELECT: OptionType.USER,
    ComponentType.ROLE_SELECT: OptionType.ROLE,
    ComponentType.MENTIONABLE_SELECT: OptionType.MENTIONABLE,
    ComponentType.CHANNEL_SELECT: OptionType.CHANNEL,
    ComponentType.FILE_UPLOAD: OptionType.ATTACHMENT,
}
assert _OBJECT_FIELDS.keys() >= SELECTS - {ComponentType.STRING_SELECT}


def _choice(option: Json, text: str) -> Any:
    """The value of the choice that a text names, or None."""
    for key in ("value", "name"):
        for choice in option.get("choices") or ():
            if text == str(choice[key]):
                return choice["value"]
    return None


def _number(kind: int, text: str) -> int | float | bool | None:
    if kind == OptionType.BOOLEAN:
        return {"true": True, "false": False}.get(text.casefold())
    try:
        if kind == OptionType.INTEGER:
            whole = int(text)
            return whole if abs(whole) <= _LARGEST else None
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _thing(viewer: User, channel: Channel, kind: int, text: str) -> Any:
    """The object that an id names in this place, the text itself for a string; else None."""
    if kind == OptionType.STRING:
        return text
    if kind == OptionType.ATTACHMENT:
        return channel.world.files.get(text)
    key = read_id(text)
    if key is None:
        return None
    if kind == OptionType.CHANNEL:
        place = channel.world.channels.get(key)
        if place is None or channel.is_dm or place.guild_id != channel.guild_id:
            return None
        return place if place.can(viewer, Permissions.VIEW_CHANNEL) else None
    role = channel.world.roles_in(channel).get(key) if kind != OptionType.USER else None
    return role or (person_here(channel, key) if kind != OptionType.ROLE else None)
