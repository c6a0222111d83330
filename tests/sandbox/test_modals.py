"""Discord's limits on forms."""

from typing import Any

import pytest

from sandbox.rules import modals

FIELD: dict[str, Any] = {"type": 4, "custom_id": "q", "style": 1}
RADIO: dict[str, Any] = {
    "type": 21,
    "custom_id": "r",
    "options": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}],
}


def form(*fields: dict[str, Any], **changes: Any) -> dict[str, Any]:
    labels = [{"type": 18, "label": "Question", "component": field} for field in fields]
    return {"custom_id": "form", "title": "Tell us", "components": labels, **changes}


def test_a_sound_form_passes() -> None:
    row = {"type": 1, "components": [{**FIELD, "custom_id": "old", "label": "Old"}]}
    text = {"type": 10, "content": "Read this"}
    sound = form(FIELD, RADIO)
    sound["components"] += [row, text]
    assert not modals.check(sound)


@pytest.mark.parametrize(
    ("modal", "path"),
    [
        (form(FIELD, title=""), "title"),
        (form(FIELD, title="x" * 46), "title"),
        (form(FIELD, custom_id="x" * 101), "custom_id"),
        (form(), "components"),
        (form(*({**FIELD, "custom_id": str(n)} for n in range(6))), "components"),
        (form(FIELD, FIELD), "components"),
        (form(FIELD, components=[{"type": 9}]), "components.0.type"),
        (form({"type": 2, "custom_id": "b"}), "components.0.component.type"),
        (form({**FIELD, "style": 3}), "components.0.component.style"),
        (form({**FIELD, "max_length": 4001}), "components.0.component.max_length"),
        (form({**FIELD, "max_length": 3, "value": "four"}), "components.0.component.value"),
        (form({**FIELD, "placeholder": "x" * 101}), "components.0.component.placeholder"),
        (form({**RADIO, "options": RADIO["options"][:1]}), "components.0.component.options"),
        (form({**RADIO, "options": RADIO["options"] * 2}), "components.0.component.options"),
        (
            form({**RADIO, "type": 3, "max_values": len(RADIO["options"]) + 1}),
            "components.0.component.max_values",
        ),
        (
            form({"type": 19, "custom_id": "f", "max_values": 11}),
            "components.0.component.max_values",
        ),
    ],
)
def test_an_unsound_form_is_refused_at_the_right_place(modal: dict[str, Any], path: str) -> None:
    error: Any = modals.check(modal).error().errors
    for part in path.split("."):
        assert part in error
        error = error[part]
    assert error["_errors"]


def test_components_are_numbered_around_the_ids_they_have() -> None:
    numbered = modals.number(form({**FIELD, "id": 2}, {**RADIO, "required": None}))
    labels = numbered["components"]
    assert [(label["id"], label["component"]["id"]) for label in labels] == [(1, 2), (3, 4)]
    assert "required" not in labels[1]["component"]
