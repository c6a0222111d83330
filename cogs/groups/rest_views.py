"""The buttons, selects and forms of a member's rest and nudges."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import weekdays_in
from bot.errors import UserError
from bot.groups import rest_service
from bot.groups import service as groups
from bot.groups.rest import Nudges
from bot.groups.values import Member, MemberCaller
from bot.inputs.repeats import RepeatedDays, parse_repeated_days
from cogs.common.callers import as_member
from cogs.common.pausing import pause_form
from cogs.common.reply import open_form, rerender
from cogs.common.routes import Fields, Interaction, chosen_one
from cogs.groups import members
from cogs.groups.rest_panels import add_rest_form, lighter_form, rest_panel, which_week_panel
from cogs.groups.routes import (
    ADD_REST,
    CALL_OFF_PAUSE,
    END_LIGHTER,
    FIRST_WEEK,
    LIGHTER,
    NUDGES,
    PAUSE,
    REMOVE_REST,
    REST,
)

_NOT_OFFERED = "That is not among the choices. `/me` shows them anew."
_WEEKDAY_VALUES: frozenset[str] = frozenset(map(str, range(7)))


@NUDGES.press
async def set_nudges(interaction: Interaction, guild_id: int) -> None:
    try:
        nudges = Nudges(chosen_one(interaction))
    except ValueError:
        raise UserError(_NOT_OFFERED) from None
    await members.change(interaction, guild_id, groups.change_member, nudges=nudges)


@PAUSE.press
async def open_pause(interaction: Interaction, guild_id: int) -> None:
    await open_form(interaction, pause_form((await members.own(interaction, guild_id)).guild_id))


@PAUSE.form
async def set_pause(interaction: Interaction, fields: Fields, guild_id: int) -> None:
    until, first = fields.get("until", ""), fields.get("first", "")
    await members.change(interaction, guild_id, rest_service.pause_as_typed, until, first)


@REST.press
async def show_rest(interaction: Interaction, guild_id: int) -> None:
    standing = await members.standing(interaction, guild_id)
    await rerender(interaction, rest_panel(standing, now=interaction.client.clock.now()))


@CALL_OFF_PAUSE.press
async def call_off(interaction: Interaction, guild_id: int) -> None:
    await members.change_rest(interaction, guild_id, rest_service.call_off_pause)


@ADD_REST.press
async def open_add_rest(interaction: Interaction, guild_id: int) -> None:
    member = await members.own(interaction, guild_id)
    await open_form(interaction, add_rest_form(member.guild_id))


@ADD_REST.form
async def add_rest(interaction: Interaction, fields: Fields, guild_id: int) -> None:
    """Take the rule; which week is its first is asked where it was not said."""

    async def read(_session: AsyncSession, caller: MemberCaller) -> tuple[Member, RepeatedDays]:
        typed = fields.get("days", "")
        return caller.member, parse_repeated_days(typed, today=caller.today, zone=caller.zone)

    member, days = await as_member(interaction, guild_id).read(read)
    if days.lacks_first:
        now = interaction.client.clock.now()
        await rerender(interaction, which_week_panel(member, days, now))
        return
    await members.change_rest(interaction, guild_id, rest_service.add_rest, days)


@FIRST_WEEK.press
async def pick_first_week(
    interaction: Interaction, guild_id: int, weekdays: int, every: int
) -> None:
    try:
        first = date.fromisoformat(chosen_one(interaction))
    except ValueError:
        raise UserError(_NOT_OFFERED) from None
    days = RepeatedDays(weekdays=weekdays_in(weekdays), every=every, first=first)
    await members.change_rest(interaction, guild_id, _add_counted, days)


@REMOVE_REST.press
async def remove_rest(interaction: Interaction, guild_id: int, key: str) -> None:
    await members.change_rest(interaction, guild_id, rest_service.remove_rest, key)


@LIGHTER.press
async def open_lighter(interaction: Interaction, guild_id: int) -> None:
    member = await members.own(interaction, guild_id)
    if len(member.weekdays) < 2:
        raise UserError("You have one day a week at most already. *Pause* in `/me` frees that too.")
    await open_form(interaction, lighter_form(member.guild_id, sorted(member.weekdays)))


@LIGHTER.form
async def lighten(interaction: Interaction, fields: Fields, guild_id: int) -> None:
    kept = frozenset(int(day) for day in fields.get("days", []) if day in _WEEKDAY_VALUES)
    weeks = next((int(each) for each in fields.get("weeks", []) if each.isdecimal()), 0)
    await members.change_rest(interaction, guild_id, rest_service.lighten, kept, weeks)


@END_LIGHTER.press
async def end_lighter(interaction: Interaction, guild_id: int) -> None:
    await members.change_rest(interaction, guild_id, rest_service.end_lighter)


async def _add_counted(session: AsyncSession, caller: MemberCaller, days: RepeatedDays) -> Member:
    """Add a rule whose first week was picked among those that were offered."""
    assert days.first is not None, "it was picked"
    monday = caller.today - timedelta(days=caller.today.weekday())
    if not monday <= days.first < monday + timedelta(weeks=days.every):
        raise UserError(_NOT_OFFERED)
    return await rest_service.add_rest(session, caller, days)
