"""The buttons and forms of ``/me`` and ``/leave``."""

from __future__ import annotations

from datetime import time, timedelta

from bot.groups import rest_service
from bot.groups import service as groups
from bot.groups.rest import QuietHours
from bot.inputs import zones
from bot.inputs.times import parse_span, parse_time
from cogs.common.access import group_name, named_group
from cogs.common.callers import as_member
from cogs.common.forms import Form, text_field
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, chosen, chosen_one
from cogs.groups import members
from cogs.groups.member_panels import leave_panel, left_panel, stored_panel, times_form
from cogs.groups.routes import (
    LEAVE,
    LEAVE_FOR_SURE,
    OPEN,
    PICK_ZONE,
    RETRY,
    SHOW,
    START,
    STOP,
    STORED,
    STORED_PAGE,
    TIME,
    USE_IN_DMS,
    WEEKDAYS,
    ZONE,
)
from cogs.groups.stored_text import everything_stored

_WEEKDAY_VALUES: frozenset[str] = frozenset(map(str, range(7)))


@SHOW.press
async def show(interaction: Interaction, guild_id: int) -> None:
    await rerender(interaction, await members.show(interaction, guild_id))


@OPEN.press
async def open_me(interaction: Interaction, guild_id: int) -> None:
    await reply(interaction, await members.show(interaction, guild_id))


@STORED.press
async def show_stored(interaction: Interaction) -> None:
    await reply(interaction, stored_panel(everything_stored(interaction.client)))


@STORED_PAGE.press
async def turn_stored(interaction: Interaction, page: int) -> None:
    await rerender(interaction, stored_panel(everything_stored(interaction.client), page))


@ZONE.press
async def open_zone(interaction: Interaction, guild_id: int) -> None:
    member = await members.own(interaction, guild_id)
    field = text_field(
        "zone",
        "City or time zone",
        hint="A large city near you. Leave it empty to use the server's.",
        example="Lisbon",
        default=member.zone if member.own_zone else None,
        required=False,
        max_length=100,
    )
    await open_form(interaction, Form("Your time zone", ZONE(member.guild_id), fields=[field]))


@ZONE.form
async def set_zone(interaction: Interaction, fields: Fields, guild_id: int) -> None:
    """Take the zone; several that fit are offered, each with its time."""
    typed = fields.get("zone", "").strip()
    zone = None
    if typed:
        pick = PICK_ZONE(named_group(interaction, guild_id))
        zone = await members.typed_zone(interaction, typed, pick)
        if zone is None:
            return
    await members.change(interaction, guild_id, groups.change_member, zone=zone)


@PICK_ZONE.press
async def pick_zone(interaction: Interaction, guild_id: int) -> None:
    zone = await zones.read_zone(chosen_one(interaction))
    await members.change(interaction, guild_id, groups.change_member, zone=zone)


@TIME.press
async def open_time(interaction: Interaction, guild_id: int) -> None:
    member = await members.own(interaction, guild_id)
    await open_form(interaction, times_form(member))


@TIME.form
async def set_time(interaction: Interaction, fields: Fields, guild_id: int) -> None:
    """Take the message's time, the day's start and quiet hours together, as they must agree."""
    start = fields.get("day_start", "").strip()
    span = parse_span(fields.get("quiet", ""))
    await members.change(
        interaction,
        guild_id,
        groups.change_member,
        prompt_at=parse_time(fields.get("time", "")),
        day_start=parse_time(start) if start else time(),
        quiet=QuietHours(*span) if span else None,
    )


@WEEKDAYS.press
async def set_weekdays(interaction: Interaction, guild_id: int) -> None:
    weekdays = frozenset(int(value) for value in chosen(interaction) if value in _WEEKDAY_VALUES)
    await members.change(interaction, guild_id, groups.change_member, weekdays=weekdays)


@STOP.press
async def stop(interaction: Interaction, guild_id: int) -> None:
    await members.change(interaction, guild_id, groups.change_member, prompts_stopped=True)


@START.press
async def start(interaction: Interaction, guild_id: int) -> None:
    """End a stop and a pause."""
    await members.change(interaction, guild_id, rest_service.resume)


@RETRY.press
async def retry(interaction: Interaction, guild_id: int) -> None:
    """Try direct messages again, from the next prompt on."""
    await members.change(interaction, guild_id, groups.try_dms_again)


@USE_IN_DMS.press
async def use_in_dms(interaction: Interaction, guild_id: int) -> None:
    await members.change(interaction, guild_id, groups.use_in_dms)


@LEAVE.press
async def leave(interaction: Interaction, guild_id: int) -> None:
    """Ask whether they mean it."""
    member = await members.own(interaction, guild_id)
    name = group_name(interaction.client, member.guild_id)
    panel = leave_panel(member.guild_id, name, grace_days=grace_days(interaction))
    await rerender(interaction, panel)


@LEAVE_FOR_SURE.press
async def leave_for_sure(interaction: Interaction, guild_id: int) -> None:
    left = await as_member(interaction, guild_id).act(groups.leave)
    name = group_name(interaction.client, left.guild_id)
    days = grace_days(interaction)
    until = interaction.client.clock.now() + timedelta(days=days) if days else None
    await rerender(interaction, left_panel(left.guild_id, name, until=until))


def grace_days(interaction: Interaction) -> int:
    """For how many days what is stored about somebody waits for them to come back."""
    return interaction.client.settings.privacy.grace_days
