"""Snapshots as they were stored before: as entries, and as rows of what the database copied."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, text, update

from bot.cycles import queries
from bot.cycles.data import DATA
from bot.cycles.models import SnapshotRow
from bot.cycles.values import Snapshot
from bot.db import Database, upgrade
from bot.db.migrate import _connection, alembic_config
from bot.milestones.values import Count
from tests.cycles.closing import close, frozen, person, raw, some_progress
from tests.milestones.circle import ANA, BEN, GUILD, make_groups
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


PACKED_QUICKLY = (
    "SELECT attcompression = 'l' OR NOT 'lz4' = ANY (enumvals) FROM pg_attribute, pg_settings"
    " WHERE attrelid = 'cycle_snapshots'::regclass AND attname = 'stood'"
    " AND name = 'default_toast_compression'"
)

both = pytest.mark.parametrize(
    "empty_db_url",
    ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
    indirect=True,
)


def migrate(connection: Connection, revision: str) -> None:
    command.upgrade(alembic_config(connection), revision)


@both
async def test_p9_snapshots_of_before_are_shown_and_exported_as_they_were(
    empty_db_url: str,
) -> None:
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(migrate, "0017")
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
    assert (snapshot["entries"], snapshot["total"]) == ([{**ENTRY, "period": None, "day": None}], 1)
    assert decision["milestone_id"] == "talk"


@both
async def test_p9_what_was_stored_in_rows_is_the_same_in_columns(empty_db_url: str) -> None:
    await upgrade(empty_db_url)
    database = await make_groups(Database(empty_db_url))
    await some_progress(database)
    await close(database)
    snapshots = [await frozen(database, user_id) for user_id in (ANA, BEN)]
    kept = await raw(database)
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(lambda sync: command.stamp(alembic_config(sync), "0023"))
        for guild_id, user_id, number, stood in kept:
            await connection.execute(
                update(SnapshotRow)
                .where(
                    SnapshotRow.guild_id == guild_id,
                    SnapshotRow.user_id == user_id,
                    SnapshotRow.number == number,
                )
                .values(stood=in_rows(json.loads(stood)))
            )
    assert await raw(database) != kept
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(migrate, "0024")
    assert [await frozen(database, user_id) for user_id in (ANA, BEN)] == snapshots
    if not database.is_sqlite:
        async with database.read() as session:
            assert await session.scalar(text(PACKED_QUICKLY))
    await database.close()


def in_rows(stood: list[Any]) -> list[Any]:
    return [*stood[:3], *(list(zip(*columns, strict=True)) for columns in stood[3:])]
