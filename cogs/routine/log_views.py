"""The buttons and forms of the log, of weeks and of the digest, and what `/routine` shows of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.charts import streak as chart
from bot.groups.values import MemberCaller
from bot.routine import digest, log_queries, log_service, queries
from bot.routine.streak_values import Streak
from bot.routine.week_values import WeekLog, week_of
from cogs.common.callers import as_member
from cogs.common.forms import Form, text_field
from cogs.common.panels import Panel
from cogs.common.pictures import reply_with_picture
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction
from cogs.routine.log_panels import log_panel
from cogs.routine.panels import ACCENT
from cogs.routine.routes import DIGEST_PAGE, LOG, MINUTES, TAKE_BACK, THIS_WEEK, WEEK
from cogs.routine.views import act_on_day
from cogs.routine.week_panels import recent_panel, week_form, week_panel

_HOW = (
    "A day done adds one. A skip and rest hold it; a planned day without an answer spends a "
    "freeze. Seven days done earn one."
)


async def show_log(interaction: Interaction, typed: str) -> None:
    """Answer ``/routine log``."""

    async def look(session: AsyncSession, caller: MemberCaller) -> Panel:
        return log_panel(await log_queries.log_as_typed(session, caller, typed), now=caller.now)

    await reply(interaction, await as_member(interaction).read(look))


async def show_streak(interaction: Interaction) -> None:
    """Answer ``/routine streak``."""
    data = _standing(await as_member(interaction).read(log_queries.streak))
    said, alt = chart.in_words(data), chart.alt_text(data)
    await reply_with_picture(interaction, ACCENT, chart.draw, data, said, alt, note=_HOW)


async def show_digest(interaction: Interaction) -> None:
    """Answer ``/routine digest``."""
    await reply(interaction, await _recent(interaction, None, 0))


@LOG.press
async def open_day(interaction: Interaction, guild_id: int, day: date) -> None:
    async def look(session: AsyncSession, caller: MemberCaller) -> Panel:
        return log_panel(await log_queries.day_log(session, caller, day), now=caller.now)

    await rerender(interaction, await as_member(interaction, guild_id).read(look))


@MINUTES.press
async def open_minutes(interaction: Interaction, guild_id: int, day: date, origin: str) -> None:
    seen = await as_member(interaction, guild_id).read(queries.see_day, day)
    known = seen.entry.minutes if seen.entry else None
    field = text_field(
        "minutes",
        "How many minutes did it take?",
        hint="Only you see it. Leave it empty to remove it.",
        example="45",
        default=str(known) if known else None,
        required=False,
        max_length=20,
    )
    form = Form("Minutes of this day", MINUTES(guild_id, day, origin), fields=[field])
    await open_form(interaction, form)


@MINUTES.form
async def write_minutes(
    interaction: Interaction, fields: Fields, guild_id: int, day: date, origin: str
) -> None:
    typed = fields.get("minutes", "")
    await act_on_day(interaction, guild_id, origin, log_service.write_minutes, day, typed)


@WEEK.press
async def open_week(interaction: Interaction, guild_id: int, week: date) -> None:
    seen = await as_member(interaction, guild_id).read(log_queries.see_week, week)
    await open_form(interaction, week_form(guild_id, seen))


@WEEK.form
async def write_week(interaction: Interaction, fields: Fields, guild_id: int, week: date) -> None:
    shown = fields.get("shown", False)
    written = await as_member(interaction, guild_id).act(
        log_service.write_week,
        week,
        better=fields.get("better", ""),
        to_change=fields.get("change", ""),
        ahead=fields.get("ahead", ""),
        line=fields.get("line", ""),
        shown=shown,
    )
    await reply(interaction, week_panel(guild_id, interaction.user.id, written, wanted=shown))


@TAKE_BACK.press
async def take_back(interaction: Interaction, guild_id: int, week: date) -> None:
    kept = await as_member(interaction, guild_id).act(log_service.take_back_line, week)
    await rerender(interaction, week_panel(guild_id, interaction.user.id, kept))


@THIS_WEEK.press
async def open_this_week(interaction: Interaction, guild_id: int, _delivery_id: int) -> None:
    async def look(session: AsyncSession, caller: MemberCaller) -> WeekLog:
        return await log_queries.see_week(session, caller, week_of(caller.today))

    seen = await as_member(interaction, guild_id).read(look)
    await open_form(interaction, week_form(guild_id, seen))


@DIGEST_PAGE.press
async def turn_digest(interaction: Interaction, guild_id: int, page: int) -> None:
    await rerender(interaction, await _recent(interaction, guild_id, page))


async def _recent(interaction: Interaction, guild_id: int | None, page: int) -> Panel:
    async def look(session: AsyncSession, caller: MemberCaller) -> Panel:
        lines = await digest.recent(session, caller)
        return recent_panel(lines, page, caller.guild_id, days=digest.SHOWN_DAYS)

    return await as_member(interaction, guild_id).read(look)


def _standing(found: Streak) -> chart.Standing:
    return chart.Standing(
        today=found.today,
        current=found.current,
        longest=found.longest,
        freezes=found.freezes,
        to_next=found.to_next,
        kept=found.kept,
        planned=found.planned,
        days=tuple((day, kind.value) for day, kind in found.days),
    )
