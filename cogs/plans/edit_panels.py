"""What an organiser edits the plan with: the list, one milestone of it, and its place."""

from __future__ import annotations

import discord
from discord import ui

from bot.plans.rules.milestone_form import fields_of, say_due, say_hours, say_repeats
from bot.plans.values import Block, Component, Milestone, Plan
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    page_of,
    row,
)
from cogs.common.text import cut, escape, fit
from cogs.plans.routes import ADD, EDIT, EDITING, MORE, MOVE, ONE, PLACE, REMOVE
from cogs.plans.style import ACCENT

FIRST = "*"
"""The choice of the first place in a component; no id can be so."""

_PER_PAGE = 9
_TEXT, _NEEDS, _AXES = 1200, 800, 500


def edit_panel(plan: Plan, page: int = 0) -> Panel:
    """Every component and milestone, a page at a time, each with what a form does to it."""
    shown, page, pages = page_of(_things(plan), page, _PER_PAGE)
    parts: Items = [
        "**Edit the plan**\nOpen a milestone, or add one to a component. You see what would "
        "change before anything does.",
        line(),
    ]
    parts += [_row(thing) for thing in shown]
    acts = page_buttons(EDITING, page=page, pages=pages)
    if acts:
        parts.append(buttons(*acts))
    small = "`/plan edit` with a milestone and a component moves it there; for more, `/plan export`"
    return Panel(ACCENT, *parts, small_print=f"{small} and `import`. {ONLY_YOU}")


def milestone_panel(plan: Plan, milestone_id: str) -> Panel:
    """A milestone of the plan as it is, and all that can be done with it."""
    block, component, milestone = _home(plan, milestone_id)
    number = component.milestones.index(milestone) + 1
    page = _things(plan).index(milestone) // _PER_PAGE
    return Panel(
        ACCENT,
        f"**{escape(milestone.title)}**\n"
        f"{number} of {len(component.milestones)} in *{escape(component.title)}*, block "
        f"{plan.blocks.index(block) + 1}",
        line(),
        fit(milestone.text, _TEXT),
        *_facts(plan, milestone),
        buttons(
            button("Edit", EDIT(milestone_id), style=discord.ButtonStyle.primary),
            button("More fields", MORE(milestone_id)),
            button("Move", MOVE(milestone_id)),
            button("Remove", REMOVE(milestone_id), style=discord.ButtonStyle.danger),
            button("All", EDITING(page)),
        ),
        small_print=f"You see what would change before anything does. {ONLY_YOU}",
    )


def place_panel(plan: Plan, milestone_id: str, component: Component) -> Panel:
    """Where in a component, which has room for it, a milestone can go."""
    _, home, milestone = _home(plan, milestone_id)
    ids = [FIRST, *(m.id for m in component.milestones)]
    # Where it stands now: below the one before it.
    present = ids[ids.index(milestone_id) - 1] if home.id == component.id else None
    options = [
        discord.SelectOption(
            label="First" if name == FIRST else cut(f"After {_title(plan, name)}", 100), value=name
        )
        for name in ids
        if name not in (present, milestone_id)
    ]
    choice: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=PLACE(milestone_id, component.id),
        placeholder="Its new place",
        options=options,
    )
    where = f"in *{escape(component.title)}*"
    only = f"It is the only milestone {where}, so it has no other place there."
    return Panel(
        ACCENT,
        f"**Move {escape(milestone.title)}**\n"
        + (f"Choose its place {where}." if options else only),
        *([buttons(choice)] if options else []),
        buttons(button("Back", ONE(milestone_id))),
        small_print=f"`/plan edit` with a component too moves it to another one. {ONLY_YOU}",
    )


def _facts(plan: Plan, milestone: Milestone) -> list[str]:
    fields = fields_of(plan, milestone.id)
    path = plan.path(milestone.path) if milestone.path else None
    known = [
        *([f"{say_hours(milestone.hours).replace('-', '–')} h"] if milestone.hours else []),
        *([f"due {say_due(fields.due)}"] if fields and fields.due else []),
        *([say_repeats(milestone)] if milestone.repeats else []),
        *([f"only for {escape(path.title)}"] if path else []),
    ]
    needs = ", ".join(_title(plan, need) for need in milestone.needs)
    axes = ", ".join(axis.title for axis in plan.axes if axis.id in milestone.axes)
    found = [
        *([" · ".join(known)] if known else []),
        *([f"Waits for {fit(needs, _NEEDS)}"] if needs else []),
        *([f"Evidence for {fit(axes, _AXES)}"] if axes else []),
    ]
    return ["\n".join(f"-# {each}" for each in found)] if found else []


def _home(plan: Plan, milestone_id: str) -> tuple[Block, Component, Milestone]:
    return next(found for found in plan.walk() if found[2].id == milestone_id)


def _title(plan: Plan, milestone_id: str) -> str:
    return next(m.title for m in plan.milestones if m.id == milestone_id)


def _things(plan: Plan) -> list[Component | Milestone]:
    things: list[Component | Milestone] = []
    for block in plan.blocks:
        for component in block.components:
            things += [component, *component.milestones]
    return things


def _row(thing: Component | Milestone) -> ui.Section[ui.LayoutView]:
    if isinstance(thing, Component):
        return row(f"**{escape(thing.title)}**", button("Add here", ADD(thing.id)))
    return row(escape(thing.title), button("Open", ONE(thing.id)))
