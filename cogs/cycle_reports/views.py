"""The buttons and the form of cycle reports. Each loads afresh by group, cycle and member."""

from __future__ import annotations

import discord
from sqlalchemy.ext.asyncio import AsyncSession

from bot.charts import cycle as chart
from bot.client import Syllabot
from bot.cycle_reports import queries, service
from bot.cycle_reports.document import document
from bot.cycle_reports.values import Report
from bot.files import markdown_file
from bot.groups.values import MemberCaller
from cogs.common.attachments import attachments
from cogs.common.callers import as_member
from cogs.common.panels import ONLY_YOU, Items, Panel
from cogs.common.pictures import reply_with_picture
from cogs.common.reply import open_form, reply
from cogs.common.routes import Fields, Interaction
from cogs.cycle_reports.group_panels import group_panel
from cogs.cycle_reports.panels import (
    absent_panel,
    adjust_panel,
    answer_form,
    kept_panel,
    report_rows,
)
from cogs.cycle_reports.picture import cycle_of
from cogs.cycle_reports.routes import ADJUST, ANSWER, GROUP, REPORT
from cogs.cycle_reports.style import ACCENT


@REPORT.press
async def show_report(interaction: Interaction, guild_id: int, number: int) -> None:
    """One's own page: a picture where there is something to draw, its words, and a file."""
    found = await as_member(interaction, guild_id).read(queries.report, number)
    if not isinstance(found, Report):
        await reply(interaction, absent_panel(found))
        return
    files = attachments([markdown_file(f"cycle-{number}", document(found))])
    data, rows = cycle_of(found), report_rows(found)
    if data.is_empty:
        shown = (discord.ui.File[discord.ui.LayoutView](file) for file in files)
        panel = Panel(ACCENT, chart.in_words(data), *rows, *shown, small_print=ONLY_YOU)
        await reply(interaction, panel, files=files)
        return
    await reply_with_picture(
        interaction,
        ACCENT,
        chart.draw,
        data,
        chart.in_words(data),
        chart.alt_text(data),
        table=chart.table(data),
        rows=rows,
        more_files=files,
    )


@ANSWER.press
async def ask(interaction: Interaction, guild_id: int, number: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.report, number)
    if not isinstance(found, Report):
        await reply(interaction, absent_panel(found))
        return
    form = answer_form(found.cycle.guild_id, number, found.questions, found.reflection)
    await open_form(interaction, form)


@ANSWER.form
async def keep(interaction: Interaction, fields: Fields, guild_id: int, number: int) -> None:
    report = await as_member(interaction, guild_id).act(
        service.reflect,
        number,
        progress=fields.get("progress", ""),
        drained=fields.get("drained", ""),
        party=fields.get("party", ""),
    )
    await reply(interaction, kept_panel(report))


@GROUP.press
async def show_group(interaction: Interaction, guild_id: int, number: int) -> None:
    page = await as_member(interaction, guild_id).read(queries.group_page, number)
    await reply(interaction, group_panel(page))


@ADJUST.press
async def show_next(interaction: Interaction, guild_id: int) -> None:
    rows = await as_member(interaction, guild_id).read(_adjustments, interaction.client)
    await reply(interaction, adjust_panel(rows))


async def _adjustments(session: AsyncSession, caller: MemberCaller, bot: Syllabot) -> Items:
    """What all features let a member adjust, in their order."""
    return [
        row
        for feature in bot.features
        if feature.adjust is not None
        for row in await feature.adjust(session, caller)
    ]
