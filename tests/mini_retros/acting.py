"""A member's weeks, and what they wrote of a month; on the database alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from bot.db import Database
from bot.inputs.date_patterns import MonthDay
from bot.mini_retros import service
from bot.mini_retros.models import MiniRetroRow
from bot.mini_retros.values import MiniRetro
from bot.routine import log_service
from tests.groups import acting as groups
from tests.milestones.circle import ANA, GUILD

MARCH = date(2026, 3, 1)


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An instant in March 2026, or beyond it."""
    return datetime(2026, 3, 1, hour, minute, tzinfo=UTC) + timedelta(days=day - 1)


async def act(
    db: Database, use_case: Any, *args: Any, now: datetime, user_id: int = ANA, **kwargs: Any
) -> Any:
    """What a use case gives a member of the group."""
    async with db.begin() as session:
        caller = await groups.member(session, GUILD, user_id, now=now)
        return await use_case(session, caller, *args, **kwargs)


async def look_back(
    db: Database, monday: int, better: str, change: str = "", *, user_id: int = ANA
) -> None:
    """Write the log of the week that begins on this day of March, on its Friday."""
    now = at(monday + 4)
    texts = {"better": better, "to_change": change, "ahead": "", "line": "", "shown": False}
    week = at(monday).date()
    await act(db, log_service.write_week, week, now=now, user_id=user_id, **texts)


async def write(
    db: Database,
    *,
    now: datetime,
    month: date = MARCH,
    worked: str = "",
    adjust: str = "",
    user_id: int = ANA,
) -> MiniRetro:
    written: MiniRetro = await act(
        db, service.write, month, now=now, user_id=user_id, worked=worked, adjust=adjust
    )
    return written


async def retro_on(db: Database, day: int, guild_id: int = GUILD) -> None:
    """Let the group's retros open on this day of each month, at 18:00."""
    async with db.begin() as session:
        await groups.change_group(session, guild_id, now=at(2), retro=(MonthDay(day), time(18)))


async def stored(db: Database) -> list[MiniRetroRow]:
    async with db.read() as session:
        return list(await session.scalars(select(MiniRetroRow).order_by(MiniRetroRow.month)))
