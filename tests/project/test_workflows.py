"""What runs elsewhere runs what runs here: hooks, the workflow, and how tests are told apart."""

from __future__ import annotations

import re
from types import FunctionType

import pytest

from bot.db import Database
from sandbox import Sandbox
from tests.needs import PROCESSES, SERVERS, Reach
from tests.project.tracked import ROOT


def recipe(target: str) -> list[str]:
    """The commands of a target in the Makefile."""
    lines = re.search(rf"^{target}:.*\n((?:\t.+\n)+)", (ROOT / "Makefile").read_text(), re.M)
    assert lines is not None, target
    return [line.strip() for line in lines[1].splitlines()]


def test_the_hooks_run_what_make_check_runs() -> None:
    hooks = re.findall(r"entry: (.+)", (ROOT / ".pre-commit-config.yaml").read_text())
    assert hooks == [command.replace("$(BIN)", ".venv/bin") for command in recipe("check")]


def test_the_workflow_runs_what_every_change_must_pass() -> None:
    workflow = (ROOT / ".github/workflows/ci.yml").read_text()
    assert re.findall(r"- run: (.+)", workflow) == [".ci/run"]
    assert re.findall(r"^make (\w+)", (ROOT / ".ci/run").read_text(), re.M) == ["check", "test"]


def test_every_target_says_what_it_is_for_and_is_named_to_contributors() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z]+):", makefile, re.M)
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.M)
    assert phony is not None
    assert sorted(targets) == sorted(phony[1].split())
    assert len(re.findall(r"^[a-z]+:.* ## .+", makefile, re.M)) == len(targets)
    contributing = (ROOT / "CONTRIBUTING.md").read_text()
    assert [name for name in targets if f"`make {name}" not in contributing] == []


async def begins_one_deep_inside() -> None:
    async def inner() -> None:
        async with Sandbox():
            pass

    await inner()


async def calls_one_that_does() -> None:
    await begins_one_deep_inside()


async def calls_itself(times: int) -> None:
    if times:
        await calls_itself(times - 1)


class Household:
    async def begin(self) -> None:
        await calls_one_that_does()


def uses_a_class_that_does() -> Household:
    return Household()


@pytest.mark.parametrize(
    ("function", "wired"),
    [
        (begins_one_deep_inside, True),
        (calls_one_that_does, True),
        (uses_a_class_that_does, True),
        (calls_itself, False),
        (recipe, False),
    ],
)
def test_what_reaches_the_wire_is_found_through_helpers(
    function: FunctionType, wired: bool
) -> None:
    assert Reach(SERVERS | PROCESSES).reaches(function) is wired


def test_a_test_that_begins_none_is_not_marked(request: pytest.FixtureRequest) -> None:
    assert list(request.node.iter_markers()) == []


def test_a_test_that_uses_a_database_is_marked(
    request: pytest.FixtureRequest, sqlite_url: str
) -> None:
    assert sqlite_url
    assert [mark.name for mark in request.node.iter_markers()] == ["database"]


def test_a_test_that_opens_a_database_is_marked(request: pytest.FixtureRequest) -> None:
    Database("sqlite://")
    assert [mark.name for mark in request.node.iter_markers()] == ["database"]


async def test_a_test_that_begins_a_sandbox_is_marked(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("wire") is not None
    async with Sandbox():
        pass
