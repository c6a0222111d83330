"""Panels of plans with everything as long as the format allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import discord
import pytest

from bot.plans.loader import Problem
from bot.plans.rules.compare import diff
from bot.plans.rules.milestone_form import fields_of
from bot.plans.values import (
    About,
    Axis,
    Block,
    Component,
    LoadedPlan,
    Milestone,
    OpenedMilestone,
    Paper,
    Path,
    Plan,
    PlanVersion,
    Preview,
    Resource,
    Target,
    UndoPreview,
    VersionHistory,
)
from cogs.common.panels import Panel
from cogs.plans.block_text import block_pages
from cogs.plans.change_text import whole_list
from cogs.plans.draft_panels import loaded_panel, preview_panel, problems_answer, undo_panel
from cogs.plans.edit_forms import edit_form, more_form
from cogs.plans.edit_panels import edit_panel, milestone_panel, place_panel
from cogs.plans.panels import block_panel, plan_panel
from cogs.plans.version_panels import PER_PAGE, versions_panel

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def fullest(char: str, prefix: str) -> Plan:
    """A plan as large as can be, whose ids begin with ``prefix``."""

    def full(length: int) -> str:
        return char * length

    def name(*numbers: int) -> str:
        return "-".join([prefix, *map(str, numbers)]).ljust(40, "x")

    lines = (full(200),) * 12
    blocks = tuple(
        Block(
            name(b),
            full(80),
            full(600),
            full(200),
            lines,
            tuple(
                Component(
                    name(b, c),
                    full(80),
                    full(600),
                    lines,
                    lines,
                    tuple(
                        Milestone(name(b, c, m), full(80), full(600), path=name(900))
                        for m in range(3 if b < 2 else 1)
                    ),
                )
                for c in range(12)
            ),
        )
        for b in range(20)
    )
    url = f"https://x.org/{'x' * 480}"
    return Plan(
        plan=About(name(0), full(80), full(600)),
        blocks=blocks,
        paths=(Path(name(900), full(80), full(20), lines, lines, lines, lines),),
        papers=tuple(
            Paper(f"25{n:02}.00001", full(250), (full(80),) * 60, 2025, name(0, n), full(600))
            for n in range(12)
        ),
        resources=tuple(
            Resource(name(n), "book", full(80), full(200), full(80), url, blocks=(name(0),))
            for n in range(60)
        ),
    )


@pytest.fixture(scope="module")
def plan() -> Plan:
    """In characters that double when they are escaped."""
    return fullest("*", "new")


def fits(panel: Panel) -> None:
    assert panel.content_length() <= 4000
    assert panel.total_children_count <= 40
    contents(panel)


def test_every_page_of_the_fullest_block_fits_and_nothing_is_cut(plan: Plan) -> None:
    pages = block_pages(plan, plan.blocks[0])
    assert len(pages) > 10
    assert max(map(len, pages)) <= 3000
    fits(block_panel(plan, 1, {}, len(pages) // 2))
    fits(plan_panel(plan, {}))
    text = "\n".join(pages)
    assert text.count("](<https://arxiv.org/abs/25") == 12
    assert text.count("](<https://x.org/") == 60


def test_p1_more_than_ten_blocks_turn_and_the_button_says_whereto(plan: Plan) -> None:
    def turns(page: int) -> list[tuple[str, str]]:
        found = plan_panel(plan, {}, page).walk_children()
        acts = [each for each in found if isinstance(each, discord.ui.Button)]
        return [
            (str(each.label), str(each.custom_id)) for each in acts if "blocks" in str(each.label)
        ]

    assert turns(0) == [("More blocks", "plan:blocks:1")]
    assert turns(1) == [("First blocks", "plan:blocks:0")]


def test_the_largest_change_fits_and_is_whole_in_its_file(plan: Plan) -> None:
    old = fullest("*", "old")
    changes = diff(old, plan)
    preview = Preview(plan, 999, "f" * 16, changes, False, 2**63, is_overtaken=True)
    fits(preview_panel(preview))
    fits(undo_panel(UndoPreview(999, 998, plan, changes)))
    fits(loaded_panel(LoadedPlan(plan, 1000, True, changes), NOW))
    whole = whole_list(changes, plan)
    assert len(whole.splitlines()) > len(plan.milestones) + len(old.milestones)


def test_the_longest_list_of_versions_and_of_what_can_be_edited(plan: Plan) -> None:
    versions = tuple(
        PlanVersion(n, plan.title, 20, 300, 2**63, NOW, n, NOW)
        for n in range(1000, 1000 - PER_PAGE, -1)
    )
    fits(versions_panel(VersionHistory(versions, 1000), 3, organiser=True))
    for page in range(40):
        fits(edit_panel(plan, page))
    milestone = plan.milestones[0].id
    fields = fields_of(plan, milestone)
    assert fields is not None
    opened = OpenedMilestone(plan, 10**9, milestone, fields)
    for form in (edit_form(opened), more_form(opened)):
        assert len(form.custom_id) <= 100


def test_a_version_whose_maker_was_forgotten_is_not_the_groups_beginning() -> None:
    def version(number: int, made_by: int | None) -> PlanVersion:
        return PlanVersion(number, "Plan", 1, 1, made_by, NOW, None, None)

    versions = (version(3, 7), version(2, None), version(1, None))
    said = contents(versions_panel(VersionHistory(versions, 3), 0, organiser=True))
    assert said.count("<@7> · <t:") == 1
    assert said.count("the group's beginning · <t:") == 1
    assert said.count("-# <t:") == 1


def test_the_fullest_milestone_and_the_most_places(plan: Plan) -> None:
    block, component = plan.blocks[0], plan.blocks[0].components[0]
    names = [m.id for m in plan.milestones[3:15]]
    axes = tuple(Axis(f"a{n}", "*" * 80, "*" * 200, ("a", "b")) for n in range(12))
    full = replace(
        component.milestones[0], needs=tuple(names), axes=tuple(a.id for a in axes), repeats="week"
    )
    more = tuple(Milestone(f"m{n}".ljust(40, "x"), "*" * 80, "t") for n in range(24))
    component = replace(component, milestones=(full, *more))
    block = replace(block, components=(component, *block.components[1:]))
    target = Target("t", "T", (full.id,), week=260)
    plan = replace(plan, blocks=(block, *plan.blocks[1:]), axes=axes, flow=(target,))
    panel = milestone_panel(plan, full.id)
    assert all(word in contents(panel) for word in ("due week 260", "every week"))
    fits(panel)
    fits(place_panel(plan, full.id, component))
    room = replace(component, id="r" * 40, milestones=more)
    panel = place_panel(plan, full.id, room)
    fits(panel)
    assert "plan:place:" in contents(panel)
    assert sum("After" in str(option.label) for option in _options(panel)) == 24
    assert len(_options(panel)) == 25
    fields = fields_of(plan, full.id)
    assert fields is not None
    form = more_form(OpenedMilestone(plan, 1, full.id, fields))
    assert len(form.children) == 4


def contents(panel: Panel) -> str:
    """The panel as Discord gets it."""
    return str(panel.to_components())  # type: ignore[no-untyped-call]  # discord.py's own


def _options(panel: Panel) -> list[discord.SelectOption]:
    return [option for each in panel.walk_children() for option in getattr(each, "options", [])]


def test_the_worst_problems_fit() -> None:
    problems = tuple(Problem(n, "*" * 5000, "*" * 5000) for n in range(100))
    panel, files = problems_answer(problems)
    fits(panel)
    assert len(files) == 1
    assert "\x1b" not in str(Problem(1, "a\x1b[31m", "m"))
