"""A set-up group of any size, with an open retro, on the database alone."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.groups.values import MemberCaller
from bot.health_checks import service
from bot.health_checks.models import HealthAnswerRow, HealthMarkRow
from bot.health_checks.values import Answered, Levels
from bot.retros import service as retros
from bot.retros import steering
from tests.groups import acting as groups
from tests.retros.circle import GUILD, NOW, organiser, set_up_circle

# Beside Ana, Ben and Olga (1 to 3), who are in the circle.
MEMBERS = tuple(range(1, 10))


async def set_up(db: Database, members: int = 9) -> int:
    """A group of so many with an open retro; gives its id."""
    await set_up_circle(db)
    async with db.begin() as session:
        for user_id in MEMBERS[3:members]:
            await groups.join(session, GUILD, user_id, now=NOW)
        return (await retros.open_retro(session, organiser())).retro.id


async def caller(session: AsyncSession, user_id: int) -> MemberCaller:
    return await groups.member(session, GUILD, user_id, now=NOW)


async def answer(db: Database, user_id: int, retro_id: int, levels: Levels = (3,) * 5) -> Answered:
    async with db.begin() as session:
        return await service.answer(session, await caller(session, user_id), retro_id, levels)


async def close(db: Database) -> None:
    async with db.begin() as session:
        await steering.close_retro(session, organiser())


async def stored(db: Database) -> tuple[list[str], set[int]]:
    """The answers that wait for the reveal, in the database's order, and who has answered."""
    async with db.read() as session:
        answers = await session.scalars(select(HealthAnswerRow.levels))
        marks = await session.scalars(select(HealthMarkRow.user_id))
        return list(answers), set(marks)
