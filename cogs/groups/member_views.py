"""The buttons and forms of ``/me``, ``/join`` and ``/leave``."""

from __future__ import annotations

from typing import Unpack

from bot.errors import UserError
from bot.groups import service as groups
from bot.inputs import zones
from bot.inputs.dates import parse_date
from bot.inputs.times import parse_time, say_time
from cogs.common.access import group_name, named_group
from cogs.common.forms import Form, text_field
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes, chosen, chosen_one, snowflake
from cogs.groups import members
from cogs.groups.choices import zone_options
from cogs.groups.member_panels import leave_panel, left_panel, stored_panel, which_zone_panel

routes = Routes()


@routes.press("me:join", snowflake)
async def join(interaction: Interaction, guild_id: int) -> None:
    """Join with sensible defaults."""
    guild_id = named_group(interaction, guild_id)
    await rerender(interaction, await members.join(interaction, guild_id))


@routes.press("me:show", snowflake)
async def show(interaction: Interaction, guild_id: int) -> None:
    """Show ``/me`` in place of what is there."""
    guild_id = named_group(interaction, guild_id)
    await rerender(interaction, await members.show(interaction, guild_id))


@routes.press("me:open", snowflake)
async def open_me(interaction: Interaction, guild_id: int) -> None:
    """Open ``/me``."""
    guild_id = named_group(interaction, guild_id)
    await reply(interaction, await members.show(interaction, guild_id))


@routes.press("me:stored")
async def stored(interaction: Interaction) -> None:
    """Say what is stored."""
    await reply(interaction, stored_panel())


@routes.press("me:zone", snowflake)
async def open_zone(interaction: Interaction, guild_id: int) -> None:
    """Ask for the time zone."""
    member = await _member(interaction, guild_id)
    field = text_field(
        "zone",
        "City or time zone",
        hint="A large city near you. Leave it empty to use the server's.",
        example="Lisbon",
        default=member.zone if member.own_zone else None,
        required=False,
        max_length=100,
    )
    await interaction.response.send_modal(
        Form("Your time zone", "me:zone", member.guild_id, fields=[field])
    )


@routes.form("me:zone", snowflake)
async def set_zone(interaction: Interaction, fields: dict[str, str], guild_id: int) -> None:
    """Take the zone; several that fit are offered, each with its time."""
    guild_id = named_group(interaction, guild_id)
    typed = fields.get("zone", "").strip()
    try:
        zone = await zones.read_zone(typed) if typed else None
    except UserError:
        found = zones.near(typed)
        if len(found) < 2:
            raise
        now = interaction.client.clock.now()
        await reply(interaction, which_zone_panel(guild_id, zone_options(found, now)))
        return
    await _change(interaction, guild_id, zone=zone)


@routes.press("me:zone-pick", snowflake)
async def pick_zone(interaction: Interaction, guild_id: int) -> None:
    """Take the zone that was picked among several."""
    guild_id = named_group(interaction, guild_id)
    await _change(interaction, guild_id, zone=await zones.read_zone(chosen_one(interaction)))


@routes.press("me:time", snowflake)
async def open_time(interaction: Interaction, guild_id: int) -> None:
    """Ask for the prompt's time."""
    member = await _member(interaction, guild_id)
    field = text_field(
        "time",
        "When should the prompt come?",
        hint="Your local time, such as 8:30, 20:15 or 8pm.",
        default=say_time(member.prompt_at),
        max_length=20,
    )
    await interaction.response.send_modal(
        Form("Your prompt's time", "me:time", member.guild_id, fields=[field])
    )


@routes.form("me:time", snowflake)
async def set_time(interaction: Interaction, fields: dict[str, str], guild_id: int) -> None:
    """Take the prompt's time."""
    guild_id = named_group(interaction, guild_id)
    await _change(interaction, guild_id, prompt_at=parse_time(fields.get("time", "")))


@routes.press("me:weekdays", snowflake)
async def set_weekdays(interaction: Interaction, guild_id: int) -> None:
    """Take the weekdays that were chosen."""
    guild_id = named_group(interaction, guild_id)
    weekdays = frozenset(int(value) for value in chosen(interaction) if value in _WEEKDAY_VALUES)
    await _change(interaction, guild_id, weekdays=weekdays)


@routes.press("me:pause", snowflake)
async def open_pause(interaction: Interaction, guild_id: int) -> None:
    """Ask until when."""
    member = await _member(interaction, guild_id)
    field = text_field(
        "until",
        "First day with prompts again",
        hint="A date such as 2026-12-07, 7 December, friday, or in 2 weeks.",
        example="in 2 weeks",
        max_length=40,
    )
    await interaction.response.send_modal(
        Form("Pause prompts", "me:pause", member.guild_id, fields=[field])
    )


@routes.form("me:pause", snowflake)
async def set_pause(interaction: Interaction, fields: dict[str, str], guild_id: int) -> None:
    """Pause until the date."""
    member = await _member(interaction, guild_id)
    now = interaction.client.clock.now()
    until = parse_date(fields.get("until", ""), today=member.today(now))
    await members.change(
        interaction,
        lambda session: groups.pause(
            session, member.guild_id, member.user_id, until=until, now=now
        ),
    )


@routes.press("me:stop", snowflake)
async def stop(interaction: Interaction, guild_id: int) -> None:
    """Stop prompts at once."""
    await _change(interaction, named_group(interaction, guild_id), prompts_stopped=True)


@routes.press("me:start", snowflake)
async def start(interaction: Interaction, guild_id: int) -> None:
    """End a stop and a pause."""
    guild_id, now = named_group(interaction, guild_id), interaction.client.clock.now()
    await members.change(
        interaction, lambda session: groups.resume(session, guild_id, interaction.user.id, now=now)
    )


@routes.press("me:retry", snowflake)
async def retry(interaction: Interaction, guild_id: int) -> None:
    """Try direct messages again, from the next prompt on."""
    member = await _member(interaction, guild_id)
    async with interaction.client.db.begin() as session:
        await groups.mark_dms_open(session, member.guild_id, member.user_id)
    await rerender(interaction, await members.show(interaction, member.guild_id))


@routes.press("me:home", snowflake)
async def use_in_dms(interaction: Interaction, guild_id: int) -> None:
    """Remember that direct messages mean this group."""
    bot, guild_id = interaction.client, named_group(interaction, guild_id)
    async with bot.db.begin() as session:
        await groups.use_in_dms(session, guild_id, interaction.user.id, now=bot.clock.now())
    await rerender(interaction, await members.show(interaction, guild_id))


@routes.press("me:leave", snowflake)
async def leave(interaction: Interaction, guild_id: int) -> None:
    """Ask whether they mean it."""
    member = await _member(interaction, guild_id)
    name = group_name(interaction.client, member.guild_id)
    await rerender(interaction, leave_panel(member.guild_id, name))


@routes.press("me:leave-sure", snowflake)
async def leave_for_sure(interaction: Interaction, guild_id: int) -> None:
    """Leave the group."""
    bot, now = interaction.client, interaction.client.clock.now()
    guild_id = named_group(interaction, guild_id)
    async with bot.db.begin() as session:
        await groups.leave(session, guild_id, interaction.user.id, now=now)
    await rerender(interaction, left_panel(guild_id, group_name(bot, guild_id)))


_WEEKDAY_VALUES: frozenset[str] = frozenset(map(str, range(7)))


async def _member(interaction: Interaction, guild_id: int) -> groups.Member:
    guild_id = named_group(interaction, guild_id)
    async with interaction.client.db.read() as session:
        return await groups.get_member(session, guild_id, interaction.user.id)


async def _change(
    interaction: Interaction, guild_id: int, **fields: Unpack[groups.MemberFields]
) -> None:
    now = interaction.client.clock.now()
    await members.change(
        interaction,
        lambda session: groups.change_member(
            session, guild_id, interaction.user.id, now=now, **fields
        ),
    )
