"""What a client sends is read only where it is of the form that Discord describes."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.inputs.interaction_data import sound
from tests.scenarios.odd_payloads import mutated

COMMAND, COMPONENT, SUGGESTIONS, FORM = 2, 3, 4, 5
SLASH: dict[str, Any] = {
    "id": "1",
    "name": "milestone",
    "type": 1,
    "options": [
        {
            "name": "done",
            "type": 1,
            "options": [
                {"name": "milestone", "type": 3, "value": "sets"},
                {"name": "times", "type": 4, "value": 3},
                {"name": "hours", "type": 10, "value": 2.5},
                {"name": "public", "type": 5, "value": True},
                {"name": "owner", "type": 6, "value": "17"},
            ],
        }
    ],
    "resolved": {"users": {"17": {"id": "17"}}},
}
TYPING = {
    "id": "1",
    "name": "plan",
    "options": [{"name": "n", "type": 4, "value": "1", "focused": True}],
}
PRESS = {"custom_id": "me:zone:1", "component_type": 2, "id": 3}
CHOICE = {"custom_id": "me:home", "component_type": 3, "values": ["1"]}
SUBMIT = {
    "custom_id": "me:zone:1~abcdefghijk",
    "components": [
        {"type": 10, "id": 1},
        {
            "type": 18,
            "id": 2,
            "component": {"type": 4, "id": 3, "custom_id": "zone", "value": "UTC"},
        },
        {
            "type": 18,
            "id": 4,
            "component": {"type": 5, "id": 5, "custom_id": "who", "values": ["1"]},
        },
        {"type": 18, "id": 6, "component": {"type": 23, "id": 7, "custom_id": "ok", "value": True}},
        {
            "type": 18,
            "id": 8,
            "component": {"type": 21, "id": 9, "custom_id": "one", "value": None},
        },
        {"type": 1, "components": [{"type": 4, "custom_id": "note", "value": ""}]},
    ],
}
ON_A_MESSAGE = {"id": "1", "name": "Nominate paper", "type": 3, "target_id": "5"}
SOUND = [
    (COMMAND, SLASH),
    (COMMAND, {**ON_A_MESSAGE, "resolved": {"messages": {"5": {"id": "5"}}}}),
    (SUGGESTIONS, TYPING),
    (COMPONENT, PRESS),
    (COMPONENT, CHOICE),
    (FORM, SUBMIT),
]


@pytest.mark.parametrize(("kind", "data"), SOUND)
def test_what_discord_describes_is_left_as_it_is(kind: int, data: dict[str, Any]) -> None:
    assert sound(kind, data) == data


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (COMMAND, None),
        (COMMAND, {"options": []}),
        (COMMAND, {"name": "me", "options": None}),
        (COMMAND, {"name": "me", "options": [None]}),
        (COMMAND, {"name": "me", "options": [{"name": "a", "type": 3, "value": ["x"]}]}),
        (COMMAND, {"name": "me", "options": [{"name": "a", "type": 3, "value": 7}]}),
        (COMMAND, {"name": "me", "options": [{"name": "a", "type": 3}]}),
        (COMMAND, {"name": "me", "options": [{"name": "a", "type": 4, "value": "7"}]}),
        (COMMAND, {"name": "me", "options": [{"name": "a", "type": 4, "value": True}]}),
        (COMMAND, {"name": "me", "options": [{"name": "a", "type": 4, "value": 10**30}]}),
        (COMMAND, {"name": "me", "options": [{"name": "a", "type": 10, "value": float("nan")}]}),
        (COMMAND, {"name": "me", "options": [{"name": "a", "type": 5, "value": 1}]}),
        (COMMAND, {"name": "me", "options": [{"name": "a", "type": 11, "value": "7"}]}),
        (COMMAND, ON_A_MESSAGE),
        (COMMAND, {**ON_A_MESSAGE, "resolved": {"users": {"5": {"id": "5"}}}}),
        (COMMAND, {**ON_A_MESSAGE, "target_id": 5, "resolved": {"messages": {"5": {}}}}),
        (COMMAND, {"name": "me", "options": [{"name": "a", "type": -1, "value": "7"}]}),
        (SUGGESTIONS, {"name": "me", "options": [{"type": 3, "value": "", "focused": True}]}),
        (SUGGESTIONS, {"name": "me", "options": [{"name": "a", "type": 12, "focused": True}]}),
        (COMPONENT, {"custom_id": ["me:zone:1"], "component_type": 2}),
        (COMPONENT, {"custom_id": "me:zone:1"}),
        (COMPONENT, {"custom_id": "me:home", "component_type": 3, "values": [1]}),
        (COMPONENT, {"custom_id": "me:home", "component_type": 3, "values": None}),
        (FORM, {"custom_id": "me:zone:1"}),
        (FORM, {"custom_id": None, "components": []}),
        (FORM, {"custom_id": "a:b", "components": [7]}),
        (FORM, {"custom_id": "a:b", "components": [{"type": 18, "component": None}]}),
        (FORM, {"custom_id": "a:b", "components": [{"type": 18, "component": {"type": 4}}]}),
        (
            FORM,
            {
                "custom_id": "a:b",
                "components": [
                    {"type": 18, "component": {"type": 4, "custom_id": "x", "values": ["y"]}}
                ],
            },
        ),
        (
            FORM,
            {
                "custom_id": "a:b",
                "components": [
                    {"type": 18, "component": {"type": 4, "custom_id": "x", "value": True}}
                ],
            },
        ),
    ],
)
def test_anything_else_is_what_nobody_knows(kind: int, data: Any) -> None:
    put_aside = sound(kind, data)
    assert put_aside != data
    assert put_aside == sound(kind, put_aside)
    assert not put_aside.get("custom_id")
    assert not put_aside.get("name")


def test_what_no_database_holds_is_taken_out() -> None:
    data = {"custom_id": "a:b", "component_type": 3, "values": ["a\0b\ud800c"]}
    assert sound(COMPONENT, data)["values"] == ["abc"]


def test_other_kinds_are_not_ours_to_judge() -> None:
    assert sound(1, None) is None


@given(st.sampled_from(SOUND), st.integers())
def test_whatever_is_replaced_or_missing_the_outcome_is_sound(
    known: tuple[int, dict[str, Any]], seed: int
) -> None:
    kind, data = known
    outcome = sound(kind, mutated(data, Random(seed)))
    assert sound(kind, outcome) == outcome
