"""The sandbox's README against the sandbox: its tables name what is there, and nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from sandbox import rest
from sandbox.interactions.interaction import CallbackType
from sandbox.rules.component_tree import ComponentType
from sandbox.rules.components import IN_LAYOUT, SELECTS
from sandbox.rules.modals import IN_LABEL

SANDBOX = Path(__file__).parents[2] / "sandbox"
README = (SANDBOX / "README.md").read_text()
EVENT = re.compile(
    r"READY|RESUMED|TYPING_START|(?:GUILD|CHANNEL|THREAD|MESSAGE|INTERACTION)(?:_[A-Z]+)*"
    r"_(?:CREATE|UPDATE|DELETE|ADD|REMOVE|ALL|EMOJI|BULK|CHUNK)"
)
T = ComponentType
ON_MESSAGES = IN_LAYOUT | SELECTS | {T.BUTTON, T.THUMBNAIL}
IN_FORMS = IN_LABEL | {T.LABEL, T.TEXT_DISPLAY, T.ACTION_ROW}


def rows_of(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without its head."""
    section = README.split(f"\n### {heading}\n")[1].split("\n#")[0]
    rows = re.findall(r"^\| (.*) \|$", section, re.MULTILINE)
    return [[cell.strip() for cell in row.split(" | ")] for row in rows[1:]]


def test_every_route_is_named_and_no_other() -> None:
    named = [
        (method, path.strip("`"))
        for _, path, methods in rows_of("REST routes")
        for method in methods.split(", ")
    ]
    assert len(named) == len(set(named))
    assert set(named) == {(route.method, route.path) for route in rest.routes()}


def test_every_event_is_named_and_no_other() -> None:
    named = [event for _, events in rows_of("Gateway") for event in re.findall(r"`(\w+)`", events)]
    sent = {
        node.value
        for path in SANDBOX.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and EVENT.fullmatch(node.value)
    }
    assert len(named) == len(set(named))
    assert set(named) == sent


def test_every_callback_that_works_is_named_and_no_other() -> None:
    rows = {name: (int(number), says) for name, number, says in rows_of("Interactions")}
    works = {name: number for name, (number, says) in rows.items() if says.startswith("yes")}
    assert works == {kind.name: int(kind) for kind in CallbackType}


def test_every_component_is_named_with_where_it_may_stand() -> None:
    rows = rows_of("Components")
    assert {row[0]: int(row[1]) for row in rows} == {kind.name: int(kind) for kind in T}
    for name, _, messages, forms, on_page in rows:
        kind = ComponentType[name]
        assert (messages != "no") == (kind in ON_MESSAGES), name
        assert (forms != "no") == (kind in IN_FORMS), name
        assert on_page.startswith("yes"), name
