"""Two groups with members, and a short way to act in them; for tests of the services."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.db import Database
from tests.groups import acting as groups
from tests.groups.person import Person

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
GUILD, ELSEWHERE = 1001, 1002
ANA, BEN, OLGA, STRANGER = 1 << 62, 7, 8, 9


async def make_groups(db: Database) -> Database:
    """A group with Ana (in Tokyo), Ben and Olga, and another one with Ana and Olga."""
    async with db.begin() as session:
        for guild_id in (GUILD, ELSEWHERE):
            await groups.set_up(session, guild_id, start_date=date(2026, 11, 23), now=NOW)
        await groups.join(session, GUILD, ANA, zone="Asia/Tokyo", now=NOW)
        for guild_id, user_id in ((GUILD, BEN), (GUILD, OLGA), (ELSEWHERE, ANA), (ELSEWHERE, OLGA)):
            await groups.join(session, guild_id, user_id, now=NOW)
    return db


def person(
    db: Database,
    user_id: int = ANA,
    *,
    guild_id: int = GUILD,
    later: int = 0,
    organiser: bool = False,
) -> Person:
    """One of them, some days later."""
    now = NOW + timedelta(days=later)
    return Person(db, user_id, guild_id, now, is_organiser=organiser, lock=False)
