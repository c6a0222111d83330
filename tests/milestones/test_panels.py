"""What the panels say and that they fit Discord's limits, whatever the plan and the texts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import discord
import pytest

from bot.inputs.links import MAX_LINK
from bot.milestones.rules import MAX_NOTE, build_board
from bot.milestones.values import Board, MilestoneChange, MilestoneOutcome, Status, StoredMilestones
from bot.plans import loader
from bot.plans.values import Component, Milestone, Plan
from bot.wins.values import Win
from cogs.common.panels import Panel
from cogs.milestones.item_panels import finished_panel, item_panel, note_panel, outcome_panel
from cogs.milestones.listing import Show, View
from cogs.milestones.panels import list_panel
from cogs.plans.panels import block_panel, plan_panel
from cogs.wins.panels import win_panel
from tests.milestones.circle import change_of, present, texts

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
EVIL = "@everyone <@&1> [x](https://e.example) **a** `b` \u202e||שלום||"


def board(plan: Plan, changes: dict[str, MilestoneChange] | None = None) -> Board:
    return build_board(
        plan,
        StoredMilestones({name: (change,) for name, change in (changes or {}).items()}),
        path=None,
        start=date(2026, 3, 2),
        today=date(2026, 3, 2),
        zone="Asia/Tokyo",
    )


def labels(panel: Panel) -> list[str]:
    buttons = [item for item in panel.walk_children() if isinstance(item, discord.ui.Button)]
    return [button.label for button in buttons if button.label]


def custom_ids(panel: Panel) -> list[str]:
    """Those of buttons and selects, in the panel's order."""
    acts = (discord.ui.Button, discord.ui.Select)
    found = [part.custom_id for part in panel.walk_children() if isinstance(part, acts)]
    return [custom_id for custom_id in found if custom_id]


def largest_plan() -> Plan:
    """As large, long and hostile as the loader lets a plan be."""
    long = (EVIL * 10)[:80]
    base = loader.shipped()
    blocks = tuple(
        replace(
            base.blocks[0],
            id=f"block-{b}",
            title=long,
            objectives=("*" * 200,) * 12,
            components=tuple(
                Component(
                    id=f"c{b}-{c}",
                    title=long,
                    summary="_" * 600,
                    topics=("~" * 200,) * 12,
                    questions=("`" * 200,) * 12,
                    milestones=(
                        Milestone(
                            id=f"{b}-{c}-" + "x" * 35,
                            title=f"{b}-{c} {long}"[:80],
                            text="|" * 600,
                            hours=(999, 1000),
                            repeats="quarter" if c > 1 and c % 2 else None,
                        ),
                    ),
                )
                for c in range(12)
            ),
        )
        for b in range(20)
    )
    return Plan(plan=replace(base.plan, title=long, summary="*" * 600), blocks=blocks)


LARGEST = largest_plan()


def every_state(plan: Plan) -> dict[str, MilestoneChange]:
    """Cycle through the states, with the longest links and notes."""
    states = [None, Status.IN_PROGRESS, Status.DONE, Status.SKIPPED]
    link = "https://example.org/" + "a" * (MAX_LINK - 20)
    return {
        milestone.id: MilestoneChange(
            10**6, status, NOW, *((link, "*" * MAX_NOTE) if status is Status.DONE else ())
        )
        for i, milestone in enumerate(plan.milestones)
        if (status := states[i % 4])
    }


@pytest.mark.parametrize("plan", [loader.shipped(), LARGEST], ids=["shipped", "largest"])
@pytest.mark.parametrize("show", list(Show))
def test_every_page_fits_and_together_they_show_everything(plan: Plan, show: Show) -> None:
    view = board(plan, every_state(plan))
    for block in (0, 1, len(plan.blocks)):
        items = present(view.section(block)).items if block else view.items
        wanted = {i.id for i in items if show.takes(i, view.today)}
        seen: set[str] = set()
        for page in range(-(-len(items) // 7) + 1):
            panel = list_panel(view, View(block, show, page))
            assert panel.content_length() <= 4000
            assert panel.total_children_count <= 40
            ids = custom_ids(panel)
            assert len(ids) == len(set(ids))
            assert all(len(i) <= 100 for i in ids)
            acts = ("milestone:done:", "milestone:undo:", "milestone:count-list:")
            seen |= {i.split(":")[2] for i in ids if i.startswith(acts)}
            panel.to_components()  # type: ignore[no-untyped-call]  # discord.py has no types here
        assert seen == wanted


@pytest.mark.parametrize("plan", [loader.shipped(), LARGEST], ids=["shipped", "largest"])
def test_every_milestone_and_block_fits_its_own_panel(plan: Plan) -> None:
    view = board(plan, every_state(plan))
    for item in view.items[:12]:
        outcome = MilestoneOutcome(view, item, present(view.section(item.block)), changed=True)
        win = Win(1, 2, 3, outcome, item.change.link if item.change else None)
        for panel in (
            item_panel(view, item),
            outcome_panel(outcome),
            finished_panel(outcome),
            note_panel(item),
            win_panel(win, 10**12),
        ):
            assert panel.content_length() <= 4000
            panel.to_components()  # type: ignore[no-untyped-call]  # discord.py has no types here
    for number in range(1, min(len(plan.blocks), 6) + 1):
        assert block_panel(plan, number, {}).content_length() <= 4000
    assert plan_panel(plan, {s.id: s.count for s in view.sections}).content_length() <= 4000


def test_the_list_looks_as_voice_md_says() -> None:
    change = MilestoneChange(2, Status.DONE, NOW, "https://github.com/a/b")
    view = board(loader.shipped(), {"theory-paper-summaries": change})
    panel = list_panel(view, View(block=1))
    said = texts(panel)
    assert said.startswith("**Block 1 · Theoretical foundations** · 1 of 6\n▰▱▱▱▱▱▱▱▱▱  16 %")
    assert "○ **Problem sets on matrix calculus and optimisation proofs**\n10–16 h" in said
    assert (
        "● **Summaries of two foundational papers**\ndone <t:1772442000:d> · [github.com](<https://github.com/a/b>)"
        in said
    )
    assert said.endswith("-# Only you see this.")
    assert labels(panel) == ["Done"] * 3 + ["Undo"] + ["Done"] * 2 + ["Next for me", "Add"]


def test_p6_dates_are_timestamps_at_the_members_noon() -> None:
    said = texts(list_panel(board(loader.shipped()), View(block=1)))
    noon_in_tokyo = int(datetime(2026, 3, 16, 3, tzinfo=UTC).timestamp())
    assert f"due <t:{noon_in_tokyo}:D> · 6–10 h" in said
    assert f"next due <t:{noon_in_tokyo}:D>" in said


def test_a_skipped_milestone_is_named_and_not_counted() -> None:
    view = board(loader.shipped(), {"theory-reflection": MilestoneChange(1, Status.SKIPPED, NOW)})
    assert "0 of 5 · 1 skipped" in texts(list_panel(view, View(block=1)))


def test_what_would_make_it_easier_is_said_only_while_it_is_open() -> None:
    view = board(loader.shipped(), {"theory-reflection": MilestoneChange(1, Status.DONE, NOW)})
    assert "Easier after" in texts(item_panel(view, view.find("theory-mini-project")))
    assert "Easier after" not in texts(item_panel(view, view.find("theory-reflection")))


def test_m6_text_of_members_and_plans_is_harmless() -> None:
    milestone = Milestone("m", EVIL[:80], EVIL)
    base = loader.shipped()
    component = replace(base.blocks[0].components[0], milestones=(milestone,))
    plan = Plan(plan=base.plan, blocks=(replace(base.blocks[0], components=(component,)),))
    view = board(plan, {"m": MilestoneChange(1, Status.DONE, NOW, None, EVIL)})
    said = texts(item_panel(view, view.items[0]))
    assert "@everyone" not in said
    assert "<@&1>" not in said
    assert "\u202e" not in said
    assert "\\*\\*a\\*\\*" in said
    assert re.search(r"(?<!\\)\[x\]", said) is None


def test_c7_a_public_win_has_the_link_but_neither_note_nor_counts() -> None:
    view = board(
        loader.shipped(),
        {
            "projects-first-pr": MilestoneChange(
                1, Status.DONE, NOW, "https://github.com/a", "secret"
            )
        },
    )
    item = view.find("projects-first-pr")
    outcome = MilestoneOutcome(view, item, present(view.section(item.block)), changed=True)
    said = texts(win_panel(Win(1, 2, 3, outcome, change_of(item).link), 5))
    assert "<@2> finished **First merged pull request**" in said
    assert "[github.com](<https://github.com/a>)" in said
    assert "secret" not in said
    assert "%" not in said
