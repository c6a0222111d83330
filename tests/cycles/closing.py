"""What tests of cycles share: closing one by the service, and the raw rows of snapshots."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from inspect import signature
from typing import Any

from sqlalchemy import text

from bot.cycles import service as cycles
from bot.cycles.service import Begun
from bot.cycles.snapshots import Snapshot, snapshot
from bot.db import Database
from tests.milestones.circle import ANA, GUILD, NOW, caller_of

NEXT = date(2026, 9, 7)
LATER = datetime(2026, 9, 4, 9, tzinfo=NOW.tzinfo)


async def close(
    db: Database,
    number: int = 1,
    *,
    start: date = NEXT,
    guild_id: int = GUILD,
    now: datetime = LATER,
) -> Begun:
    async with db.begin() as session:
        return await cycles.close(session, guild_id, number, start=start, now=now)


async def frozen(db: Database, user_id: int = ANA, number: int = 1) -> Snapshot | None:
    async with db.read() as session:
        return (await snapshot(session, GUILD, user_id, number))[1]


async def raw(db: Database) -> list[tuple[Any, ...]]:
    """Every snapshot, as the database holds it."""
    async with db.read() as session:
        rows = await session.execute(
            text("SELECT * FROM cycle_snapshots ORDER BY guild_id, user_id, number")
        )
        return [tuple(row) for row in rows]


async def do(db: Database, use_case: Any, *about: Any, user_id: int = ANA, **more: Any) -> Any:
    """A use case of somebody in the group, three days into the next cycle."""
    async with db.begin() as session:
        now = LATER + timedelta(days=6)
        if "caller" in signature(use_case).parameters:
            caller = await caller_of(session, user_id, now=now)
            return await use_case(session, caller, *about, **more)
        return await use_case(session, GUILD, user_id, *about, **more, now=now)
