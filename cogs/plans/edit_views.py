"""Editing single milestones of the plan by form."""

from __future__ import annotations

from typing import Any

from bot.errors import NotFound
from bot.milestones.search import pick
from bot.plans import edits
from bot.plans import service as plans
from bot.plans.fields import Fields, clean_text, clean_title, parse_due, parse_hours
from bot.plans.model import Component, Plan
from cogs.common.access import require_organiser
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes
from cogs.common.text import one_line
from cogs.plans.draft_views import preview_of
from cogs.plans.edit_panels import add_form, edit_form, edit_panel

routes = Routes()


async def begin(interaction: Interaction, milestone: str | None, component: str | None) -> None:
    """Open the form of a milestone, of a new one in a component, or move one to the other."""
    guild_id = require_organiser(interaction)
    async with interaction.client.db.read() as session:
        plan = await plans.current(session, guild_id)
    place = None if component is None else _component(plan, component)
    milestone_id = None if milestone is None else _milestone(plan, milestone)
    if milestone_id is None and place is None:
        await reply(interaction, edit_panel(plan))
    elif milestone_id is None and place is not None:
        await interaction.response.send_modal(add_form(place))
    elif milestone_id is not None and place is None:
        await ask_edit(interaction, milestone_id)
    elif milestone_id is not None and place is not None:
        await _move(interaction, guild_id, milestone_id, place.id)


@routes.press("plan:editing", int)
async def turn(interaction: Interaction, page: int) -> None:
    """A page of what can be edited."""
    guild_id = require_organiser(interaction)
    async with interaction.client.db.read() as session:
        plan = await plans.current(session, guild_id)
    await rerender(interaction, edit_panel(plan, page))


@routes.press("plan:edit", str)
async def ask_edit(interaction: Interaction, milestone_id: str) -> None:
    """The form of a milestone, with what it says now."""
    guild_id = require_organiser(interaction)
    async with interaction.client.db.read() as session:
        opened = await edits.opened(session, guild_id, milestone_id)
    await interaction.response.send_modal(edit_form(opened))


@routes.press("plan:add", str)
async def ask_add(interaction: Interaction, component_id: str) -> None:
    """The form of a new milestone."""
    guild_id = require_organiser(interaction)
    async with interaction.client.db.read() as session:
        plan = await plans.current(session, guild_id)
    await interaction.response.send_modal(add_form(_component(plan, component_id)))


@routes.form("plan:edit", int, str)
async def edit(
    interaction: Interaction, fields: dict[str, Any], number: int, milestone_id: str
) -> None:
    """Preview the milestone as the form has it."""
    guild_id = require_organiser(interaction)
    async with interaction.client.db.begin() as session:
        plan = await plans.current(session, guild_id)
        preview = await edits.change(
            session,
            guild_id,
            interaction.user.id,
            milestone_id,
            _wanted(plan, fields),
            number=number,
            now=interaction.client.clock.now(),
        )
        panel = await preview_of(session, guild_id, preview)
    await reply(interaction, panel)


@routes.form("plan:add", str)
async def add(interaction: Interaction, fields: dict[str, Any], component_id: str) -> None:
    """Preview the plan with the new milestone."""
    guild_id = require_organiser(interaction)
    async with interaction.client.db.begin() as session:
        plan = await plans.current(session, guild_id)
        preview = await edits.add(
            session,
            guild_id,
            interaction.user.id,
            component_id,
            _wanted(plan, fields),
            now=interaction.client.clock.now(),
        )
        panel = await preview_of(session, guild_id, preview)
    await reply(interaction, panel)


async def _move(
    interaction: Interaction, guild_id: int, milestone_id: str, component_id: str
) -> None:
    async with interaction.client.db.begin() as session:
        preview = await edits.move(
            session,
            guild_id,
            interaction.user.id,
            milestone_id,
            component_id,
            now=interaction.client.clock.now(),
        )
        panel = await preview_of(session, guild_id, preview)
    await reply(interaction, panel)


def _wanted(plan: Plan, fields: dict[str, Any]) -> Fields:
    """What the form holds. Raises UserError where it cannot be read."""
    typed = {name: str(fields.get(name, "")) for name in ("title", "text", "hours", "due", "needs")}
    needs = (_milestone(plan, each) for each in typed["needs"].splitlines() if each.strip())
    return Fields(
        title=clean_title(typed["title"]),
        text=clean_text(typed["text"]),
        hours=parse_hours(typed["hours"]),
        due=parse_due(typed["due"]),
        needs=tuple(dict.fromkeys(needs)),
    )


def _milestone(plan: Plan, typed: str) -> str:
    found = pick([(m.id, m.title) for m in plan.milestones], typed)
    if found is None:
        raise NotFound(f"The plan has no milestone “{one_line(typed, 80)}”, or several like it.")
    return found


def _component(plan: Plan, typed: str) -> Component:
    components = {c.id: c for block in plan.blocks for c in block.components}
    found = pick([(c.id, c.title) for c in components.values()], typed)
    if found is None:
        raise NotFound("The plan has no such component. Pick one as you type.")
    return components[found]
