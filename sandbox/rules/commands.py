"""Discord's rules for application commands, and the form in which they come back. Pure.

Figures and naming rule from Discord's documentation ("Application Commands").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sandbox.rules.errors import DiscordError, Problems
from sandbox.rules.limits import check_choice, check_int, check_list, check_object, check_text
from sandbox.types import Json

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
PER_SCOPE: Final = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}
OPTIONS: Final = 25
CHOICES: Final = 25
STRING_VALUE: Final = 6000
TOTAL: Final = 8000
"""Characters over all names, descriptions and choice values of one command."""

SUBCOMMAND, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
_KINDS: Final = range(1, 12)
_PLAIN: Final = tuple(range(3, 12))
_NAME_EXTRAS: Final = "-_'"


def check_all(commands: Any) -> list[Json]:
    """The commands of one scope, normalised. Raises 50035 with every problem, or 30032."""
    problems = Problems()
    commands = commands or []
    if not isinstance(commands, list):
        problems.add("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        raise problems.error()
    for index, command in enumerate(commands):
        if check_object(problems, str(index), command):
            _check_command(problems, str(index), command)
    problems.raise_if_any()
    normal = [normalised(command) for command in commands]
    _check_names(problems, normal)
    problems.raise_if_any()
    check_counts(normal)
    return normal


def check_one(command: Any) -> Json:
    """One command, normalised. Raises 50035 with every problem."""
    problems = Problems()
    if check_object(problems, "", command):
        _check_command(problems, "", command)
    problems.raise_if_any()
    return normalised(command)


def check_counts(commands: list[Json]) -> None:
    """Raise 30032 when a scope has too many commands of a kind."""
    for kind, most in PER_SCOPE.items():
        if sum(1 for command in commands if command["type"] == kind) > most:
            text = f"Maximum number of application commands reached ({most})."
            raise DiscordError(400, 30032, text)


def _check_names(problems: Problems, commands: list[Json]) -> None:
    seen: set[tuple[int, str]] = set()
    for index, command in enumerate(commands):
        key = (command["type"], command["name"])
        if key in seen:
            problems.add(
                f"{index}.name",
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            )
        seen.add(key)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _check_command(problems: Problems, path: str, command: Json) -> None:
    kind = command.get("type") or CHAT_INPUT
    if not check_choice(problems, _join(path, "type"), kind, PER_SCOPE):
        return
    if kind == CHAT_INPUT:
        _check_name(problems, path, command)
        _check_description(problems, path, command)
        _check_options(problems, _join(path, "options"), command.get("options"), depth=0)
    else:
        name = command.get("name")
        if name is None:
            problems.required(_join(path, "name"))
        else:
            check_text(problems, _join(path, "name"), name, 1, 32)
        if command.get("description"):
            text = "Context menu commands cannot have description"
            problems.add(
                _join(path, "description"),
                "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_CANNOT_BE_SET",
                text,
            )
    _check_settings(problems, path, command)
    if not problems and _size(command) > TOTAL:
        problems.add(
            path,
            "APPLICATION_COMMAND_TOO_LARGE",
            f"Command exceeds maximum size ({TOTAL})",
        )


def _check_name(problems: Problems, path: str, thing: Json) -> None:
    where, name = _join(path, "name"), thing.get("name")
    if name is None:
        problems.required(where)
    elif check_text(problems, where, name, 1, 32) and not _is_name(name):
        problems.add(
            where,
            "APPLICATION_COMMAND_INVALID_NAME",
            "Command name is invalid",
        )
    _check_localizations(problems, _join(path, "name_localizations"), thing, 32)


def _check_localizations(problems: Problems, path: str, thing: Json, high: int) -> None:
    texts = thing.get(path.rpartition(".")[2])
    if texts is not None and check_object(problems, path, texts):
        for locale, text in texts.items():
            check_text(problems, f"{path}.{locale}", text, 1, high)


def _check_settings(problems: Problems, path: str, command: Json) -> None:
    permissions = command.get("default_member_permissions")
    if permissions is not None and not str(permissions).isdigit():
        where = _join(path, "default_member_permissions")
        problems.add(where, "NUMBER_TYPE_COERCE", "Value is not int.")
    for name, allowed in (("contexts", (0, 1, 2)), ("integration_types", (0, 1))):
        listed = command.get(name)
        if listed is not None and check_list(problems, _join(path, name), listed, 1, len(allowed)):
            for each in listed:
                check_choice(problems, _join(path, name), each, allowed)


def _is_name(name: str) -> bool:
    letters = all(char in _NAME_EXTRAS or char.isalnum() or ord(char) > 0x900 for char in name)
    return letters and name == name.lower()


def _check_description(problems: Problems, path: str, thing: Json) -> None:
    where, text = _join(path, "description"), thing.get("description")
    if not text:
        problems.required(where)
    else:
        check_text(problems, where, text, 1, 100)
    _check_localizations(problems, _join(path, "description_localizations"), thing, 100)


def _check_options(problems: Problems, path: str, options: Any, *, depth: int) -> None:
    """``depth`` 0 is the command, 1 a group or subcommand of it, 2 a subcommand of a group."""
    if options is None or not check_list(problems, path, options, 0, OPTIONS):
        return
    names: set[str] = set()
    optional_before = False
    nesting = {o.get("type") in (SUBCOMMAND, GROUP) for o in options if isinstance(o, dict)}
    if len(nesting) > 1:
        text = "Sub-commands and groups are mutually exclusive to all other option types"
        problems.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)
    for index, option in enumerate(options):
        here = f"{path}.{index}"
        if not check_object(problems, here, option):
            continue
        _check_option(problems, here, option, depth=depth)
        name = str(option.get("name"))
        if name in names:
            text = "Option names must be unique"
            problems.add(f"{here}.name", "APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE", text)
        names.add(name)
        if option.get("required") and optional_before:
            text = "Required options must be placed before non-required options"
            problems.add(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        optional_before = optional_before or not option.get("required")


def _check_option(problems: Problems, path: str, option: Json, *, depth: int) -> None:
    kind = option.get("type")
    allowed = {0: tuple(_KINDS), 1: (SUBCOMMAND, *_PLAIN), 2: _PLAIN}[min(depth, 2)]
    if not check_choice(problems, f"{path}.type", kind, allowed):
        return
    _check_name(problems, path, option)
    _check_description(problems, path, option)
    if kind in (SUBCOMMAND, GROUP):
        below = 1 if kind == GROUP else 2
        _check_options(problems, f"{path}.options", option.get("options"), depth=below)
        return
    choices = option.get("choices")
    if choices:
        _check_choices(problems, f"{path}.choices", choices, int(kind or 0))
    if option.get("autocomplete") and (choices or kind not in (STRING, INTEGER, NUMBER)):
        text = "Autocomplete needs a string, integer or number option without choices"
        problems.add(f"{path}.autocomplete", "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID", text)
    for name, low in (("min_length", 0), ("max_length", 1)):
        size = option.get(name)
        if size is not None:
            check_int(problems, f"{path}.{name}", size, low, STRING_VALUE)


def _check_choices(problems: Problems, path: str, choices: Any, kind: int) -> None:
    if kind not in (STRING, INTEGER, NUMBER):
        text = "Choices need a string, integer or number option"
        problems.add(path, "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", text)
    if not check_list(problems, path, choices, 0, CHOICES):
        return
    names: set[str] = set()
    for index, choice in enumerate(choices):
        here = f"{path}.{index}"
        if not check_object(problems, here, choice):
            continue
        name, value = choice.get("name"), choice.get("value")
        check_text(problems, f"{here}.name", name, 1, 100)
        if str(name) in names:
            text = "Choice names must be unique"
            problems.add(f"{here}.name", "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS", text)
        names.add(str(name))
        if kind == STRING:
            check_text(problems, f"{here}.value", value, 0, STRING_VALUE)
        elif isinstance(value, bool) or not isinstance(value, int | float):
            problems.add(f"{here}.value", "NUMBER_TYPE_COERCE", "Value is not a number.")


def _size(thing: Mapping[str, Any]) -> int:
    own = len(str(thing.get("name") or "")) + len(str(thing.get("description") or ""))
    choices = sum(len(str(c["name"])) + len(str(c["value"])) for c in thing.get("choices") or ())
    return own + choices + sum(map(_size, thing.get("options") or ()))


def normalised(command: Json) -> Json:
    """A checked command as the API writes it, but for its ids."""
    permissions = command.get("default_member_permissions")
    kind = command.get("type") or CHAT_INPUT
    data: Json = {
        "type": kind,
        "name": command["name"],
        "name_localizations": command.get("name_localizations"),
        "description": command.get("description") or "",
        "description_localizations": command.get("description_localizations"),
        "default_member_permissions": None if permissions is None else str(permissions),
        "dm_permission": command.get("dm_permission") is not False,
        "contexts": command.get("contexts"),
        "integration_types": command.get("integration_types") or [0],
        "nsfw": bool(command.get("nsfw")),
    }
    if command.get("options"):
        data["options"] = [_option(option) for option in command["options"]]
    return data


def _option(option: Json) -> Json:
    data = {key: value for key, value in option.items() if value is not None and value is not False}
    if "choices" in data:
        data["choices"] = [dict(choice) for choice in data["choices"]]
        if not data["choices"]:
            del data["choices"]
    if "options" in data:
        data["options"] = [_option(nested) for nested in data["options"]]
    return data
