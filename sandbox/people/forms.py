"""Filling in a modal as a client does: defaults kept, limits respected, answers by label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.interactions.resolved import Resolved
from sandbox.people.response_view import Modal
from sandbox.rules import component_tree
from sandbox.rules.component_tree import ComponentType
from sandbox.rules.usage import InputError, SandboxUsageError
from sandbox.types import Json

MAX_TEXT = 4_000


def answers(
    modal: Modal, values: Mapping[str, Any], resolved: Resolved, *, forge: bool = False
) -> list[Json]:
    """The components of a submit. ``values`` are keyed by label or custom id.

    Text inputs take str; selects, checkbox groups and uploads a value or a list of them (options by
    value or label, others as objects); radio groups one option; checkboxes bool. What is not named
    keeps its default. Raises SandboxUsageError for an unknown field or an answer that the form
    refuses.
    """
    left = dict(values)
    components = [_component(part, left, resolved, forge=forge) for part in modal.components]
    if left and not forge:
        known = ", ".join(repr(label) for label in modal.fields)
        raise SandboxUsageError(f"{modal.title!r} has no field {', '.join(left)}; it has: {known}")
    return components


def _component(part: Json, left: dict[str, Any], resolved: Resolved, *, forge: bool) -> Json:
    shell: Json = {"type": part["type"], "id": part["id"]}
    if part["type"] == ComponentType.LABEL:
        nested = part["component"]
        given = _take(left, part["label"], nested["custom_id"])
        return {**shell, "component": _answer(nested, given, resolved, forge=forge)}
    if part["type"] == ComponentType.ACTION_ROW:
        rows = []
        for nested in part["components"]:
            given = _take(left, nested.get("label"), nested["custom_id"])
            rows.append(_answer(nested, given, resolved, forge=forge))
        return {**shell, "components": rows}
    return shell


def _take(left: dict[str, Any], label: str | None, custom_id: str) -> Any:
    for key in (custom_id, label):
        if key is not None and key in left:
            return left.pop(key)
    return None


def _answer(component: Json, given: Any, resolved: Resolved, *, forge: bool) -> Json:
    kind = component["type"]
    answer: Json = {"type": kind, "id": component["id"], "custom_id": component["custom_id"]}
    if kind == ComponentType.TEXT_INPUT:
        value = component.get("value") or "" if given is None else str(given)
        if not forge:
            _check_text(component, value)
        return {**answer, "value": value}
    if kind == ComponentType.CHECKBOX:
        return {**answer, "value": bool(component.get("default") if given is None else given)}
    chosen = _chosen(component, given, resolved, forge=forge)
    if kind == ComponentType.RADIO_GROUP:
        return {**answer, "value": chosen[0] if chosen else None}
    return {**answer, "values": chosen}


def _chosen(component: Json, given: Any, resolved: Resolved, *, forge: bool) -> list[str]:
    kind = component["type"]
    if given is None:
        options = component.get("options") or ()
        chosen = [option["value"] for option in options if option.get("default")]
        chosen += [each["id"] for each in component.get("default_values") or ()]
    else:
        chosen = [pick(component, each, resolved, forge=forge) for each in as_list(given)]
    if not forge:
        optional = not component.get("required", True)
        if optional and not chosen:
            return chosen
        most = len(component["options"]) if kind == ComponentType.CHECKBOX_GROUP else 1
        component_tree.check_count(component, len(chosen), low=0 if optional else 1, high=most)
    return chosen


def pick(component: Json, given: Any, resolved: Resolved, *, forge: bool = False) -> str:
    """One value of a select, radio or checkbox group: an option's value, or an object's id."""
    if not isinstance(given, str):
        return resolved.add(given)
    return given if forge else component_tree.option_value(component, given)


def as_list(given: Any) -> Sequence[Any]:
    """A list as it is, anything else as a list of one."""
    return given if isinstance(given, list | tuple) else [given]


def _check_text(component: Json, value: str) -> None:
    name = component["custom_id"]
    if not value:
        if component.get("required", True):
            raise InputError("Form", name, "Write something here.")
        return
    low, high = component.get("min_length") or 0, component.get("max_length") or MAX_TEXT
    if not low <= len(value) <= high:
        raise InputError("Form", name, f"Write {low} to {high} characters, not {len(value)}.")
