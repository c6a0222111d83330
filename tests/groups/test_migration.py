"""Members and their schedules as they were stored before rest could be planned."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from alembic import command
from sqlalchemy import text

from bot.db import Database, upgrade
from bot.db.migrate import _connection, alembic_config
from bot.groups.data import DATA
from bot.groups.queries import get_member
from bot.groups.rest import Nudges
from bot.scheduling import upcoming
from tests.milestones.circle import ANA
from tests.milestones.test_migration import ROWS

PAUSED = f"UPDATE members SET paused_until = '2026-03-09' WHERE user_id = {ANA}"
SCHEDULE = (
    "INSERT INTO schedules (guild_id, user_id, kind, subject, cadence, weekdays, local_time, zone,"
    f" next_due_at) VALUES (1001, {ANA}, 'routine.prompt', '', 'weekly', 31, '08:00:00.000000',"
    " 'UTC', '2026-03-09 08:00:00.000000')"
)


@pytest.mark.parametrize(
    "empty_db_url",
    ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
    indirect=True,
)
async def test_r14_a_pause_from_before_goes_on_and_what_hangs_on_a_member_stays(
    empty_db_url: str,
) -> None:
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), "0027"))
        for statement in (*ROWS, PAUSED, SCHEDULE):
            await connection.execute(text(statement.replace(":", "\\:")))
    await upgrade(empty_db_url)
    database = Database(empty_db_url)
    async with database.read() as session:
        member = await get_member(session, 1001, ANA)
        changes = await session.scalar(text("SELECT count(*) FROM milestone_changes"))
        (coming,) = await upcoming(session, 1001, kinds=["routine.prompt"], user_id=ANA, limit=1)
        exported = await DATA.export(session, 1001, ANA)
    await database.close()
    assert (member.day_start, member.quiet, member.nudges) == (time(), None, Nudges.LIGHT)
    assert (member.rests, member.lighter) == ((), None)
    assert member.rests_on(date(2026, 3, 8))
    assert not member.rests_on(date(2026, 3, 9))
    assert changes == 1
    assert coming.at == datetime(2026, 3, 9, 8, tzinfo=UTC)
    kept = exported["members"][0]
    assert (kept["day_start"], kept["nudges"], kept["paused_until"]) == (
        "00:00:00",
        "light",
        "2026-03-09",
    )
