"""Dates that collide: seeing them, and taking an offer. The group stands in the custom id."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.milestones import overrides, pace
from bot.milestones.collisions import collisions_of
from bot.milestones.pace import Shift
from cogs.common.callers import as_member
from cogs.common.panels import Panel
from cogs.common.reply import reply, rerender
from cogs.common.routes import Interaction
from cogs.milestones.acting import board_and_collisions
from cogs.milestones.collision_panels import collisions_panel, moved_text
from cogs.milestones.pace_panels import preview_panel
from cogs.milestones.routes import COLLIDE, MOVE, SHIFT_BY


@COLLIDE.press
async def show(interaction: Interaction, guild_id: int) -> None:
    await reply(interaction, await as_member(interaction, guild_id).read(_collisions))


@MOVE.press
async def move(
    interaction: Interaction, guild_id: int, milestone_id: str, on: date, was: date
) -> None:
    """Take an offer, if the date is still the one it was made for."""
    panel = await as_member(interaction, guild_id).act(_move, milestone_id, on, was)
    await rerender(interaction, panel)


@SHIFT_BY.press
async def look_at_shift(interaction: Interaction, guild_id: int, days: int) -> None:
    """Show what a slower pace would move; nothing changes yet."""
    shift = await as_member(interaction, guild_id).read(_slower, days)
    await reply(interaction, preview_panel(shift))


async def _collisions(session: AsyncSession, caller: MemberCaller) -> Panel:
    board, found = await board_and_collisions(session, caller)
    return collisions_panel(caller.member, found, board=board)


async def _move(
    session: AsyncSession, caller: MemberCaller, milestone_id: str, on: date, was: date
) -> Panel:
    member = caller.member
    outcome = await overrides.move(session, caller, milestone_id, on=on, was=was)
    found = await collisions_of(session, member, outcome.board, now=caller.now)
    said = (
        moved_text(outcome.item, outcome.board)
        if outcome.changed
        else "That date has changed since. This is how it stands:"
    )
    return collisions_panel(member, found, board=outcome.board, said=said)


async def _slower(session: AsyncSession, caller: MemberCaller, days: int) -> Shift:
    member = caller.member
    return await pace.look_before_shift(
        session, caller, days=member.pace_days + days, start=member.started_on
    )
