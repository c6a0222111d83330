"""Entries, and rest that was lived, as they were stored before the log."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.db import Database, upgrade
from bot.db.migrate import _connection, alembic_config
from bot.groups.queries import get_member
from bot.routine import service as routine
from bot.routine.planned_days import planned_days
from bot.routine.queries import day_state
from bot.routine.values import EntryOutcome
from tests.groups import acting as groups
from tests.groups.test_migration import PAUSED
from tests.milestones.circle import ANA
from tests.milestones.test_migration import ROWS

ENTRY = (
    "INSERT INTO entries (guild_id, user_id, day, outcome, note, answered_at)"
    f" VALUES (1001, {ANA}, '2026-03-02', 'done', 'kept', '2026-03-02 09:00:00.000000')"
)


@pytest.mark.parametrize(
    "empty_db_url",
    ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
    indirect=True,
)
async def test_r10_d4_entries_and_rest_from_before_stay(empty_db_url: str) -> None:
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), "0027"))
        for statement in (*ROWS, PAUSED, ENTRY):
            await connection.execute(text(statement.replace(":", "\\:")))
    await upgrade(empty_db_url)
    database = Database(empty_db_url)
    async with database.read() as session:
        member = await get_member(session, 1001, ANA)
        state = await day_state(session, member, date(2026, 3, 2))
        spans = (await planned_days(session, member, datetime(2026, 5, 4, tzinfo=UTC))).spans
    async with database.begin() as session:
        caller = await groups.member(session, 1001, ANA, now=datetime(2026, 3, 3, 9, tzinfo=UTC))
        noted = await routine.write_note(session, caller, date(2026, 3, 3), "alone")
        assert noted.entry is not None
    async with database.engine.connect() as connection:
        with pytest.raises(IntegrityError, match="outcome"):
            await connection.execute(text("UPDATE entries SET outcome = 'lost'"))
    async with database.engine.connect() as connection:
        with pytest.raises(IntegrityError, match="minutes"):
            await connection.execute(text("UPDATE entries SET minutes = 0"))
    await database.close()
    assert state.entry is not None
    assert (state.entry.outcome, state.entry.note) == (EntryOutcome.DONE, "kept")
    assert state.entry.minutes is None
    (span,) = spans
    assert span.weekdays == member.weekdays
    assert [skip.until for skip in span.skips] == [date(2026, 3, 9)]
