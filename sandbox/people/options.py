"""Slash commands from the client's side: finding one, filling in its options, refusing nonsense.

Works on the JSON a bot registered. The checks are those of Discord's own clients; ``forge`` skips
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sandbox.interactions.resolved import Resolved
from sandbox.rules.usage import InputError, SandboxUsageError
from sandbox.types import Json
from sandbox.world.applications import Command
from sandbox.world.model import Member
from sandbox.world.parts import Attachment, Role
from sandbox.world.users import User


class OptionType(IntEnum):
    """Kinds of command option."""

    SUBCOMMAND = 1
    GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


LONGEST_STRING = 6_000

_NESTED = (OptionType.SUBCOMMAND, OptionType.GROUP)
_PLAIN: dict[int, tuple[type, ...]] = {
    OptionType.STRING: (str,),
    OptionType.INTEGER: (int,),
    OptionType.BOOLEAN: (bool,),
    OptionType.NUMBER: (int, float),
}
_OBJECTS: dict[int, tuple[type, ...]] = {
    OptionType.USER: (User, Member),
    OptionType.ROLE: (Role,),
    OptionType.MENTIONABLE: (User, Member, Role),
    OptionType.ATTACHMENT: (Attachment,),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A command with the way down to the subcommand meant, if it has any."""

    command: Command
    nesting: tuple[Json, ...]

    @property
    def options(self) -> Sequence[Json]:
        """The value options of the innermost part."""
        innermost = self.nesting[-1] if self.nesting else self.command.payload
        return [o for o in innermost.get("options") or () if o["type"] not in _NESTED]

    @property
    def name(self) -> str:
        """The full name as typed, without the slash."""
        return " ".join([self.command.name, *(part["name"] for part in self.nesting)])

    def option(self, name: str) -> Json:
        """The option of that name; SandboxUsageError if there is none."""
        for option in self.options:
            if option["name"] == name:
                return option
        known = ", ".join(option["name"] for option in self.options) or "none"
        raise SandboxUsageError(f"/{self.name} has no option {name!r}; it has: {known}")

    def data(self, options: list[Json]) -> Json:
        """The interaction's data, with the options wrapped in group and subcommand."""
        for part in reversed(self.nesting):
            options = [{"name": part["name"], "type": part["type"], "options": options}]
        data: Json = {"id": str(self.command.id), "name": self.command.name, "type": 1}
        if options:
            data["options"] = options
        if self.command.guild_id is not None:
            data["guild_id"] = str(self.command.guild_id)
        return data


def find(commands: Iterable[Command], name: str) -> Chosen:
    """The command typed as ``"group sub"`` (a leading slash is fine), a guild's own one first."""
    first, *rest = name.removeprefix("/").split() or [""]
    known = [command for command in commands if command.type == 1]
    found = [command for command in known if command.name == first]
    if not found:
        names = ", ".join(sorted({f"/{command.name}" for command in known})) or "none"
        raise SandboxUsageError(f"No command /{first} is registered here; there are: {names}")
    command = max(found, key=lambda command: command.guild_id or 0)
    nesting: list[Json] = []
    part = command.payload
    while nested := [o for o in part.get("options") or () if o["type"] in _NESTED]:
        wanted = rest.pop(0) if rest else None
        part = next((o for o in nested if o["name"] == wanted), {})
        if not part:
            choice = ", ".join(o["name"] for o in nested)
            raise SandboxUsageError(f"/{name}: expected one of {choice}, not {wanted!r}")
        nesting.append(part)
    if rest:
        raise SandboxUsageError(f"/{name}: nothing below /{command.name} is called {rest[0]!r}")
    return Chosen(command, tuple(nesting))


def fill(
    chosen: Chosen, values: Mapping[str, Any], resolved: Resolved, *, forge: bool = False
) -> list[Json]:
    """The options with these values, in the command's order; objects go to ``resolved``.

    A choice may be given by its value or its name. Raises SandboxUsageError for an unknown option,
    a missing required one, or a value that the option does not take.
    """
    for name in values:
        chosen.option(name)
    filled: list[Json] = []
    for option in chosen.options:
        value = values.get(option["name"])
        if value is not None:
            filled.append(
                {
                    "name": option["name"],
                    "type": option["type"],
                    "value": _value(chosen, option, value, resolved, forge=forge),
                }
            )
        elif option.get("required") and not forge:
            raise InputError(f"/{chosen.name}", option["name"], "This option is required.")
    return filled


def focus(
    chosen: Chosen, name: str, typed: str, others: Mapping[str, Any], *, forge: bool = False
) -> list[Json]:
    """The options of an autocomplete interaction: what is filled in so far, and the one typed in.

    As on Discord nothing is checked or resolved yet; objects are ids.
    """
    if not chosen.option(name).get("autocomplete") and not forge:
        raise SandboxUsageError(f"/{chosen.name}: option {name!r} does not autocomplete")
    for other in others:
        chosen.option(other)
    options: list[Json] = []
    for option in chosen.options:
        entry: Json = {"name": option["name"], "type": option["type"]}
        if option["name"] == name:
            options.append({**entry, "value": typed, "focused": True})
        elif option["name"] in others:
            value = others[option["name"]]
            plain = isinstance(value, str | int | float)
            options.append({**entry, "value": value if plain else str(value.id)})
    return options


def _value(chosen: Chosen, option: Json, value: Any, resolved: Resolved, *, forge: bool) -> Any:
    problem = None if forge else _problem(option, value)
    if problem is not None:
        raise InputError(f"/{chosen.name}", option["name"], problem)
    if option["type"] in _PLAIN:
        return _choice(option, value)
    return str(value) if isinstance(value, str | int) else resolved.add(value)


def _choice(option: Json, value: Any) -> Any:
    """The value of the choice that ``value`` names; any other value as it is."""
    choices = option.get("choices") or ()
    if value in [choice["value"] for choice in choices]:
        return value
    return next((choice["value"] for choice in choices if choice["name"] == value), value)


def _problem(option: Json, value: Any) -> str | None:
    """What keeps an option from taking a value, or None."""
    kind = option["type"]
    if kind in _PLAIN:
        return _plain_problem(option, _choice(option, value))
    expected = _OBJECTS.get(kind)
    if isinstance(value, str | int) or (expected is not None and not isinstance(value, expected)):
        return f"{value!r} is not what this option takes."
    types = option.get("channel_types")
    if kind == OptionType.CHANNEL and types and value.type not in types:
        return "Channels of this type do not fit here."
    return None


def _plain_problem(option: Json, value: Any) -> str | None:
    kind = option["type"]
    right = isinstance(value, _PLAIN[kind])
    if not right or (isinstance(value, bool) and kind != OptionType.BOOLEAN):
        return f"{value!r} has the wrong type."
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        return f"Choose one of: {', '.join(choice['name'] for choice in choices)}."
    if kind == OptionType.STRING:
        low, high = option.get("min_length") or 0, option.get("max_length") or LONGEST_STRING
        return None if low <= len(value) <= high else f"Write {low} to {high} characters."
    low, high = option.get("min_value"), option.get("max_value")
    if low is not None and value < low:
        return f"Must be at least {low}."
    if high is not None and value > high:
        return f"Must be at most {high}."
    return None
