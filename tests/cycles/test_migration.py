"""Snapshots that hold their entries, from before the database copied how members stand."""

from __future__ import annotations

import json
from datetime import date

import pytest
from alembic import command
from sqlalchemy import Connection, text

from bot.cycles import queries
from bot.cycles.data import DATA
from bot.cycles.values import Snapshot
from bot.db import Database, upgrade
from bot.db.migrate import _connection, alembic_config
from bot.milestones.values import Count
from tests.cycles.closing import person
from tests.milestones.circle import ANA, GUILD
from tests.milestones.test_migration import ROWS

ENTRY = {
    "id": "theory-problem-sets",
    "title": "As it was called",
    "block": 1,
    "block_title": "Theory",
    "status": "done",
    "due": "2026-03-16",
    "at": "2026-03-02T08:30:00+00:00",
    "link": None,
    "note": "kept",
    "is_own": False,
    "depth": 0,
}
OLDER = (
    "INSERT INTO cycles (guild_id, number, started_on, ended_on, closed_at) VALUES"
    " (1001, 1, '2026-03-02', '2026-04-01', '2026-04-01 08:00:00.000000')",
    "INSERT INTO cycle_snapshots (guild_id, user_id, number, plan_title, entries, done,"
    f" in_progress, skipped, total) VALUES (1001, {ANA}, 1, 'The plan', '{json.dumps([ENTRY])}',"
    " 1, 0, 0, 1)",
    "INSERT INTO cycle_decisions (guild_id, user_id, number, milestone_id, decision, decided_at)"
    f" VALUES (1001, {ANA}, 1, 'talk', 'carry', '2026-04-01 08:00:00.000000')",
)


@pytest.mark.parametrize(
    "empty_db_url",
    ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
    indirect=True,
)
async def test_p9_snapshots_of_before_are_shown_and_exported_as_they_were(
    empty_db_url: str,
) -> None:
    def at(connection: Connection, revision: str) -> None:
        command.upgrade(alembic_config(connection), revision)

    async with _connection(empty_db_url) as connection:
        await connection.run_sync(at, "0017")
        for statement in (*ROWS, *OLDER):
            await connection.execute(text(statement.replace(":", "\\:")))
    await upgrade(empty_db_url)
    database = Database(empty_db_url)
    found = await person(database).read(queries.look_at, 1)
    async with database.read() as session:
        exported = await DATA.export(session, GUILD, ANA)
    await database.close()
    assert isinstance(found, Snapshot)
    assert (found.plan_title, found.count) == ("The plan", Count(1, 0, 0, 1))
    assert [(each.title, each.note, each.due) for each in found.entries] == [
        ("As it was called", "kept", date(2026, 3, 16))
    ]
    (snapshot,), (decision,) = exported["cycle_snapshots"], exported["cycle_decisions"]
    assert (snapshot["entries"], snapshot["total"]) == ([{**ENTRY, "period": None}], 1)
    assert decision["milestone_id"] == "talk"
