"""The buttons and selects of the present cycle, of earlier ones, and of closing one."""

from __future__ import annotations

from datetime import date

from bot.client import Syllabot
from bot.cycles import service as cycles
from bot.cycles.snapshots import snapshot
from bot.groups.service import Group
from cogs.common.access import named_group, require_organiser
from cogs.common.panels import Panel
from cogs.common.permissions import WRITE, missing_in
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes, chosen_one, snowflake
from cogs.cycles.panels import absent_panel, entry_panel, present_panel, snapshot_panel
from cogs.cycles.start_panels import begun_panel, cancelled_panel

routes = Routes()


async def look_at(
    interaction: Interaction, guild_id: int, number: int | None = None, page: int = 0
) -> Panel:
    """The present cycle of whoever acts, or with an earlier one's number what was frozen of them.

    Raises:
        NotFound: no such cycle.
        NotSetUp: they are not in the group.
    """
    bot, user_id = interaction.client, interaction.user.id
    async with bot.db.read() as session:
        present = await cycles.present(session, guild_id, user_id, now=bot.clock.now())
        if number in (None, present.number):
            return present_panel(present)
        assert number is not None
        cycle, frozen = await snapshot(session, guild_id, user_id, number)
    return absent_panel(cycle) if frozen is None else snapshot_panel(frozen, page)


@routes.press("cycle:present", snowflake)
async def show_present(interaction: Interaction, guild_id: int) -> None:
    """The present cycle, in place."""
    await rerender(interaction, await look_at(interaction, named_group(interaction, guild_id)))


@routes.press("cycle:pick", snowflake)
async def pick(interaction: Interaction, guild_id: int) -> None:
    """An earlier cycle, in place; a value that names none gives the present one."""
    guild_id, value = named_group(interaction, guild_id), chosen_one(interaction)
    number = int(value) if value.isdecimal() and len(value) <= 6 else None
    await rerender(interaction, await look_at(interaction, guild_id, number))


@routes.press("cycle:page", snowflake, int, int)
async def turn(interaction: Interaction, guild_id: int, number: int, page: int) -> None:
    """Another page of a snapshot."""
    guild_id = named_group(interaction, guild_id)
    await rerender(interaction, await look_at(interaction, guild_id, number, page))


@routes.press("cycle:entry", snowflake, int)
async def open_entry(interaction: Interaction, guild_id: int, number: int) -> None:
    """One milestone of a snapshot with its link and note, beside it."""
    guild_id = named_group(interaction, guild_id)
    async with interaction.client.db.read() as session:
        cycle, frozen = await snapshot(session, guild_id, interaction.user.id, number)
    if frozen is None:
        await reply(interaction, absent_panel(cycle))
        return
    await reply(interaction, entry_panel(frozen, chosen_one(interaction)))


@routes.press("cycle:begin", snowflake, int, date.fromisoformat)
async def begin(interaction: Interaction, guild_id: int, number: int, start: date) -> None:
    """Close the cycle that the preview was about, and begin the next; a second press does not."""
    require_organiser(interaction)
    guild_id = named_group(interaction, guild_id)
    bot, now = interaction.client, interaction.client.clock.now()
    # A snapshot of everybody can take longer than Discord waits for an answer.
    await interaction.response.defer()
    async with bot.db.begin() as session:
        begun = await cycles.close(session, guild_id, number, start=start, now=now)
    await rerender(interaction, begun_panel(begun, lacking(bot, begun.group)))


@routes.press("cycle:cancel", snowflake, int)
async def cancel(interaction: Interaction, guild_id: int, number: int) -> None:
    """Leave it."""
    require_organiser(interaction)
    named_group(interaction, guild_id)
    await rerender(interaction, cancelled_panel(number))


def lacking(bot: Syllabot, group: Group) -> list[str] | None:
    """What I lack to post in the announcements channel; None if the channel is gone."""
    return missing_in(bot, group.guild_id, group.announcements_channel_id, WRITE)
