"""Two set-up groups with members, on the database alone."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.groups.values import MemberCaller, OrganiserCaller
from tests.groups import acting as groups

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
GUILD, OTHER_GUILD = 100, 200
ANA, BEN, OLGA, STRANGER = 1, 2, 3, 9


async def set_up_circle(db: Database) -> None:
    """Ana, Ben and Olga are in ``GUILD``; Ana is in ``OTHER_GUILD`` too. Both are in Berlin."""
    async with db.begin() as session:
        for guild_id in (GUILD, OTHER_GUILD):
            await groups.set_up(session, guild_id, zone="Europe/Berlin", now=NOW)
        for user_id in (ANA, BEN, OLGA):
            await groups.join(session, GUILD, user_id, now=NOW)
        await groups.join(session, OTHER_GUILD, ANA, now=NOW)


async def member(
    session: AsyncSession, user_id: int = ANA, guild_id: int = GUILD, now: datetime = NOW
) -> MemberCaller:
    """A member as the caller of a use case."""
    return await groups.member(session, guild_id, user_id, now=now)


def organiser(guild_id: int = GUILD, now: datetime = NOW) -> OrganiserCaller:
    """Somebody with *Manage Server*, who need not be a member, as the caller of a use case."""
    return groups.organiser(guild_id, now=now)
