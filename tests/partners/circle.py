"""A group whose members take part in study partners, and rounds of it; on the database alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.db import Database
from bot.partners import rounds, rules, service
from bot.partners.matching import match
from bot.partners.models import PairRow, PartnerRow, RoundRow
from bot.partners.values import BY_HAND, MESSAGE, ROUND, Pool, Why
from bot.scheduling import Delivery
from bot.scheduling.models import ScheduleRow
from tests.groups import acting as groups
from tests.milestones.circle import ANA, BEN, GUILD, make_groups

CEM, DAN, EVE = 9, 10, 11
PEER = rules.entry(["peer"], "1", "", shows_axes=False)


def at(day: int) -> datetime:
    return datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(days=day)


async def take_part(composed_db: Database) -> Database:
    """A group in which Ana, Ben, Cem and Dan take part, and another one with Ana."""
    db = await make_groups(composed_db)
    async with db.begin() as session:
        for user_id in (CEM, DAN):
            await groups.join(session, GUILD, user_id, now=at(0))
    for user_id in (ANA, BEN, CEM, DAN):
        await act(db, service.join, PEER, user_id=user_id)
    return db


async def act(db: Database, use_case: Any, *args: Any, user_id: int = ANA, day: int = 0) -> Any:
    """What a use case gives a member of the group."""
    async with db.begin() as session:
        caller = await groups.member(session, GUILD, user_id, now=at(day))
        return await use_case(session, caller, *args)


async def organise(db: Database, use_case: Any, *args: Any, day: int = 0) -> Any:
    """What a use case gives an organiser."""
    async with db.begin() as session:
        return await use_case(session, groups.organiser(GUILD, now=at(day)), *args)


def delivery(number: int, day: int, subject: str = BY_HAND) -> Delivery:
    """A round's delivery."""
    due = at(day)
    return Delivery(number, GUILD, None, ROUND, subject, due.date(), due, 1, f"{number}")


async def see(db: Database, carried: Delivery) -> Pool:
    async with db.read() as session:
        return await rounds.to_match(session, carried, carried.due_at)


async def record(db: Database, carried: Delivery, pool: Pool) -> bool:
    matching = match(pool.candidates, pool.not_with, dict(pool.met_before), pool.number)
    async with db.begin() as session:
        return await rounds.make(session, carried, pool, matching, carried.due_at)


async def make(db: Database, number: int, day: int, subject: str = BY_HAND) -> None:
    """A round from the beginning to the end."""
    carried = delivery(number, day, subject)
    assert await record(db, carried, await see(db, carried))


async def pairs(db: Database, *, is_open: bool = True) -> dict[int, set[int]]:
    """Who is in which pair."""
    found: dict[int, set[int]] = {}
    async with db.read() as session:
        rows = await session.execute(
            select(PairRow.id, PartnerRow.user_id)
            .join(PartnerRow, PartnerRow.pair_id == PairRow.id)
            .where(PairRow.ended_at.is_(None) if is_open else PairRow.id > 0)
            .where(PartnerRow.has_left.is_(False))
        )
        for pair_id, user_id in rows:
            found.setdefault(pair_id, set()).add(user_id)
    return found


async def count(db: Database, *where: Any, of: Any = RoundRow) -> int:
    async with db.read() as session:
        return await session.scalar(select(func.count()).select_from(of).where(*where)) or 0


async def told(db: Database, why: Why) -> set[int]:
    """Whom a message of this kind is on its way to."""
    async with db.read() as session:
        found = await session.execute(
            select(ScheduleRow.user_id, ScheduleRow.subject).where(ScheduleRow.kind == MESSAGE)
        )
        return {user_id for user_id, subject in found if subject.endswith(f":{why}")}
