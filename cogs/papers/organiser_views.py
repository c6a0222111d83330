"""What organisers' buttons do with a round; `/paper close`, `extend` and `skip` do the same."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.queries import get_group
from bot.groups.values import Group, OrganiserCaller
from bot.inputs.times import parse_weekly
from bot.papers import round_acts
from cogs.common.callers import as_organiser
from cogs.common.forms import Form, text_field
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction
from cogs.papers import organiser_panels as panels
from cogs.papers.routes import (
    CLOSE_FOR_SURE,
    CLOSE_NOW,
    END_FOR_SURE,
    EXTEND,
    EXTEND_FOR_SURE,
    HOURS,
    HOURS_FIT,
    SKIP,
    SKIP_WEEK,
    UNSKIP_WEEK,
)

_HINT = "A weekday and a time, such as Monday 9:00."


@CLOSE_NOW.press
async def ask_close(interaction: Interaction) -> None:
    """Show what follows if the vote is closed.

    Raises:
        NotFound: none is open.
    """
    found = await as_organiser(interaction).read(round_acts.to_close)
    await reply(interaction, panels.close_panel(found))


@CLOSE_FOR_SURE.press
async def close(interaction: Interaction, round_id: int) -> None:
    closed = await as_organiser(interaction).act(round_acts.close_now, round_id)
    group = await as_organiser(interaction).read(_group)
    await rerender(interaction, panels.closed_panel(closed, group.papers_channel_id))


@EXTEND.press
async def ask_extend(interaction: Interaction) -> None:
    """Show what follows if the vote gets more days.

    Raises:
        NotFound: none is open.
    """
    found = await as_organiser(interaction).read(round_acts.to_extend)
    await reply(interaction, panels.extend_panel(found))


@EXTEND_FOR_SURE.press
async def extend(interaction: Interaction, round_id: int, days: int, seen: int) -> None:
    extended = await as_organiser(interaction).act(round_acts.extend, round_id, days, seen)
    await rerender(interaction, panels.extended_panel(extended))


@SKIP.press
async def ask_skip(interaction: Interaction) -> None:
    """Show what can be skipped, and what follows."""
    found = await as_organiser(interaction).read(round_acts.to_skip)
    await reply(interaction, panels.skip_panel(found))


@END_FOR_SURE.press
async def end(interaction: Interaction, round_id: int) -> None:
    ended = await as_organiser(interaction).act(round_acts.end_without_pick, round_id)
    group = await as_organiser(interaction).read(_group)
    await rerender(interaction, panels.ended_panel(ended, group.papers_channel_id))


@SKIP_WEEK.press
async def skip_week(interaction: Interaction, monday: date) -> None:
    found = await as_organiser(interaction).act(round_acts.skip_week, monday)
    await rerender(interaction, panels.skip_panel(found))


@UNSKIP_WEEK.press
async def unskip_week(interaction: Interaction, monday: date) -> None:
    found = await as_organiser(interaction).act(round_acts.unskip_week, monday)
    await rerender(interaction, panels.skip_panel(found))


@HOURS.press
async def open_hours(interaction: Interaction) -> None:
    opens, closes = panels.hours(await as_organiser(interaction).read(_group))
    fields = [
        text_field("opens", "Weekly paper opens", hint=_HINT, default=opens, max_length=40),
        text_field("closes", "Weekly paper closes", hint=_HINT, default=closes, max_length=40),
    ]
    await open_form(interaction, Form("The hours of the vote", HOURS(), fields=fields))


@HOURS.form
async def set_hours(interaction: Interaction, fields: Fields) -> None:
    opens, closes = (parse_weekly(fields.get(name, "")) for name in ("opens", "closes"))
    group = await as_organiser(interaction).act(round_acts.change_hour, opens, closes)
    await reply(interaction, panels.hours_panel(group))


@HOURS_FIT.press
async def keep_hours(interaction: Interaction) -> None:
    await as_organiser(interaction).act(round_acts.keep_hour)
    await reply(interaction, panels.hours_fit_panel())


async def _group(session: AsyncSession, caller: OrganiserCaller) -> Group:
    return await get_group(session, caller.guild_id)
