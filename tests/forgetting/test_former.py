"""Who is in a database of a former version is forgotten after the upgrade like anybody else."""

from __future__ import annotations

import tarfile
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import text

from bot.db import Database, upgrade
from bot.db.migrate import _connection
from bot.export import service as export
from bot.export.archive import as_json
from bot.export.file_reading import read_archive
from bot.export.restore import restore
from bot.feature import session_info
from bot.forgetting import service
from cogs.features import FEATURES
from tests.forgetting.everything import NOW, caller, rows_in
from tests.groups import acting as groups
from tests.scenarios.test_upgrade import ARCHIVE, Row, load_rows, rows_of

Rows = Mapping[str, Sequence[Row]]


@pytest.fixture
async def former(tmp_path: Path, empty_db_url: str) -> AsyncIterator[tuple[Database, Rows]]:
    """A database that was upgraded, and the rows that it had before."""
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")
    rows = await rows_of(f"sqlite:///{tmp_path / 'demo.db'}")
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(load_rows, rows)
        if not empty_db_url.startswith("sqlite"):
            # Rows that were put in with their ids have counted nothing up.
            for table in ("schedules", "deliveries"):
                counter = f"pg_get_serial_sequence('{table}', 'id')"
                newest = f"(SELECT max(id) FROM {table})"
                await connection.execute(text(f"SELECT setval({counter}, {newest})"))
    await upgrade(empty_db_url)
    db = Database(empty_db_url, session_info=session_info(FEATURES))
    yield db, rows
    await db.close()


def members_in(rows: Rows) -> list[tuple[int, int]]:
    """Who is in its groups."""
    found = [(row["guild_id"], row["user_id"]) for row in rows["members"]]
    assert found
    return cast("list[tuple[int, int]]", found)


async def test_m1_in_an_upgraded_database_nothing_is_left(former: tuple[Database, Rows]) -> None:
    db, before = former
    for guild_id, user_id in members_in(before):
        async with db.begin() as session:
            assert str(user_id) in repr(await rows_in(session))
            found = await service.forget(session, caller(guild_id, user_id, NOW))
            assert dict(found.counts)["Your settings"] == 1
            left = await rows_in(session)
            assert str(user_id) not in repr(left), "no trace, in any table"
    async with db.read() as session:
        rows = await rows_in(session)
    assert rows["members"] == []
    assert len(rows["plan_versions"]) == len(before["plan_versions"]), "the group keeps its own"
    assert len(rows["conferences"]) == len(before["conferences"])


async def test_d1_what_an_upgraded_database_gives_comes_back(
    former: tuple[Database, Rows],
) -> None:
    db, before = former
    for guild_id, user_id in members_in(before):
        async with db.begin() as session:
            whole = as_json(await export.everything(session, guild_id, user_id, now=NOW))
            await service.forget(session, caller(guild_id, user_id, NOW))
            member = await groups.join(session, guild_id, user_id, now=NOW)
        archive = read_archive(whole, guild_id=guild_id, user_id=user_id)
        async with db.begin() as session:
            who = await groups.member(session, guild_id, member.user_id, now=NOW)
            found = await restore(session, who, archive)
        titles = {table.title for table in found.tables if table.back and not table.lost}
        assert titles == {table.title for table in found.tables} >= {"Your days and rest"}
