"""Migrations, on both databases: from nothing, to the newest, with rows in the tables."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.db import Base, Database, current_revision, migrate, newest_revision, upgrade
from bot.errors import DatabaseError
from tests.scheduling.receiver import Setting

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{newest}"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("schedules") as table:
        # SQLite cannot change a column's type: the table is rebuilt.
        table.alter_column("subject", type_=sa.String(99), existing_type=sa.String(80))
        table.add_column(sa.Column("note", sa.String(10), nullable=True))
    {more}
"""


class FixedClock:
    def now(self) -> datetime:
        return datetime(2026, 3, 2, 6, tzinfo=UTC)


@pytest.fixture
def add_revision(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """Give this code one more migration, which rebuilds a table that others refer to."""
    newest = newest_revision()

    def add(more: str = "pass") -> None:
        (tmp_path / "9999_next.py").write_text(NEXT.format(newest=newest, more=more))
        monkeypatch.setattr(migrate, "version_folders", [*migrate.version_folders, tmp_path])

    return add


def test_files_of_migrations_are_named_by_their_revision() -> None:
    scripts = ScriptDirectory.from_config(migrate.alembic_config())
    named = {Path(script.path).name[:4]: script.revision for script in scripts.walk_revisions()}
    assert all(name == revision for name, revision in named.items())
    assert max(named) == newest_revision() == scripts.get_current_head()


async def scalar(url: str, statement: str) -> object:
    database = Database(url)
    async with database.read() as session:
        value: object = await session.scalar(text(statement))
    await database.close()
    return value


async def schedule_and_deliver(url: str) -> None:
    """Leave a row in a parent table and two in its child's."""
    database = Database(url)
    setting = Setting(database, FixedClock())
    await setting.daily(user_id=1)
    await setting.daily(user_id=2)
    async with database.begin() as session:
        await session.execute(text("UPDATE schedules SET next_due_at = NULL"))
        await session.execute(
            text(
                "INSERT INTO deliveries (guild_id, schedule_id, occurrence, period, due_at, status,"
                " attempt) SELECT guild_id, id, '2026-03-02', '2026-03-02', :at, 'sent', 1"
                " FROM schedules"
            ),
            {"at": "2026-03-02 08:00:00.000000" if database.is_sqlite else FixedClock().now()},
        )
    await database.close()


async def test_from_nothing_to_the_newest_and_again(empty_db_url: str) -> None:
    assert await current_revision(empty_db_url) is None
    assert await upgrade(empty_db_url) == newest_revision()
    assert await upgrade(empty_db_url) == newest_revision()
    assert await current_revision(empty_db_url) == newest_revision()


async def test_a_database_newer_than_the_code_is_refused_untouched(empty_db_url: str) -> None:
    await upgrade(empty_db_url)
    database = Database(empty_db_url)
    async with database.begin() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = 'tomorrow'"))
    await database.close()
    with pytest.raises(DatabaseError, match="newer than this version"):
        await upgrade(empty_db_url)
    assert await current_revision(empty_db_url) == "tomorrow"


async def test_several_processes_that_start_together_migrate_once(empty_db_url: str) -> None:
    revisions = await asyncio.gather(*(upgrade(empty_db_url) for _ in range(3)))
    assert set(revisions) == {newest_revision()}


@pytest.mark.parametrize(
    "url", ["sqlite:////proc/nowhere/x.db", "postgresql://nobody@127.0.0.1:1/none"]
)
async def test_a_database_that_cannot_be_opened_is_said_so(url: str) -> None:
    with pytest.raises(DatabaseError, match="cannot be opened"):
        await upgrade(url)


async def test_migrations_and_models_agree(db: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    def checks(connection: Connection) -> set[tuple[str, str | None]]:
        inspector = inspect(connection)
        return {
            (table, check["name"])
            for table in Base.metadata.tables
            for check in inspector.get_check_constraints(table)
        }

    async with db.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        stored = await connection.run_sync(checks)
    declared = {
        (table.name, constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if type(constraint).__name__ == "CheckConstraint"
    }
    assert stored == declared


async def test_sqlite_gives_no_id_of_ours_twice(sqlite_url: str) -> None:
    counted = {
        table.name
        for table in Base.metadata.tables.values()
        if table.autoincrement_column is not None
    }
    database = Database(sqlite_url)
    async with database.read() as session:
        rows = await session.execute(
            text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
        )
        assert {name for (name,) in rows} == counted
    await database.close()


async def test_d4_rebuilding_a_table_keeps_its_rows_and_its_children_s(
    add_revision: Callable[..., None], empty_db_url: str
) -> None:
    await upgrade(empty_db_url)
    await schedule_and_deliver(empty_db_url)
    add_revision()
    assert await upgrade(empty_db_url) == "9999"
    assert await scalar(empty_db_url, "SELECT count(*) FROM schedules WHERE note IS NULL") == 2
    assert await scalar(empty_db_url, "SELECT count(*) FROM deliveries") == 2


async def test_d4_a_migration_that_fails_leaves_nothing_behind(
    add_revision: Callable[..., None], empty_db_url: str
) -> None:
    before = await upgrade(empty_db_url)
    await schedule_and_deliver(empty_db_url)
    add_revision('raise RuntimeError("half way")')
    with pytest.raises(RuntimeError, match="half way"):
        await upgrade(empty_db_url)
    assert await current_revision(empty_db_url) == before
    assert await scalar(empty_db_url, "SELECT count(*) FROM deliveries") == 2
    database = Database(empty_db_url)
    async with database.engine.connect() as connection:
        columns = await connection.run_sync(lambda c: inspect(c).get_columns("schedules"))
    await database.close()
    assert "note" not in {column["name"] for column in columns}


async def test_an_upgrade_that_would_leave_rows_that_point_nowhere_is_refused(
    add_revision: Callable[..., None], empty_db_url: str
) -> None:
    before = await upgrade(empty_db_url)
    await schedule_and_deliver(empty_db_url)
    add_revision('op.execute("DELETE FROM schedules WHERE user_id = 1")')
    if empty_db_url.startswith("sqlite"):
        with pytest.raises(DatabaseError, match="point nowhere: deliveries"):
            await upgrade(empty_db_url)
        assert await current_revision(empty_db_url) == before
        assert await scalar(empty_db_url, "SELECT count(*) FROM deliveries") == 2
    else:
        # PostgreSQL's foreign keys hold during migrations too: the child goes with its parent.
        await upgrade(empty_db_url)
        assert await scalar(empty_db_url, "SELECT count(*) FROM deliveries") == 1
