"""Forgetting and exporting a member's settings and schedules, on both databases."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from bot.db import Base, Database
from bot.groups.data import DATA
from bot.groups.direct_messages import use_in_dms
from bot.groups.models import HomeRow, MemberRow
from bot.scheduling import Weekly, put
from bot.scheduling.models import DeliveryRow, ScheduleRow
from bot.scheduling.tick import tick
from tests.groups import acting as groups

GUILD, OTHER = 100, 200
ANA, BEN = 7, 8
NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
TABLES: tuple[type[Base], ...] = (MemberRow, HomeRow, ScheduleRow, DeliveryRow)


async def filled(db: Database) -> None:
    """Two members in two groups; each has a schedule and a delivery, and Ana means the first."""
    async with db.begin() as session:
        for guild_id in (GUILD, OTHER):
            await groups.set_up(session, guild_id, now=NOW)
            for user_id in (ANA, BEN):
                await groups.join(session, guild_id, user_id, zone="Asia/Tokyo", now=NOW)
                rule = Weekly(frozenset({0}), time(7), "UTC")
                await put(session, guild_id, kind="k", rule=rule, after=NOW, user_id=user_id)
        await use_in_dms(session, await groups.member(session, GUILD, ANA, now=NOW))
        connection = await session.connection()
        await tick(connection, NOW + timedelta(hours=2), {"k": timedelta(days=1)})


async def rows(db: Database) -> dict[str, list[Any]]:
    async with db.read() as session:
        return {
            table.__tablename__: [
                tuple(row) for row in await session.execute(select(table.__table__))
            ]
            for table in TABLES
        }


async def test_m1_forgetting_removes_one_person_of_one_group(db: Database) -> None:
    await filled(db)
    before = await rows(db)
    assert [len(each) for each in before.values()] == [4, 1, 4, 4]
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
    after = await rows(db)
    assert [len(each) for each in after.values()] == [3, 0, 3, 3]
    assert all(set(after[name]) < set(before[name]) for name in before)
    async with db.read() as session:
        assert not any((await DATA.export(session, GUILD, ANA)).values())
        for guild_id, user_id in ((GUILD, BEN), (OTHER, ANA), (OTHER, BEN)):
            assert (await DATA.export(session, guild_id, user_id))["deliveries"]
    async with db.begin() as session:
        await DATA.forget(session, GUILD, ANA)
    assert await rows(db) == after, "nothing is left to forget"


async def test_d1_the_export_has_all_that_was_entered(db: Database) -> None:
    await filled(db)
    async with db.read() as session:
        held = await DATA.export(session, GUILD, ANA)
    assert json.loads(json.dumps(held)) == held
    (member,) = held["members"]
    assert (member["zone"], member["prompt_at"], member["weekdays"]) == (
        "Asia/Tokyo",
        "08:00:00",
        31,
    )
    assert (member["started_on"], member["joined_at"]) == (
        "2026-03-02",
        "2026-03-02T06:00:00+00:00",
    )
    assert [home["guild_id"] for home in held["homes"]] == [GUILD]
    (schedule,) = held["schedules"]
    assert (schedule["cadence"], schedule["local_time"]) == ("weekly", "07:00:00")
    (delivery,) = held["deliveries"]
    assert (delivery["schedule_id"], delivery["period"]) == (schedule["id"], "2026-03-02")
