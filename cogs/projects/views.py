"""What the buttons and forms of a project in work do; lists and audits."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UserError
from bot.groups.values import MemberCaller
from bot.plans import queries as plans
from bot.plans.values import Plan
from bot.projects import queries, rules, service
from bot.projects.values import POSTED_PROJECT, Moved, ShownProject, StageAudit, Wanted
from cogs.common.callers import as_member
from cogs.common.panels import Panel
from cogs.common.public_panels import refresh
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, chosen_one
from cogs.projects import forms
from cogs.projects.list_panels import ALL, audits_panel, list_panel
from cogs.projects.panels import (
    ask_to_delete_panel,
    ask_to_move_panel,
    audit_page,
    audit_panel,
    project_panel,
    reading_panel,
)
from cogs.projects.routes import (
    ANSWER,
    ASK_TO_DELETE,
    AUDIT,
    AUDITS,
    BY_BLOCK,
    BY_STAGE,
    CHECKPOINT,
    DELETE,
    EDIT,
    LIST,
    MOVE_ANYWAY,
    MOVE_ON,
    NEW,
    PAGE,
    READ,
    SHOW,
    STEP,
    UNDO,
    Back,
    Whose,
)
from cogs.projects.text import name, stage_words


async def begin(interaction: Interaction) -> None:
    """Open the form of a new project."""
    await open_form(interaction, forms.new_form(await plan_of(interaction)))


async def plan_of(interaction: Interaction) -> Plan:
    """The plan of the person's group."""
    return await as_member(interaction).read(plans.current_for)


async def edit(interaction: Interaction, project_id: int) -> None:
    """Open the form of what a project is."""
    shown, plan = await as_member(interaction).read(_with_plan, project_id)
    await open_form(interaction, forms.edit_form(shown, plan.blocks))


async def show_any(interaction: Interaction, project_id: int) -> Panel:
    """One's own project to act on, or one of the group's to read."""
    shown = await as_member(interaction).read(queries.show, project_id)
    if shown.project.user_id == interaction.user.id:
        return project_panel(shown)
    return reading_panel(shown, 0, interaction.user.id)


async def audit_of(interaction: Interaction, project_id: int, page: int = 0) -> Panel:
    """The audit of a project that the person may read."""
    shown = await as_member(interaction).read(queries.show, project_id)
    return audit_panel(shown, page, interaction.user.id)


async def audits(interaction: Interaction, page: int = 0) -> Panel:
    """The audits of all projects of the person."""
    return audits_panel(await as_member(interaction).read(queries.audits), page)


async def listed(interaction: Interaction, wanted: Wanted, page: int = 0) -> Panel:
    """A page of projects."""
    return list_panel(await as_member(interaction).read(queries.listed, wanted, page))


async def update(
    interaction: Interaction, project_id: int, step: str | None, stage: str | None
) -> None:
    """Keep the next step, and take it to a stage, asking first for a checkpoint that is missing."""
    if step is not None:
        shown = await as_member(interaction).act(service.plan_step, project_id, step)
        if stage is None:
            await answer_changed(interaction, shown)
    if stage is not None:
        moved = await as_member(interaction).act(service.move_to, project_id, stage, anyway=False)
        await _answer_moved(interaction, moved, stage)


async def answer_changed(
    interaction: Interaction, shown: ShownProject, panel: Panel | None = None
) -> None:
    """Show ``panel``, or the project as it is after an act, and let its post follow."""
    await rerender(interaction, panel or project_panel(shown))
    if shown.project.post is not None:
        project = shown.project
        await refresh(interaction.client, POSTED_PROJECT, project.guild_id, project.id)


@NEW.press
async def ask_new(interaction: Interaction) -> None:
    await begin(interaction)


@NEW.form
async def keep_new(interaction: Interaction, fields: Fields) -> None:
    shown = await as_member(interaction).create(service.begin, **_described(fields))
    said = "Begun. It is yours alone, and every part can come later."
    await rerender(interaction, project_panel(shown, said))


@EDIT.press
async def ask_edit(interaction: Interaction, project_id: int) -> None:
    await edit(interaction, project_id)


@EDIT.form
async def keep_edit(interaction: Interaction, fields: Fields, project_id: int) -> None:
    shown = await as_member(interaction).act(service.describe, project_id, **_described(fields))
    await answer_changed(interaction, shown)


@ANSWER.press
async def ask_answers(interaction: Interaction, project_id: int) -> None:
    shown = await as_member(interaction).read(queries.own, project_id)
    await open_form(interaction, forms.answer_form(shown))


@ANSWER.form
async def keep_answers(interaction: Interaction, fields: Fields, project_id: int) -> None:
    """Keep them; what the plan asks only since the form was opened keeps its answer."""
    before = await as_member(interaction).read(queries.own, project_id)
    known = before.project.answers
    typed = {
        each.id: fields.get(each.id, known.get(each.id, "")) for each in before.guide.questions
    }
    shown = await as_member(interaction).act(service.answer, project_id, typed)
    await answer_changed(interaction, shown)


@CHECKPOINT.press
async def ask_checkpoint(interaction: Interaction, project_id: int, stage: str, back: Back) -> None:
    shown = await as_member(interaction).read(queries.own, project_id)
    await open_form(interaction, forms.checkpoint_form(project_id, _stage(shown, stage), back))


@CHECKPOINT.form
async def keep_checkpoint(
    interaction: Interaction, fields: Fields, project_id: int, stage: str, back: Back
) -> None:
    shown = await as_member(interaction).act(
        service.write_checkpoint,
        project_id,
        stage,
        words=fields.get("words", ""),
        link=fields.get("link", ""),
    )
    page = audit_page(shown, stage)
    is_audit = back is Back.AUDIT
    panel = audit_panel(shown, page, interaction.user.id) if is_audit else project_panel(shown)
    await answer_changed(interaction, shown, panel)


@STEP.press
async def ask_step(interaction: Interaction, project_id: int) -> None:
    shown = await as_member(interaction).read(queries.own, project_id)
    await open_form(interaction, forms.step_form(shown.project))


@STEP.form
async def keep_step(interaction: Interaction, fields: Fields, project_id: int) -> None:
    await update(interaction, project_id, fields.get("step", ""), None)


@SHOW.press
async def show(interaction: Interaction, project_id: int) -> None:
    await rerender(interaction, await show_any(interaction, project_id))


@READ.press
async def read(interaction: Interaction, project_id: int) -> None:
    """Open a project from its post or the daily message, which stays."""
    await reply(interaction, await show_any(interaction, project_id))


@PAGE.press
async def turn_page(interaction: Interaction, project_id: int, page: int) -> None:
    shown = await as_member(interaction).read(queries.show, project_id)
    await rerender(interaction, reading_panel(shown, page, interaction.user.id))


@MOVE_ON.press
async def move_on(interaction: Interaction, project_id: int, number: int) -> None:
    """Take it to the next stage, asking first for a checkpoint that is missing."""
    moved = await as_member(interaction).act(service.move_on, project_id, number, anyway=False)
    shown = moved.shown
    after = rules.following(shown.guide, shown.project.stage, shown.progress.reached)
    await _answer_moved(interaction, moved, after.id if after else "")


@MOVE_ANYWAY.press
async def move_anyway(interaction: Interaction, project_id: int, stage: str) -> None:
    moved = await as_member(interaction).act(service.move_to, project_id, stage, anyway=True)
    await _answer_moved(interaction, moved, stage)


@UNDO.press
async def undo(interaction: Interaction, project_id: int, number: int) -> None:
    shown = await as_member(interaction).act(service.undo, project_id, number)
    await answer_changed(interaction, shown)


@ASK_TO_DELETE.press
async def ask_to_delete(interaction: Interaction, project_id: int) -> None:
    shown = await as_member(interaction).read(queries.own, project_id)
    await rerender(interaction, ask_to_delete_panel(shown))


@DELETE.press
async def delete(interaction: Interaction, project_id: int) -> None:
    await as_member(interaction).act(service.discard, project_id)
    await rerender(interaction, await listed(interaction, Wanted()))


@AUDIT.press
async def audit(interaction: Interaction, project_id: int, page: int) -> None:
    await rerender(interaction, await audit_of(interaction, project_id, page))


@AUDITS.press
async def turn_audits(interaction: Interaction, page: int) -> None:
    await rerender(interaction, await audits(interaction, page))


@LIST.press
async def turn(interaction: Interaction, whose: Whose, stage: str, block: str, page: int) -> None:
    await rerender(interaction, await listed(interaction, _wanted(whose, stage, block), page))


@BY_STAGE.press
async def choose_stage(interaction: Interaction, whose: Whose, block: str) -> None:
    wanted = _wanted(whose, _chosen(interaction), block)
    await rerender(interaction, await listed(interaction, wanted))


@BY_BLOCK.press
async def choose_block(interaction: Interaction, whose: Whose, stage: str) -> None:
    wanted = _wanted(whose, stage, _chosen(interaction))
    await rerender(interaction, await listed(interaction, wanted))


async def _answer_moved(interaction: Interaction, moved: Moved, wanted: str) -> None:
    if moved.leaves is not None:
        await rerender(interaction, ask_to_move_panel(moved, wanted))
        return
    shown = moved.shown
    said = f"*{name(shown.project)}* stands at {stage_words(shown.guide, shown.project)}."
    await answer_changed(interaction, shown, project_panel(shown, said))


def _stage(shown: ShownProject, stage: str) -> StageAudit:
    """A stage of the plan, or one that the project came to in a former plan.

    Raises:
        UserError: there is none with this id.
    """
    audit = rules.audit(shown.guide, shown.project, shown.progress)
    found = next((each for each in audit.stages if each.id == stage), None)
    if found is None:
        raise UserError("The plan has no such stage any more. `/project show` has those it has.")
    return found


def _described(fields: Fields) -> dict[str, Any]:
    none: list[str] = []
    blocks = fields.get("block", none)
    block = blocks[0] if blocks and blocks[0] != forms.NO_BLOCK else ""
    return {
        "title": fields.get("title", ""),
        "summary": fields.get("summary", ""),
        "repository": fields.get("repository", ""),
        "pain_points": [str(each) for each in fields.get("pain_points", none)],
        "block": str(block),
    }


def _wanted(whose: Whose, stage: str, block: str) -> Wanted:
    return Wanted(whose is Whose.MINE, stage, block)


def _chosen(interaction: Interaction) -> str:
    chosen = chosen_one(interaction)
    return "" if chosen == ALL else chosen


async def _with_plan(
    session: AsyncSession, caller: MemberCaller, project_id: int
) -> tuple[ShownProject, Plan]:
    return await queries.own(session, caller, project_id), await plans.current_for(session, caller)
