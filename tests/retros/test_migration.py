"""Groups and their schedules as they were stored when retros opened on a day of the month."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import text

from bot.db import Database, upgrade
from bot.db.migrate import _connection, alembic_config
from bot.groups.queries import get_group
from bot.inputs.date_patterns import MonthDay
from bot.retros.values import OPEN
from bot.scheduling import Periodic, upcoming
from bot.scheduling.models import ScheduleRow
from bot.scheduling.schedules import rule_of
from tests.milestones.test_migration import ROWS

GUILD = 1001
DUE = datetime(2026, 3, 1, 18, tzinfo=UTC)
SCHEDULES = [
    "INSERT INTO schedules (guild_id, user_id, kind, subject, cadence, month_day, local_time, zone,"
    f" next_due_at) VALUES ({GUILD}, 0, '{OPEN}', '', 'monthly', 1, '18:00:00.000000', 'UTC',"
    " '2026-03-01 18:00:00.000000')",
    "INSERT INTO schedules (guild_id, user_id, kind, subject, cadence, weekdays, local_time, zone)"
    f" VALUES ({GUILD}, 7, 'routine.prompt', '', 'weekly', 31, '08:00:00.000000', 'UTC')",
    "INSERT INTO schedules (guild_id, user_id, kind, subject, cadence, once_at, zone)"
    f" VALUES ({GUILD}, 7, 'routine.later', '', 'once', '2026-03-01 18:00:00.000000', 'UTC')",
    "INSERT INTO deliveries (guild_id, schedule_id, occurrence, period, due_at, status, attempt,"
    f" nonce) SELECT {GUILD}, id, '2026-02-01', '2026-02-01', '2026-02-01 18:00:00.000000', 'sent',"
    f" 1, 'n' FROM schedules WHERE kind = '{OPEN}'",
]


@pytest.mark.parametrize(
    "empty_db_url",
    ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
    indirect=True,
)
async def test_t1_retros_keep_the_day_on_which_they_opened(empty_db_url: str) -> None:
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), "0027"))
        for statement in ROWS:
            await connection.execute(text(statement.replace(":", "\\:")))
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), "0041"))
        for statement in SCHEDULES:
            await connection.execute(text(statement.replace(":", "\\:")))
    await upgrade(empty_db_url)
    database = Database(empty_db_url)
    async with database.read() as session:
        group = await get_group(session, GUILD)
        (opening,) = await upcoming(session, GUILD, kinds=[OPEN], limit=1)
        rows = (await session.execute(text("SELECT cadence, pattern FROM schedules"))).all()
        sent = await session.scalar(text("SELECT count(*) FROM deliveries"))
        row = await session.get(ScheduleRow, 1)
        rule = rule_of(row)
    await database.close()
    assert group.retro_on == MonthDay(1)
    assert isinstance(rule, Periodic)
    assert rule == group.retro_rule
    assert opening.at == DUE
    assert sorted(map(tuple, rows)) == [("once", None), ("periodic", "1"), ("weekly", None)]
    assert sent == 1, "what was sent stays on record"
