"""The buttons and forms of competency."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.competency import queries, service
from bot.competency.evidence import my_evidence
from bot.competency.values import Evidence
from bot.errors import UserError
from bot.groups.values import MemberCaller
from bot.milestones import service as milestones
from bot.plans.values import Axis
from cogs.common.callers import as_member
from cogs.common.panels import Panel
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, chosen_one
from cogs.common.text import one_line
from cogs.competency.change import show_change
from cogs.competency.evidence_panels import ALL, evidence_panel
from cogs.competency.forms import answers_form, levels_form
from cogs.competency.panels import counted_panel, focus_panel, sheet_panel
from cogs.competency.routes import (
    ANSWER,
    COUNT,
    EVIDENCE,
    EVIDENCE_AXIS,
    EVIDENCE_PAGE,
    FINISH,
    FOCUS,
    MAKE_NEXT,
    OPEN,
    RATE,
    SHOW,
)


async def sheet_of(session: AsyncSession, caller: MemberCaller) -> Panel:
    """What the caller rates in this quarter, as a panel."""
    sheet = await queries.sheet(session, caller)
    return sheet_panel(sheet, caller.guild_id, caller.member.zone)


@OPEN.press
async def look(interaction: Interaction, guild_id: int) -> None:
    await reply(interaction, await as_member(interaction, guild_id).read(sheet_of))


@RATE.press
async def ask_levels(interaction: Interaction, guild_id: int, part: int) -> None:
    sheet = await as_member(interaction, guild_id).read(queries.sheet)
    if sheet.is_fixed or not 0 <= part < len(sheet.parts):
        raise UserError(
            "The plan's axes were edited since. `/competency rate` shows how your rating stands."
        )
    await open_form(interaction, levels_form(sheet, part, guild_id))


@RATE.form
async def rate(interaction: Interaction, fields: Fields, guild_id: int, part: int) -> None:
    async def kept(session: AsyncSession, caller: MemberCaller) -> Panel:
        sheet = await service.rate(session, caller, part, lambda name: fields.get(name, ""))
        return sheet_panel(sheet, guild_id, caller.member.zone)

    await rerender(interaction, await as_member(interaction, guild_id).act(kept))


@ANSWER.press
async def ask_questions(interaction: Interaction, guild_id: int) -> None:
    sheet = await as_member(interaction, guild_id).read(queries.sheet)
    await open_form(interaction, answers_form(sheet, guild_id))


@ANSWER.form
async def answer(interaction: Interaction, fields: Fields, guild_id: int) -> None:
    async def kept(session: AsyncSession, caller: MemberCaller) -> Panel:
        grown, focus = fields.get("grown", ""), fields.get("focus", "")
        sheet = await service.answer(session, caller, grown=grown, focus=focus)
        return sheet_panel(sheet, guild_id, caller.member.zone)

    await rerender(interaction, await as_member(interaction, guild_id).act(kept))


@FINISH.press
async def finish(interaction: Interaction, guild_id: int) -> None:
    async def finished(session: AsyncSession, caller: MemberCaller) -> Panel:
        sheet = await service.finish(session, caller)
        return sheet_panel(sheet, guild_id, caller.member.zone)

    await rerender(interaction, await as_member(interaction, guild_id).act(finished))


@SHOW.press
async def show(interaction: Interaction, guild_id: int, number: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.look, number or None)
    await show_change(interaction, found, guild_id)


@COUNT.press
async def count(interaction: Interaction, guild_id: int, rating: int, number: int) -> None:
    found = await as_member(interaction, guild_id).act(service.count, rating, number)
    await reply(interaction, counted_panel(found.plan_count, rating, guild_id))


@FOCUS.press
async def focus(interaction: Interaction, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.focus)
    await reply(interaction, focus_panel(found, guild_id))


@MAKE_NEXT.press
async def make_next(interaction: Interaction, guild_id: int, milestone_id: str) -> None:
    async def begun(session: AsyncSession, caller: MemberCaller) -> Panel:
        outcome = await milestones.start(session, caller, milestone_id)
        title = one_line(outcome.item.title, 90)
        said = f"In progress: *{title}*. `/milestone next` has it first, unless a date presses."
        return focus_panel(await queries.focus(session, caller), guild_id, said)

    await rerender(interaction, await as_member(interaction, guild_id).act(begun))


@EVIDENCE.press
async def evidence(interaction: Interaction, guild_id: int) -> None:
    await reply(interaction, await evidence_shown(interaction, guild_id, "", 0))


@EVIDENCE_PAGE.press
async def turn(interaction: Interaction, guild_id: int, axis: str, page: int) -> None:
    await rerender(interaction, await evidence_shown(interaction, guild_id, axis, page))


@EVIDENCE_AXIS.press
async def pick_axis(interaction: Interaction, guild_id: int) -> None:
    axis = chosen_one(interaction)
    axis = "" if axis == ALL else axis
    await rerender(interaction, await evidence_shown(interaction, guild_id, axis, 0))


async def evidence_shown(
    interaction: Interaction, guild_id: int | None, axis: str, page: int
) -> Panel:
    """A page of what whoever asks did, for one axis or all."""
    where, zone, axes, found = await as_member(interaction, guild_id).read(_evidence)
    return evidence_panel(found, axes, axis, page, guild_id=where, zone=zone)


async def _evidence(
    session: AsyncSession, caller: MemberCaller
) -> tuple[int, str, tuple[Axis, ...], list[Evidence]]:
    axes = (await queries.plan_with_axes(session, caller)).axes
    return caller.guild_id, caller.member.zone, axes, await my_evidence(session, caller)
