"""Editing single milestones of the plan: by form, their place, and removing them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import get_args

from bot.errors import NotFound, UserError
from bot.inputs.search import pick
from bot.plans import edit_service
from bot.plans import queries as plans
from bot.plans.rules.milestone_form import (
    clean_text,
    clean_title,
    parse_due,
    parse_hours,
    parse_times,
)
from bot.plans.values import (
    MAX_IN_COMPONENT,
    Component,
    MilestoneFields,
    OpenedMilestone,
    Plan,
    Repeats,
)
from cogs.common.callers import act_of, as_organiser, organiser_of
from cogs.common.panels import Panel
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, chosen_one
from cogs.common.text import one_line
from cogs.plans.draft_panels import preview_panel
from cogs.plans.edit_forms import NONE, add_form, edit_form, more_form
from cogs.plans.edit_panels import FIRST, edit_panel, milestone_panel, place_panel
from cogs.plans.routes import ADD, EDIT, EDITING, MORE, MOVE, ONE, PLACE, REMOVE, SAVE, SAVE_MORE


async def begin(interaction: Interaction, milestone: str | None, component: str | None) -> None:
    """Show a milestone, open the form of a new one in a component, or move one to the other."""
    plan = await _plan(interaction)
    place = None if component is None else _component(plan, component)
    milestone_id = None if milestone is None else _milestone(plan, milestone)
    if milestone_id is None and place is None:
        await reply(interaction, edit_panel(plan))
    elif milestone_id is None and place is not None:
        await open_form(interaction, add_form(place))
    elif milestone_id is not None and place is None:
        await reply(interaction, milestone_panel(plan, milestone_id))
    elif milestone_id is not None and place is not None:
        await reply(interaction, _places(plan, milestone_id, place))


@EDITING.press
async def turn(interaction: Interaction, page: int) -> None:
    await rerender(interaction, edit_panel(await _plan(interaction), page))


@ONE.press
async def show(interaction: Interaction, milestone_id: str) -> None:
    opened = await _opened(interaction, milestone_id)
    await rerender(interaction, milestone_panel(opened.plan, milestone_id))


@EDIT.press
async def ask_edit(interaction: Interaction, milestone_id: str) -> None:
    opened = await _opened(interaction, milestone_id)
    await open_form(interaction, edit_form(opened))


@MORE.press
async def ask_more(interaction: Interaction, milestone_id: str) -> None:
    opened = await _opened(interaction, milestone_id)
    await open_form(interaction, more_form(opened))


@SAVE.press
async def ask_edit_again(interaction: Interaction, number: int, milestone_id: str) -> None:
    """Open the form as it was opened on version ``number``."""
    await open_form(interaction, edit_form(await _opened(interaction, milestone_id, number)))


@SAVE_MORE.press
async def ask_more_again(interaction: Interaction, number: int, milestone_id: str) -> None:
    """As :func:`ask_edit_again`."""
    await open_form(interaction, more_form(await _opened(interaction, milestone_id, number)))


@MOVE.press
async def ask_place(interaction: Interaction, milestone_id: str) -> None:
    """Show the places that a milestone can have in its component."""
    plan = (await _opened(interaction, milestone_id)).plan
    home = next(c for _, c, m in plan.walk() if m.id == milestone_id)
    await rerender(interaction, place_panel(plan, milestone_id, home))


@PLACE.press
async def place(interaction: Interaction, milestone_id: str, component_id: str) -> None:
    """Preview the plan with the milestone in the place chosen."""
    caller, chosen = await organiser_of(interaction), chosen_one(interaction)
    after = None if chosen == FIRST else chosen
    preview = await edit_service.place(
        act_of(interaction), caller, milestone_id, component_id, after
    )
    await rerender(interaction, preview_panel(preview))


@REMOVE.press
async def remove(interaction: Interaction, milestone_id: str) -> None:
    """Preview the plan without the milestone."""
    caller = await organiser_of(interaction)
    preview = await edit_service.remove(act_of(interaction), caller, milestone_id)
    await rerender(interaction, preview_panel(preview))


@ADD.press
async def ask_add(interaction: Interaction, component_id: str) -> None:
    component = _component(await _plan(interaction), component_id)
    await open_form(interaction, add_form(component))


@SAVE.form
async def edit(interaction: Interaction, fields: Fields, number: int, milestone_id: str) -> None:
    """Preview the milestone as the form has it."""
    await _change(interaction, number, milestone_id, lambda plan, was: _wanted(plan, was, fields))


@SAVE_MORE.form
async def edit_more(
    interaction: Interaction, fields: Fields, number: int, milestone_id: str
) -> None:
    """Preview the milestone with other path, repeats and axes."""
    await _change(interaction, number, milestone_id, lambda plan, was: _more(plan, was, fields))


@ADD.form
async def add(interaction: Interaction, fields: Fields, component_id: str) -> None:
    """Preview the plan with the new milestone."""
    caller = await organiser_of(interaction)

    def wanted(plan: Plan, was: MilestoneFields) -> MilestoneFields:
        return _wanted(plan, was, fields)

    preview = await edit_service.add(act_of(interaction), caller, component_id, wanted)
    await reply(interaction, preview_panel(preview))


async def _plan(interaction: Interaction) -> Plan:
    return await as_organiser(interaction).read(plans.current_for)


async def _opened(
    interaction: Interaction, milestone_id: str, number: int | None = None
) -> OpenedMilestone:
    return await as_organiser(interaction).read(edit_service.opened, milestone_id, number)


async def _change(
    interaction: Interaction,
    number: int,
    milestone_id: str,
    wanted: Callable[[Plan, MilestoneFields], MilestoneFields],
) -> None:
    caller = await organiser_of(interaction)
    preview = await edit_service.change(
        act_of(interaction), caller, milestone_id, wanted, number=number
    )
    await reply(interaction, preview_panel(preview))


def _places(plan: Plan, milestone_id: str, component: Component) -> Panel:
    """The places in a component. Raises UserError where there is no room."""
    inside = {m.id for m in component.milestones}
    if milestone_id not in inside and len(inside) >= MAX_IN_COMPONENT:
        raise UserError(
            f"A component has at most {MAX_IN_COMPONENT} milestones, and that one has them. Move "
            "or remove one there first."
        )
    return place_panel(plan, milestone_id, component)


def _wanted(plan: Plan, was: MilestoneFields, fields: Fields) -> MilestoneFields:
    """What the form holds. Raises UserError where it cannot be read."""
    typed = {name: fields.get(name, "") for name in ("title", "text", "hours", "due", "needs")}
    needs = (_milestone(plan, each) for each in typed["needs"].splitlines() if each.strip())
    return replace(
        was,
        title=clean_title(typed["title"]),
        text=clean_text(typed["text"]),
        hours=parse_hours(typed["hours"]),
        due=parse_due(typed["due"]),
        needs=tuple(dict.fromkeys(needs)),
    )


def _more(plan: Plan, was: MilestoneFields, fields: Fields) -> MilestoneFields:
    """What the second form holds. Raises NotFound where the plan has that no longer."""
    axes = _picked(fields, "axes", [axis.id for axis in plan.axes])
    repeats = next(iter(_picked(fields, "repeats", get_args(Repeats))), None)
    return replace(
        was,
        repeats=repeats,
        times=parse_times(fields.get("times", ""), repeats),
        path=next(iter(_picked(fields, "path", [path.id for path in plan.paths])), None),
        # Their order in the file stays when none came or went.
        axes=was.axes if set(axes) == set(was.axes) else tuple(axes),
    )


def _picked(fields: Fields, name: str, known: Collection[str]) -> list[str]:
    values = [value for value in fields.get(name, []) if value != NONE]
    if not set(values).issubset(known):
        raise NotFound("The plan has no such choice now. Open the form again with `/plan edit`.")
    return values


def _milestone(plan: Plan, typed: str) -> str:
    found = pick([(m.id, m.title) for m in plan.milestones], typed)
    if found is None:
        raise NotFound(
            f"The plan has no milestone “{one_line(typed, 80)}”, or several like it. Type the "
            "whole title as it stands in `/plan edit`, one a line."
        )
    return found


def _component(plan: Plan, typed: str) -> Component:
    components = {c.id: c for block in plan.blocks for c in block.components}
    found = pick([(c.id, c.title) for c in components.values()], typed)
    if found is None:
        raise NotFound("The plan has no such component. Pick one as you type.")
    return components[found]
