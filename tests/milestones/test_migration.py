"""What was stored before own dates and pace existed is kept by the upgrade (D4)."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import text

from bot.db import Database, upgrade
from bot.db.migrate import _connection, alembic_config
from bot.milestones import service as milestones
from bot.milestones.rules import Status
from tests.milestones.circle import ANA, GUILD, NOW

ROWS = (
    "INSERT INTO groups (guild_id, zone, start_date, announcements_channel_id, papers_channel_id,"
    " retros_channel_id, categories, papers_open_weekday, papers_open_at, papers_close_weekday,"
    " papers_close_at, retro_day, retro_at, created_at) VALUES (1001, 'UTC', '2026-03-02', 1, 2, 3,"
    " '[\"cs.LG\"]', 0, '09:00:00.000000', 4, '17:00:00.000000', 1, '18:00:00.000000',"
    " '2026-03-02 08:00:00.000000')",
    "INSERT INTO members (guild_id, user_id, prompt_at, weekdays, started_on, dm_refusals,"
    f" joined_at) VALUES (1001, {ANA}, '08:00:00.000000', 31, '2026-03-02', 0,"
    " '2026-03-02 08:00:00.000000')",
    "INSERT INTO milestone_changes (guild_id, user_id, milestone_id, number, status, changed_at,"
    f" note) VALUES (1001, {ANA}, 'theory-problem-sets', 1, 'done',"
    " '2026-03-02 08:30:00.000000', 'kept')",
)


@pytest.mark.parametrize("empty_db_url", ["sqlite", "postgres"], indirect=True)
async def test_d4_members_and_what_they_did_are_kept(empty_db_url: str) -> None:
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), "0007"))
        for statement in ROWS:
            await connection.execute(text(statement.replace(":", "\\:")))
    await upgrade(empty_db_url)
    database = Database(empty_db_url)
    async with database.read() as session:
        board = await milestones.board(session, GUILD, ANA, now=NOW)
    await database.close()
    item = board.item("theory-problem-sets")
    assert (board.pace_days, item.status, item.change.note) == (0, Status.DONE, "kept")
    assert item.due is None
