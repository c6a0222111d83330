"""The buttons and selects of the present cycle, of earlier ones, and of closing one."""

from __future__ import annotations

from datetime import date

from bot.cycles import queries, service
from bot.cycles.values import Snapshot
from bot.groups.values import Group
from cogs.common.access import named_group, require_organiser
from cogs.common.callers import as_member, as_organiser
from cogs.common.permissions import WRITE, missing_in
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, chosen_one
from cogs.cycles.panels import cycle_panel, entry_panel
from cogs.cycles.routes import BEGIN, CANCEL, ENTRY, PAGE, PICK, PRESENT
from cogs.cycles.start_panels import begun_panel, cancelled_panel


@PRESENT.press
async def show_present(interaction: Interaction, guild_id: int) -> None:
    await rerender(
        interaction, cycle_panel(await as_member(interaction, guild_id).read(queries.look_at))
    )


@PICK.press
async def pick(interaction: Interaction, guild_id: int) -> None:
    """An earlier cycle, in place; a value that names none gives the present one."""
    value = chosen_one(interaction)
    number = int(value) if value.isdecimal() and len(value) <= 6 else None
    found = await as_member(interaction, guild_id).read(queries.look_at, number)
    await rerender(interaction, cycle_panel(found))


@PAGE.press
async def turn(interaction: Interaction, guild_id: int, number: int, page: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.look_at, number)
    await rerender(interaction, cycle_panel(found, page))


@ENTRY.press
async def open_entry(interaction: Interaction, guild_id: int, number: int) -> None:
    """One milestone of a snapshot with its link and note, beside it."""
    found = await as_member(interaction, guild_id).read(queries.look_at, number)
    if isinstance(found, Snapshot):
        await reply(interaction, entry_panel(found, chosen_one(interaction)))
    else:
        await reply(interaction, cycle_panel(found))


@BEGIN.press
async def begin(interaction: Interaction, guild_id: int, number: int, start: date) -> None:
    """Close the cycle that the preview was about, and begin the next; a second press does not."""
    await require_organiser(interaction)
    named_group(interaction, guild_id)
    begun = await as_organiser(interaction).act(service.close, number, start=start)
    await rerender(interaction, begun_panel(begun, lacking(interaction, begun.group)))


@CANCEL.press
async def cancel(interaction: Interaction, guild_id: int, number: int) -> None:
    await require_organiser(interaction)
    named_group(interaction, guild_id)
    await rerender(interaction, cancelled_panel(number))


def lacking(interaction: Interaction, group: Group) -> list[str] | None:
    """What I lack to post in the announcements channel; None if the channel is gone."""
    return missing_in(interaction.client, group.guild_id, group.announcements_channel_id, WRITE)
