"""A group's new zone moves all its members' prompts at once, as it would move each alone."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from bot.db import Database, weekday_bits
from bot.groups.models import MemberRow
from bot.routine.schedules import PROMPT, SNOOZE, group_in_step, put_snooze, series_of
from bot.scheduling import drop, lock_schedules, put
from bot.scheduling.models import DeliveryRow, ScheduleRow
from bot.scheduling.tick import tick
from tests.groups import acting as groups
from tests.milestones.circle import GUILD
from tests.statements import statements

ALONE = GUILD + 1
# On the Sunday before clocks change in most of Europe.
NOW = datetime(2026, 3, 28, 7, 30, tzinfo=UTC)
ZONES = ("Europe/Berlin", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Auckland", "UTC")
postgres_only = pytest.mark.parametrize(
    "db_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def db(composed_db: Database) -> Database:
    """Members who change are heard of by all features."""
    return composed_db


async def make(db: Database, guild_id: int, members: int, *, zone: str = "UTC") -> None:
    async with db.begin() as session:
        await groups.set_up(session, guild_id, zone=zone, now=NOW)
        for user_id in range(1, members + 1):
            await groups.join(session, guild_id, user_id, now=NOW - timedelta(days=1))


async def one_by_one(db: Database, guild_id: int) -> None:
    """What a group's change did to each of its members before it was done to all at once."""
    async with db.begin() as session:
        kept = await lock_schedules(session, guild_id, kind=PROMPT)
        for member in await groups.members(session, guild_id):
            if member.own_zone:
                continue
            paused = member.paused(NOW)
            away = member.prompts_stopped or not member.weekdays
            if away or paused:
                for kind in (PROMPT, SNOOZE):
                    await drop(session, guild_id, kind=kind, user_id=member.user_id)
            if not away:
                series = series_of(member, kept.get(member.user_id), NOW)
                await put(
                    session,
                    guild_id,
                    kind=PROMPT,
                    rule=series.rule,
                    after=series.after,
                    user_id=member.user_id,
                )


async def stored(db: Database, guild_id: int) -> list[list[tuple[Any, ...]]]:
    """Members' schedules and their deliveries, without ids."""
    of_schedule = "user_id, kind, subject"
    async with db.read() as session:
        found = [
            await session.execute(
                text(f"{query} AND s.guild_id = :guild_id ORDER BY 1, 2, 3, 4"),
                {"guild_id": guild_id},
            )
            for query in (
                f"SELECT {of_schedule}, s.cadence, s.weekdays, s.local_time, s.once_at, s.zone,"
                " s.starts_at, s.next_due_at FROM schedules s WHERE s.user_id <> 0",
                f"SELECT {of_schedule}, d.occurrence, d.period, d.due_at, d.status, d.attempt,"
                " d.next_try_at FROM schedules s JOIN deliveries d ON d.schedule_id = s.id"
                " WHERE s.user_id <> 0",
            )
        ]
        return [[tuple(row) for row in rows] for rows in found]


async def settle(db: Database, guild_id: int, seed: int) -> None:
    """Give members all sorts of settings, some of them a snooze."""
    dice = random.Random(seed)
    async with db.begin() as session:
        for member in await groups.members(session, guild_id):
            changes: dict[str, Any] = {
                "prompt_at": dice.choice([time(7), time(8), time(2, 30), time(23, 59)]),
                "weekdays": frozenset(dice.choices(range(7), k=dice.choice([1, 3, 9]))),
                "zone": dice.choice([None, None, None, "Asia/Kolkata"]),
            }
            await groups.change_member(
                session, guild_id, member.user_id, now=NOW - timedelta(days=1), **changes
            )
            if dice.random() < 0.3:
                until = (NOW - timedelta(days=1)).replace(hour=20)
                await put_snooze(session, member, date(2026, 3, 27), until=until, now=until)


async def live_on(db: Database, guild_id: int, seed: int) -> None:
    """Some pause or stop; some prompts were sent or wait for a retry, today's or one ahead."""
    dice = random.Random(seed)
    async with db.begin() as session:
        for member in await groups.members(session, guild_id):
            key = (MemberRow.guild_id == guild_id, MemberRow.user_id == member.user_id)
            # As rows that some other release left, which the next change is to put in step.
            row: dict[str, Any] = dice.choice(
                [
                    {},
                    {},
                    {"paused_until": NOW.date() + timedelta(days=dice.randrange(-1, 9))},
                    {"prompts_stopped_at": NOW},
                    {"weekdays": weekday_bits([])},
                ]
            )
            if row:
                await session.execute(update(MemberRow).where(*key).values(**row))
        for number, status in enumerate(("sent", "retry")):
            theirs = select(ScheduleRow.id).where(
                ScheduleRow.guild_id == guild_id,
                ScheduleRow.kind == PROMPT,
                ScheduleRow.user_id % 3 == number,
            )
            await session.execute(
                update(DeliveryRow)
                .where(DeliveryRow.schedule_id.in_(theirs))
                .values(
                    status=status,
                    attempt=1,
                    next_try_at=None if status == "sent" else NOW,
                    occurrence=(NOW.date() + timedelta(days=seed % 3)).isoformat(),
                )
                .execution_options(synchronize_session=False)
            )


@pytest.mark.parametrize("seed", range(8))
async def test_all_at_once_gives_what_one_by_one_gave(db: Database, seed: int) -> None:
    """Zones, clocks that change, pauses, stops, snoozes, prompts that were sent or wait."""
    for guild_id in (GUILD, ALONE):
        await make(db, guild_id, 12)
        await settle(db, guild_id, seed)
    async with db.begin() as session:
        await tick(await session.connection(), NOW, {PROMPT: None, SNOOZE: None})
    for guild_id in (GUILD, ALONE):
        await live_on(db, guild_id, seed)
    zone = ZONES[seed % len(ZONES)] if seed % len(ZONES) != 4 else "Europe/London"
    async with db.begin() as session:
        for guild_id in (GUILD, ALONE):
            await session.execute(
                text("UPDATE groups SET zone = :zone WHERE guild_id = :guild_id"),
                {"zone": zone, "guild_id": guild_id},
            )
        await group_in_step(session, await groups.get_group(session, GUILD), NOW)
    await one_by_one(db, ALONE)
    assert await stored(db, GUILD) == await stored(db, ALONE)
    schedules, deliveries = await stored(db, GUILD)
    assert {row[7] for row in schedules} >= {zone}
    assert deliveries


async def test_a_groups_change_takes_as_many_statements_for_sixty_as_for_three(
    db: Database,
) -> None:
    found = []
    for guild_id, members in ((GUILD, 3), (ALONE, 60)):
        await make(db, guild_id, members)
        async with db.begin() as session:
            await groups.pause(session, guild_id, 1, until=date(2026, 4, 5), now=NOW)
            await groups.change_member(session, guild_id, 2, prompts_stopped=True, now=NOW)
        counts = []
        for change in (
            {"zone": "Asia/Tokyo"},
            {"start_date": date(2026, 3, 9)},
            {"papers_channel_id": 99},
        ):
            with statements(db) as seen:
                async with db.begin() as session:
                    await groups.change_group(session, guild_id, now=NOW, **change)
            counts.append(len(seen))
        found.append(counts)
    assert found[0] == found[1]


async def waits_for_a_lock(db: Database) -> None:
    """Until somebody waits for what another transaction holds."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(20):
        while True:
            async with db.read() as session:
                if await session.scalar(waiting):
                    return


async def zone_of_prompt(db: Database, user_id: int) -> tuple[str, datetime | None]:
    schedules, _ = await stored(db, GUILD)
    (row,) = [each for each in schedules if each[:2] == (user_id, PROMPT)]
    return row[7], row[9]


@postgres_only
async def test_a_member_who_acts_while_the_groups_zone_changes_ends_with_the_right_one(
    db: Database,
) -> None:
    """Whoever is first: a zone of their own stays, and other changes take the group's new one."""
    await make(db, GUILD, 3)

    async def change(user_id: int, **fields: Any) -> None:
        async with db.begin() as session:
            await groups.change_member(session, GUILD, user_id, now=NOW, **fields)

    async def move(zone: str) -> None:
        async with db.begin() as session:
            await groups.change_group(session, GUILD, zone=zone, now=NOW)

    # The group first: members find its former zone, and wait to write their schedules.
    async with db.begin() as session:
        await groups.change_group(session, GUILD, zone="Asia/Tokyo", now=NOW)
        later = [
            asyncio.create_task(change(1, zone="America/Lima")),
            asyncio.create_task(change(2, prompt_at=time(9))),
        ]
        await waits_for_a_lock(db)
    await asyncio.gather(*later)
    assert (await zone_of_prompt(db, 1))[0] == "America/Lima"
    assert await zone_of_prompt(db, 2) == ("Asia/Tokyo", datetime(2026, 3, 30, 0, tzinfo=UTC))
    # A member first: the group waits for them, and reads then that they left it.
    async with db.begin() as session:
        await groups.change_member(session, GUILD, 2, zone="America/Lima", now=NOW)
        moving = asyncio.create_task(move("Europe/Berlin"))
        await waits_for_a_lock(db)
    await moving
    assert (await zone_of_prompt(db, 2))[0] == "America/Lima"
    assert (await zone_of_prompt(db, 3))[0] == "Europe/Berlin"
