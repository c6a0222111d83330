"""Who is in a database of a former version is forgotten after the upgrade like anybody else."""

from __future__ import annotations

import tarfile
from pathlib import Path

from sqlalchemy import text

from bot.db import Database, upgrade
from bot.db.migrate import _connection
from bot.feature import session_info
from bot.forgetting import service
from cogs.features import FEATURES
from tests.forgetting.everything import NOW, caller, rows_in
from tests.scenarios.test_upgrade import ARCHIVE, load_rows, rows_of


async def test_m1_in_an_upgraded_database_nothing_is_left(
    tmp_path: Path, empty_db_url: str
) -> None:
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")
    former = await rows_of(f"sqlite:///{tmp_path / 'demo.db'}")
    async with _connection(empty_db_url) as connection:
        await connection.run_sync(load_rows, former)
        if not empty_db_url.startswith("sqlite"):
            # Rows that were put in with their ids have counted nothing up.
            for table in ("schedules", "deliveries"):
                counter = f"pg_get_serial_sequence('{table}', 'id')"
                newest = f"(SELECT max(id) FROM {table})"
                await connection.execute(text(f"SELECT setval({counter}, {newest})"))
    await upgrade(empty_db_url)
    members = [(row["guild_id"], row["user_id"]) for row in former["members"]]
    assert members
    db = Database(empty_db_url, session_info=session_info(FEATURES))
    try:
        for guild_id, user_id in members:
            assert isinstance(guild_id, int)
            assert isinstance(user_id, int)
            async with db.begin() as session:
                assert str(user_id) in repr(await rows_in(session))
                found = await service.forget(session, caller(guild_id, user_id, NOW))
                assert dict(found.counts)["Your settings"] == 1
                left = await rows_in(session)
                assert str(user_id) not in repr(left), "no trace, in any table"
        async with db.read() as session:
            rows = await rows_in(session)
    finally:
        await db.close()
    assert rows["members"] == []
    assert len(rows["plan_versions"]) == len(former["plan_versions"]), "the group keeps its own"
    assert len(rows["conferences"]) == len(former["conferences"])
