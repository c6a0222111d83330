"""What a member's dates collide with: rest, what they prepare for, or one another (U14)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.about_person import commitments_of
from bot.groups.values import Member
from bot.milestones.rules.collisions import Collision, DeadlineDay, collisions
from bot.milestones.values import Board
from bot.scheduling import local_date


async def collisions_of(
    session: AsyncSession, member: Member, board: Board, *, now: datetime
) -> tuple[Collision, ...]:
    """What collides on a member's board, with the commitments that any feature knows of."""
    deadlines = [
        DeadlineDay(each.title, local_date(each.at, member.zone))
        for each in await commitments_of(session, member, now)
    ]
    return collisions(board, rests_on=member.rests_on, deadlines=deadlines)
