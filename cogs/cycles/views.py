"""The buttons and selects of the present cycle, of earlier ones, and of closing one."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cycles import queries, service
from bot.cycles.values import ClosedCycle, PresentCycle, Snapshot
from bot.groups.values import Group, MemberCaller
from cogs.common.access import named_group, require_organiser
from cogs.common.callers import as_member, as_organiser
from cogs.common.panels import Items, Panel
from cogs.common.permissions import WRITE, missing_in
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, chosen_one
from cogs.cycles.links import about_closed
from cogs.cycles.panels import closed_number, cycle_panel, entry_panel
from cogs.cycles.review_panels import adjust_rows
from cogs.cycles.routes import BEGIN, CANCEL, ENTRY, PAGE, PICK, PRESENT, START
from cogs.cycles.start_panels import begun_panel, cancelled_panel, closing_panel


@PRESENT.press
async def show_present(interaction: Interaction, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.look_at)
    await rerender(interaction, shown(interaction, found))


@PICK.press
async def pick(interaction: Interaction, guild_id: int) -> None:
    """An earlier cycle, in place; a value that names none gives the present one."""
    value = chosen_one(interaction)
    number = int(value) if value.isdecimal() and len(value) <= 6 else None
    found = await as_member(interaction, guild_id).read(queries.look_at, number)
    await rerender(interaction, shown(interaction, found))


@PAGE.press
async def turn(interaction: Interaction, guild_id: int, number: int, page: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.look_at, number)
    await rerender(interaction, shown(interaction, found, page))


@ENTRY.press
async def open_entry(interaction: Interaction, guild_id: int, number: int) -> None:
    """One milestone of a snapshot with its link and note, beside it."""
    found = await as_member(interaction, guild_id).read(queries.look_at, number)
    if isinstance(found, Snapshot):
        await reply(interaction, entry_panel(found, chosen_one(interaction)))
    else:
        await reply(interaction, shown(interaction, found))


@START.press
async def look_before_start(interaction: Interaction, guild_id: int) -> None:
    """What closing the present cycle does, with the choice; the next one would begin today."""
    await require_organiser(interaction)
    named_group(interaction, guild_id)
    closing = await as_organiser(interaction).act(service.look_before_close, start=None)
    await reply(interaction, closing_panel(closing, lacking(interaction, closing.group)))


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


def shown(
    interaction: Interaction, found: PresentCycle | Snapshot | ClosedCycle, page: int = 0
) -> Panel:
    """A cycle as a panel, with what all features have about it."""
    guild_id = _guild_of(found)
    return cycle_panel(
        found, page, about_closed(interaction.client, guild_id, closed_number(found))
    )


def _guild_of(found: PresentCycle | Snapshot | ClosedCycle) -> int:
    match found:
        case PresentCycle():
            return found.group.guild_id
        case Snapshot():
            return found.cycle.guild_id
        case ClosedCycle():
            return found.guild_id


async def adjust(session: AsyncSession, caller: MemberCaller) -> Items:
    """What of targets can be adjusted: what was open, the first day, and the next cycle."""
    return adjust_rows(await queries.review(session, caller), is_organiser=caller.is_organiser)


def lacking(interaction: Interaction, group: Group) -> list[str] | None:
    """What I lack to post in the announcements channel; None if the channel is gone."""
    return missing_in(interaction.client, group.guild_id, group.announcements_channel_id, WRITE)
