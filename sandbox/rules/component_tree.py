"""Reading component trees as a person does: their texts in order, what can be pressed or chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum

from sandbox.rules.usage import InputError, SandboxUsageError
from sandbox.types import Json


class ComponentType(IntEnum):
    """Kinds of component."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT_DISPLAY = 10
    THUMBNAIL = 11
    MEDIA_GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS = frozenset({3, 5, 6, 7, 8})
LINK_BUTTON = 5
PREMIUM_BUTTON = 6


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """Every component in reading order, nested ones after what holds them."""
    waiting = [*components][::-1]
    while waiting:
        component = waiting.pop()
        yield component
        for slot in ("accessory", "component"):
            if nested := component.get(slot):
                waiting.append(nested)
        waiting += reversed(component.get("components") or ())


def texts(components: Iterable[Json]) -> list[str]:
    """The contents of all text displays, in order."""
    return [c["content"] for c in walk(components) if c["type"] == ComponentType.TEXT_DISPLAY]


def buttons(components: Iterable[Json]) -> list[Json]:
    """All buttons, in order."""
    return [c for c in walk(components) if c["type"] == ComponentType.BUTTON]


def selects(components: Iterable[Json]) -> list[Json]:
    """All select menus, in order."""
    return [c for c in walk(components) if c["type"] in SELECTS]


def label_of(button: Json) -> str:
    """What a button says: its label, else its emoji."""
    return str(button.get("label") or (button.get("emoji") or {}).get("name") or "")


def pressable(components: Iterable[Json], label: str | None, custom_id: str | None) -> Json:
    """The button with that label (or emoji) or custom id.

    Where several say the same, the first that is not disabled. SandboxUsageError when it is not
    there, is disabled, or only opens a link.
    """
    shown = buttons(components)
    if custom_id is not None:
        found = [b for b in shown if b.get("custom_id") == custom_id]
    elif label is not None:
        found = [b for b in shown if label_of(b) == label]
    else:
        found = shown if len(shown) == 1 else []
    wanted = custom_id or label
    if not found:
        there = ", ".join(repr(label_of(b)) for b in shown) or "none"
        raise SandboxUsageError(f"No button {wanted!r} here; there are: {there}")
    enabled = [b for b in found if not b.get("disabled")]
    if not enabled:
        raise SandboxUsageError(f"The button {wanted!r} is disabled")
    if enabled[0].get("style") in (LINK_BUTTON, PREMIUM_BUTTON):
        raise SandboxUsageError(f"The button {wanted!r} leads elsewhere and sends no interaction")
    return enabled[0]


def menu(components: Iterable[Json], custom_id: str | None, chosen: object = None) -> Json:
    """The select menu with that custom id, or the only one, or the only one that offers a choice.

    ``chosen`` is an option's label or value. SandboxUsageError where there is not one such menu.
    """
    shown = selects(components)
    found = [s for s in shown if custom_id is None or s["custom_id"] == custom_id]
    if len(found) > 1 and chosen is not None:
        found = [
            each
            for each in found
            if any(chosen in (one["label"], one["value"]) for one in each.get("options", ()))
        ]
    if len(found) != 1:
        there = ", ".join(s["custom_id"] for s in shown) or "none"
        raise SandboxUsageError(f"No single select menu {custom_id or ''} here; there are: {there}")
    if found[0].get("disabled"):
        raise SandboxUsageError(f"The select menu {found[0]['custom_id']} is disabled")
    return found[0]


def fields(components: Iterable[Json]) -> Iterator[tuple[str, Json]]:
    """The parts of a modal that take an answer, each with its label."""
    for component in components:
        if component["type"] == ComponentType.LABEL:
            yield component["label"], component["component"]
        elif component["type"] == ComponentType.ACTION_ROW:
            for nested in component["components"]:
                yield nested.get("label") or nested["custom_id"], nested


def option_value(component: Json, wanted: str) -> str:
    """The value of an option given by value or by label. SandboxUsageError if there is none."""
    options = component.get("options") or ()
    for key in ("value", "label"):
        for option in options:
            if option[key] == wanted:
                return str(option["value"])
    there = ", ".join(repr(option["label"]) for option in options)
    raise SandboxUsageError(f"{wanted!r} is none of {there}")


def check_count(component: Json, count: int, *, low: int, high: int) -> None:
    """InputError unless that many may be chosen; `low`, `high` are the kind's defaults."""
    low = component.get("min_values", low)
    high = component.get("max_values", high)
    if not low <= count <= high:
        number = str(low) if low == high else f"{low} to {high}"
        raise InputError("Choice", str(component.get("custom_id")), f"Choose {number} here.")
