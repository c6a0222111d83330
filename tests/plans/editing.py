"""What tests of editing a plan's text share: files, and each edit from text to text."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import Any

from bot.plans.rules.milestone_form import fields_of
from bot.plans.toml_edit import milestone_edits
from bot.plans.values import Milestone, MilestoneFields, Plan, PlanText
from tests.plans.strategies import entry, milestone_text, plan_in, small_plan

COMMENTED = small_plan(
    '\n# about one\n# in two lines\n[[blocks.components.milestones]]\nid = "one"  # for ever\n'
    'title = "One"\ntext = """\nFirst.\n# not a comment\n"""\nhours = [1, 2] # a guess\n'
    "# below the keys\n",
    "\n# a heading of its own\n\n" + milestone_text("two", needs=["one"]).lstrip("\n"),
    tail="\n# the last component\n[[blocks.components]]\nid='last'\ntitle='Last'\nsummary='s'\n"
    "\n# ---\n# dates\n# ---\n" + entry("flow", id="f", title="F", week=2, milestones=["one"]),
)

INLINE = """
blocks = [{id = "b", title = "B", summary = "s", rhythm = "r", objectives = [], components = [
  {id = "c", title = "C", summary = "s", milestones = [{id = "one", title = "O", text = "t"}]},
  {id = "d", title = "D", summary = "s"}]}]
[plan]
id = "p"
title = "P"
summary = "s"
"""


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    lines = list(difflib.ndiff(before.split("\n"), after.split("\n")))
    return (
        [line[2:] for line in lines if line.startswith("- ") and line[2:].strip()],
        [line[2:] for line in lines if line.startswith("+ ") and line[2:].strip()],
    )


def milestone_in(plan: Plan, milestone_id: str) -> Milestone:
    """A milestone that is there."""
    milestone = plan.milestone(milestone_id)
    assert milestone is not None
    return milestone


def fields_in(source: str, milestone_id: str) -> MilestoneFields:
    """The fields of a milestone that is there."""
    fields = fields_of(plan_in(source), milestone_id)
    assert fields is not None
    return fields


def edit(source: str, milestone_id: str, **wanted: Any) -> str:
    """With these fields of a milestone, as a form opened on this very text gives them."""
    was = fields_in(source, milestone_id)
    return change(source, milestone_id, was, replace(was, **wanted))


def _read(source: str) -> PlanText:
    return PlanText(source, plan_in(source))


def change(source: str, milestone_id: str, was: MilestoneFields, wanted: MilestoneFields) -> str:
    return milestone_edits.change(_read(source), milestone_id, was, wanted).text


def add(source: str, component: str, fields: MilestoneFields, *taken: str) -> tuple[str, str]:
    is_taken = taken.__contains__
    after, name = milestone_edits.add(_read(source), component, fields, is_taken=is_taken)
    return after.text, name


def remove(source: str, milestone_id: str) -> str:
    return milestone_edits.remove(_read(source), milestone_id).text


def place(source: str, milestone_id: str, component: str, after: str | None) -> str:
    return milestone_edits.place(_read(source), milestone_id, component, after).text
