"""Dates that collide: seeing them, and taking an offer. The group stands in the custom id."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.collisions import collisions_of
from bot.groups import service as groups
from bot.milestones import choices, pace
from bot.milestones import service as milestones
from cogs.common.access import named_group
from cogs.common.panels import Panel
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction, Routes, snowflake
from cogs.milestones.collision_panels import collisions_panel, moved_text
from cogs.milestones.pace_panels import preview_panel

routes = Routes()


@routes.press("milestone:collide", snowflake)
async def show(interaction: Interaction, guild_id: int) -> None:
    """What collides, as a further answer."""
    guild_id = named_group(interaction, guild_id)
    async with interaction.client.db.read() as session:
        panel = await _panel(interaction, session, guild_id)
    await reply(interaction, panel)


@routes.press("milestone:move", snowflake, str, date.fromisoformat, date.fromisoformat)
async def move(
    interaction: Interaction, guild_id: int, milestone_id: str, on: date, was: date
) -> None:
    """Take an offer, if the date is still the one it was made for."""
    bot, guild_id = interaction.client, named_group(interaction, guild_id)
    async with bot.db.begin() as session:
        outcome = await choices.move(
            session,
            guild_id,
            interaction.user.id,
            milestone_id,
            on=on,
            was=was,
            now=bot.clock.now(),
        )
        panel = await _panel(interaction, session, guild_id, outcome)
    await rerender(interaction, panel)


@routes.press("milestone:shift-by", snowflake, int)
async def look_at_shift(interaction: Interaction, guild_id: int, days: int) -> None:
    """What a slower pace would move; nothing changes yet."""
    bot, guild_id = interaction.client, named_group(interaction, guild_id)
    async with bot.db.read() as session:
        member = await groups.get_member(session, guild_id, interaction.user.id)
        shift = await pace.look_before_shift(
            session,
            guild_id,
            member.user_id,
            days=member.pace_days + days,
            start=member.started_on,
            now=bot.clock.now(),
        )
    await reply(interaction, preview_panel(shift))


async def _panel(
    interaction: Interaction,
    session: AsyncSession,
    guild_id: int,
    outcome: milestones.Outcome | None = None,
) -> Panel:
    now = interaction.client.clock.now()
    member = await groups.get_member(session, guild_id, interaction.user.id)
    board = await milestones.board_of(session, member, now=now)
    found = await collisions_of(session, member, board, now=now)
    said = None
    if outcome is not None:
        said = (
            moved_text(outcome.item, member)
            if outcome.changed
            else "That date has changed since. This is how it stands:"
        )
    return collisions_panel(member, found, today=board.today, said=said)
