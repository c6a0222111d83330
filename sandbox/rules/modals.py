"""Forms that bots open: Discord's rules for them, and the form in which clients get them. Pure."""

from __future__ import annotations

from typing import Any, Final

from sandbox.rules.component_tree import SELECTS, ComponentType, walk
from sandbox.rules.components import check_most
from sandbox.rules.errors import Problems
from sandbox.rules.limits import check_list, check_object, check_text
from sandbox.types import Json

T = ComponentType

TITLE: Final = 45
LABEL: Final = 45
COMPONENTS: Final = 5
TEXT: Final = 4000
IN_LABEL: Final = SELECTS | {
    T.TEXT_INPUT,
    T.FILE_UPLOAD,
    T.RADIO_GROUP,
    T.CHECKBOX_GROUP,
    T.CHECKBOX,
}
_OPTIONS: Final = {T.STRING_SELECT: (1, 25), T.RADIO_GROUP: (2, 10), T.CHECKBOX_GROUP: (1, 10)}
_MOST: Final = {T.FILE_UPLOAD: 10, T.CHECKBOX_GROUP: 10}


def check(modal: Any) -> Problems:
    """What is wrong with the ``data`` of a modal callback."""
    problems = Problems()
    if not check_object(problems, "", modal):
        return problems
    check_text(problems, "custom_id", modal.get("custom_id"), 1, 100)
    check_text(problems, "title", modal.get("title"), 1, TITLE)
    parts = modal.get("components")
    if check_list(problems, "components", parts, 1, COMPONENTS):
        for index, part in enumerate(parts):
            _check_part(problems, f"components.{index}", part)
        if not problems:
            _check_unique(problems, parts)
    return problems


def number(modal: Json) -> Json:
    """The modal as a client gets it: no nulls, and components without an id numbered from 1."""
    taken = {component["id"] for component in walk(modal["components"]) if component.get("id")}
    free = (candidate for candidate in range(1, 1_000) if candidate not in taken)

    def numbered(component: Json) -> Json:
        result = {key: value for key, value in component.items() if value is not None}
        result["id"] = component.get("id") or next(free)
        if "components" in component:
            result["components"] = [numbered(each) for each in component["components"]]
        if "component" in component:
            result["component"] = numbered(component["component"])
        return result

    return {**modal, "components": [numbered(component) for component in modal["components"]]}


def _check_part(problems: Problems, path: str, part: Any) -> None:
    if not check_object(problems, path, part):
        return
    kind = part.get("type")
    if kind == T.TEXT_DISPLAY:
        check_text(problems, f"{path}.content", part.get("content"), 1, TEXT)
    elif kind == T.LABEL:
        check_text(problems, f"{path}.label", part.get("label"), 1, LABEL)
        if part.get("description") is not None:
            check_text(problems, f"{path}.description", part["description"], 1, 100)
        _check_field(problems, f"{path}.component", part.get("component"), IN_LABEL)
    elif kind == T.ACTION_ROW:
        nested = part.get("components")
        if check_list(problems, f"{path}.components", nested, 1, 1):
            here = f"{path}.components.0"
            if _check_field(problems, here, nested[0], frozenset({T.TEXT_INPUT})):
                check_text(problems, f"{here}.label", nested[0].get("label"), 1, LABEL)
    else:
        problems.choice(f"{path}.type", "(1, 10, 18)")


def _check_field(problems: Problems, path: str, field: Any, allowed: frozenset[int]) -> bool:
    if not check_object(problems, path, field):
        return False
    kind = field.get("type")
    if kind not in allowed:
        problems.choice(f"{path}.type", tuple(sorted(int(each) for each in allowed)))
        return False
    check_text(problems, f"{path}.custom_id", field.get("custom_id"), 1, 100)
    if kind == T.TEXT_INPUT:
        _check_text_input(problems, path, field)
    if kind in _OPTIONS:
        _check_options(problems, path, field)
    if kind in SELECTS or kind in _MOST:
        _check_counts(problems, path, field)
    return True


def _check_text_input(problems: Problems, path: str, field: Json) -> None:
    if field.get("style") not in (1, 2):
        problems.choice(f"{path}.style", "(1, 2)")
    low, high = field.get("min_length"), field.get("max_length")
    if low is not None and not 0 <= low <= TEXT:
        problems.add(f"{path}.min_length", "NUMBER_TYPE_RANGE", f"Must be between 0 and {TEXT}.")
    if high is not None and not max(1, low or 0) <= high <= TEXT:
        problems.add(f"{path}.max_length", "NUMBER_TYPE_RANGE", f"Must be between 1 and {TEXT}.")
    for name, most in (("value", high or TEXT), ("placeholder", 100)):
        if field.get(name) is not None:
            check_text(problems, f"{path}.{name}", field[name], 0, most)


def _check_options(problems: Problems, path: str, field: Json) -> None:
    low, high = _OPTIONS[field["type"]]
    options = field.get("options")
    if not check_list(problems, f"{path}.options", options, low, high):
        return
    assert isinstance(options, list)
    for index, option in enumerate(options):
        here = f"{path}.options.{index}"
        if check_object(problems, here, option):
            for name in ("label", "value"):
                check_text(problems, f"{here}.{name}", option.get(name), 1, 100)
            if option.get("description") is not None:
                check_text(problems, f"{here}.description", option["description"], 0, 100)
    values = [option.get("value") for option in options if isinstance(option, dict)]
    if len(set(values)) < len(values):
        problems.add(
            f"{path}.options",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
            "The specified option value is already used",
        )


def _check_counts(problems: Problems, path: str, field: Json) -> None:
    most = _MOST.get(field["type"], 25)
    low, high = field.get("min_values"), field.get("max_values")
    if low is not None and not 0 <= low <= most:
        problems.add(f"{path}.min_values", "NUMBER_TYPE_RANGE", f"Must be between 0 and {most}.")
    if high is not None and not max(1, low or 0) <= high <= most:
        problems.add(f"{path}.max_values", "NUMBER_TYPE_RANGE", f"Must be between 1 and {most}.")
    elif high is not None and field["type"] == T.STRING_SELECT:
        check_most(problems, path, high, field.get("options"))


def _check_unique(problems: Problems, parts: list[Json]) -> None:
    ids = [part["custom_id"] for part in walk(parts) if "custom_id" in part]
    if len(set(ids)) < len(ids):
        problems.add(
            "components",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        )
