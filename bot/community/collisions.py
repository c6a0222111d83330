"""Where a member's dates collide, with the deadlines that they watch among the reasons (U14)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.community.queries import watched
from bot.groups.service import Member
from bot.milestones.board import Board
from bot.milestones.collisions import Collision, DeadlineDay, collisions
from bot.scheduling import local_date


async def collisions_of(
    session: AsyncSession, member: Member, board: Board, *, now: datetime
) -> tuple[Collision, ...]:
    """What collides on a member's board: with their pause, watched deadlines, or one another."""
    known = await watched(session, member.guild_id, member.user_id, now=now)
    deadlines = [DeadlineDay(each.name, local_date(each.at, member.zone)) for each in known]
    return collisions(board, paused_until=member.paused_until, deadlines=deadlines)
